"""An interface endpoint can't have a subnet in a zone that its service's load balancers are not in.

Source: PrivateLink guide, "Create an endpoint service", considerations: consumers use only the service's zones.
"""

from typing import Any

from mends.endpoint_connections import offered, service_named
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCBackend
from patch import around, cloud, error_of

CODE = "InvalidParameter"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        _service, name, vpc, subnet = offered(ec2, elbv2)
        zone = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailabilityZone"]
        other = "us-east-1a" if zone != "us-east-1a" else "us-east-1b"
        outside = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone=other)["Subnet"]["SubnetId"]

        def refusal(id: str) -> str | None:
            asked = {"VpcId": vpc, "VpcEndpointType": "Interface", "ServiceName": name}
            return error_of(lambda: ec2.create_vpc_endpoint(SubnetIds=[id], **asked))

        return [refusal(outside), refusal(subnet)] != [CODE, None]


def check(backend: Any, service_name: str, subnet_ids: list[str] | None) -> None:
    service = service_named(service_name, backend.region_name)
    for id in subnet_ids or []:
        if service and backend.get_subnet(id).availability_zone not in service.availability_zones:
            raise EC2ClientError(
                CODE, f"The VPC endpoint service {service_name} does not support the availability zone of the subnet: {id}."
            )


def apply() -> None:
    @around(VPCBackend, "create_vpc_endpoint")
    def create(original: Any, self: Any, service_name: str, subnet_ids: list[str] | None = None, **rest: Any) -> Any:
        check(self, service_name, subnet_ids)
        return original(self, service_name=service_name, subnet_ids=subnet_ids, **rest)

    @around(VPCBackend, "modify_vpc_endpoint")
    def modify(original: Any, self: Any, vpc_id: str, add_subnets: list[str] | None = None, **rest: Any) -> Any:
        check(self, self.describe_vpc_endpoints([vpc_id])[0].service_name, add_subnets)
        return original(self, vpc_id, add_subnets=add_subnets, **rest)
