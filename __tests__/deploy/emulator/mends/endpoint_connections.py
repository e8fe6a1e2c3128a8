"""An interface endpoint of somebody's service waits until the service's owner accepts it, also across accounts.

Where the service asks for it, the endpoint is pendingAcceptance first; the owner accepts or rejects it, and lists the
connections. Who is not among the allowed principals of a service of another account sees no such service. moto calls
every endpoint available, and knows none of the calls. Source: PrivateLink guide, "Configure an endpoint service".
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses import EC2Response
from patch import around, cloud, error_of
from sharing import accounts_in


def offered(ec2: Any, elbv2: Any) -> tuple[str, str, str, str]:
    """For probes: a service that wants to accept, by id and name, and a VPC with a subnet."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    balancer = elbv2.create_load_balancer(Name="probe", Type="network", Scheme="internal", Subnets=[subnet])
    arn = balancer["LoadBalancers"][0]["LoadBalancerArn"]
    made = ec2.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[arn], AcceptanceRequired=True)
    service = made["ServiceConfiguration"]
    return service["ServiceId"], service["ServiceName"], vpc, subnet


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        service, name, vpc, subnet = offered(ec2, elbv2)
        asked = {"VpcId": vpc, "SubnetIds": [subnet], "VpcEndpointType": "Interface"}
        endpoint = ec2.create_vpc_endpoint(ServiceName=name, **asked)["VpcEndpoint"]
        if endpoint["State"].lower() != "pendingacceptance":
            return True
        id = endpoint["VpcEndpointId"]
        ec2.accept_vpc_endpoint_connections(ServiceId=service, VpcEndpointIds=[id])
        states = [one["VpcEndpointState"] for one in ec2.describe_vpc_endpoint_connections()["VpcEndpointConnections"]]
        unknown = name.replace("vpce-svc-", "vpce-svc-0")
        refused = error_of(lambda: ec2.create_vpc_endpoint(ServiceName=unknown, **asked))
        return states != ["available"] or refused != "InvalidServiceName"


def service_named(name: str, region: str) -> Any:
    return next(
        (one for backend in accounts_in(region) for one in backend.configurations.values() if one.service_name == name),
        None,
    )


def endpoints_of(service: Any, region: str) -> list[Any]:
    every = [one for backend in accounts_in(region) for one in backend.vpc_end_points.values()]
    return [one for one in every if one.service_name == service.service_name and one.state != "deleted"]


def admits(service: Any, account: str) -> bool:
    names = {"*", account, f"arn:aws:iam::{account}:root"}
    in_account = f"arn:aws:iam::{account}:"
    return service.ec2_backend.account_id == account or any(
        one in names or one.startswith(in_account) for one in service.principals
    )


def decide(self: EC2Response, state: str) -> ActionResult:
    service = self.ec2_backend.describe_vpc_endpoint_service_configurations([self._get_param("ServiceId")])[0]
    known = {one.id: one for one in endpoints_of(service, self.region)}
    unsuccessful = []
    for id in self._get_param("VpcEndpointIds", []):
        if id in known:
            known[id].state = state
        else:
            error = {"Code": "InvalidVpcEndpoint.NotFound", "Message": f"The VpcEndpoint Id '{id}' does not exist"}
            unsuccessful.append({"ResourceId": id, "Error": error})
    return ActionResult({"Unsuccessful": unsuccessful})


def apply() -> None:
    @around(VPCBackend, "create_vpc_endpoint")
    def create(original: Any, self: Any, service_name: str, **rest: Any) -> Any:
        service = service_named(service_name, self.region_name)
        is_somebodys = "vpce-svc-" in service_name
        if is_somebodys and (service is None or not admits(service, self.account_id)):
            raise EC2ClientError("InvalidServiceName", f"The Vpc Endpoint Service '{service_name}' does not exist")
        endpoint = original(self, service_name=service_name, **rest)
        if service is not None and service.acceptance_required:
            endpoint.state = "pendingAcceptance"
        return endpoint

    def connections(self: EC2Response) -> ActionResult:
        filters = self._filters_from_querystring()
        found = [
            {
                "ServiceId": service.id,
                "VpcEndpointId": endpoint.id,
                "VpcEndpointOwner": endpoint.owner_id,
                "VpcEndpointState": endpoint.state,
                "CreationTimestamp": endpoint.creation_timestamp,
                "NetworkLoadBalancerArns": service.network_load_balancer_arns,
                "IpAddressType": "ipv4",
            }
            for service in self.ec2_backend.configurations.values()
            for endpoint in endpoints_of(service, self.region)
        ]
        keys = {"service-id": "ServiceId", "vpc-endpoint-id": "VpcEndpointId", "vpc-endpoint-state": "VpcEndpointState"}
        wanted = [
            one for one in found if all(one[keys[name]] in values for name, values in filters.items() if name in keys)
        ]
        return ActionResult({"VpcEndpointConnections": wanted})

    EC2Response.accept_vpc_endpoint_connections = lambda self: decide(self, "available")  # type: ignore[attr-defined]
    EC2Response.reject_vpc_endpoint_connections = lambda self: decide(self, "rejected")  # type: ignore[attr-defined]
    EC2Response.describe_vpc_endpoint_connections = connections  # type: ignore[attr-defined]
