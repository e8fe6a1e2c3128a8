"""EC2 Instance Connect Endpoints, with their network interface, which moto does not know."""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.responses import EC2Response
from moto.moto_api._internal import mock_random
from patch import cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        try:
            ec2.create_instance_connect_endpoint(SubnetId=subnet)
        except NotImplementedError:
            return True
        return False


class Endpoint(TaggedEC2Resource):
    def __init__(self, backend: Any, subnet_id: str, groups: list[str], preserve: bool, tags: dict[str, str]):
        self.ec2_backend = backend
        self.id = f"eice-0{mock_random.get_random_hex(16)}"
        self.subnet = backend.get_subnet(subnet_id)
        self.groups = groups
        self.preserve = preserve
        self.created = utcnow()
        self.add_tags(tags)
        self.interface = backend.create_network_interface(
            self.subnet, "", group_ids=groups, description=f"EC2 Instance Connect Endpoint {self.id}"
        )
        self.interface.interface_type = "ec2_instance_connect_endpoint"
        self.interface.requester_managed = True
        self.interface.status = "in-use"

    def answer(self, state: str) -> dict[str, Any]:
        backend = self.ec2_backend
        arn = f"arn:{backend.partition}:ec2:{backend.region_name}:{backend.account_id}"
        return {
            "OwnerId": backend.account_id,
            "InstanceConnectEndpointId": self.id,
            "InstanceConnectEndpointArn": f"{arn}:instance-connect-endpoint/{self.id}",
            "State": state,
            "DnsName": f"{self.id}.ec2-instance-connect-endpoint.{backend.region_name}.amazonaws.com",
            "FipsDnsName": f"{self.id}.fips.ec2-instance-connect-endpoint.{backend.region_name}.amazonaws.com",
            "NetworkInterfaceIds": [self.interface.id],
            "VpcId": self.subnet.vpc_id,
            "AvailabilityZone": self.subnet.availability_zone,
            "SubnetId": self.subnet.id,
            "CreatedAt": self.created,
            "PreserveClientIp": self.preserve,
            "SecurityGroupIds": self.groups,
            "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in self.get_tags()],
        }


def endpoints_of(backend: Any) -> dict[str, Endpoint]:
    """Kept with moto's own backend, so that one account's endpoints are not another's."""
    return backend.__dict__.setdefault("instance_connect_endpoints", {})


def apply() -> None:
    def create(self: EC2Response) -> ActionResult:
        tags = self._parse_tag_specification().get("instance-connect-endpoint", {})
        endpoint = Endpoint(
            self.ec2_backend,
            self._get_param("SubnetId"),
            self._get_param("SecurityGroupIds", []),
            bool(self._get_param("PreserveClientIp", False)),
            tags,
        )
        endpoints_of(self.ec2_backend)[endpoint.id] = endpoint
        return ActionResult({"InstanceConnectEndpoint": endpoint.answer("create-complete")})

    def describe(self: EC2Response) -> ActionResult:
        wanted = self._get_param("InstanceConnectEndpointIds", [])
        found = [one for one in endpoints_of(self.ec2_backend).values() if not wanted or one.id in wanted]
        return ActionResult({"InstanceConnectEndpoints": [one.answer("create-complete") for one in found]})

    def delete(self: EC2Response) -> ActionResult:
        endpoint = endpoints_of(self.ec2_backend).pop(self._get_param("InstanceConnectEndpointId"))
        self.ec2_backend.enis.pop(endpoint.interface.id, None)
        return ActionResult({"InstanceConnectEndpoint": endpoint.answer("delete-complete")})

    EC2Response.create_instance_connect_endpoint = create  # type: ignore[attr-defined]
    EC2Response.describe_instance_connect_endpoints = describe  # type: ignore[attr-defined]
    EC2Response.delete_instance_connect_endpoint = delete  # type: ignore[attr-defined]
