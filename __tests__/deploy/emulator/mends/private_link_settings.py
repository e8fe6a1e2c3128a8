"""What is set of PrivateLink reads back: a service's and an endpoint's kind of addresses, and a load balancer's own rule.

The rule says whether a network load balancer's security groups hold for what comes by PrivateLink; it is on unless it is
turned off. moto forgets all three, so that every plan sets them anew. Source: NLB guide, "Update the security groups".
"""

from typing import Any

from mends.endpoint_connections import offered
from moto.ec2.models.vpc_service_configuration import VPCServiceConfiguration
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses import EC2Response
from moto.elbv2.models import FakeLoadBalancer
from moto.elbv2.responses import ELBV2Response
from patch import around, cloud

RULE = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
RULE_OF_BALANCER = "enforce_security_group_inbound_rules_on_private_link_traffic"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        service, name, vpc, subnet = offered(ec2, elbv2)
        made = ec2.create_vpc_endpoint(
            VpcId=vpc, SubnetIds=[subnet], VpcEndpointType="Interface", ServiceName=name, IpAddressType="ipv4"
        )
        [found] = ec2.describe_vpc_endpoint_service_configurations(ServiceIds=[service])["ServiceConfigurations"]
        group = ec2.create_security_group(GroupName="probe", Description="probe", VpcId=vpc)["GroupId"]
        balancer = elbv2.create_load_balancer(
            Name="ruled", Type="network", Scheme="internal", Subnets=[subnet], SecurityGroups=[group]
        )["LoadBalancers"][0]["LoadBalancerArn"]

        def rule() -> Any:
            return elbv2.describe_load_balancers(LoadBalancerArns=[balancer])["LoadBalancers"][0].get(RULE)

        before = rule()
        elbv2.set_security_groups(LoadBalancerArn=balancer, SecurityGroups=[group], **{RULE: "off"})
        return (
            made["VpcEndpoint"].get("IpAddressType") != "ipv4"
            or found.get("SupportedIpAddressTypes") != ["ipv4"]
            or [before, rule()] != ["on", "off"]
        )


def apply() -> None:
    # Class attributes are what is there where nothing was set.
    VPCServiceConfiguration.supported_ip_address_types = ["ipv4"]  # type: ignore[attr-defined]
    VPCEndPoint.ip_address_type = "ipv4"  # type: ignore[attr-defined]
    VPCEndPoint.dns_options = {"DnsRecordIpType": "ipv4"}  # type: ignore[attr-defined]

    def rule(self: FakeLoadBalancer) -> str | None:
        has_groups = self.type == "network" and bool(self.security_groups)
        return self.__dict__.get("private_link_rule", "on") if has_groups else None

    setattr(FakeLoadBalancer, RULE_OF_BALANCER, property(rule))

    @around(ELBV2Response, "set_security_groups")
    def set_groups(original: Any, self: ELBV2Response) -> Any:
        answer = original(self)
        asked = self._get_param(RULE)
        if asked:
            self.elbv2_backend.load_balancers[self._get_param("LoadBalancerArn")].private_link_rule = asked
        return answer

    @around(EC2Response, "create_vpc_endpoint_service_configuration")
    def create_service(original: Any, self: EC2Response) -> Any:
        answer = original(self)
        types = self._get_param("SupportedIpAddressTypes", [])
        if types:
            answer.result["ServiceConfiguration"].supported_ip_address_types = list(types)
        return answer

    @around(EC2Response, "modify_vpc_endpoint_service_configuration")
    def modify_service(original: Any, self: EC2Response) -> Any:
        answer = original(self)
        [service] = self.ec2_backend.describe_vpc_endpoint_service_configurations([self._get_param("ServiceId")])
        gone = self._get_param("RemoveSupportedIpAddressTypes", [])
        came = self._get_param("AddSupportedIpAddressTypes", [])
        types = [*service.supported_ip_address_types, *came]
        service.supported_ip_address_types = sorted({one for one in types if one not in gone})
        return answer

    @around(EC2Response, "create_vpc_endpoint")
    def create_endpoint(original: Any, self: EC2Response) -> Any:
        answer = original(self)
        asked = self._get_param("IpAddressType")
        if asked:
            answer.result["VpcEndpoint"].ip_address_type = asked
        return answer
