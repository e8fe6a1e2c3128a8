"""A target in a subnet of the target group's VPC can't be registered with availability_zone = all; one in none must be."""

from ipaddress import ip_address, ip_network
from typing import Any

from mends.target_zones import zone_of
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import FakeTargetGroup
from patch import around, cloud, error_of

CODE = "ValidationError"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")
        group = elbv2.create_target_group(Name="probe", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")
        arn = group["TargetGroups"][0]["TargetGroupArn"]

        def register(**target: str) -> str | None:
            return error_of(lambda: elbv2.register_targets(TargetGroupArn=arn, Targets=[target]))

        refused = [register(Id="10.0.0.7", AvailabilityZone="all"), register(Id="10.9.0.7"), register(Id="8.8.8.8")]
        taken = [register(Id="10.0.0.8"), register(Id="10.9.0.8", AvailabilityZone="all")]
        return refused != [CODE] * 3 or taken != [None] * 2


# Beside the VPC's own subnets. Source: ELB user guide, "Register targets by IP address".
ALLOWED = [ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]


def check(group: FakeTargetGroup, target: dict[str, Any]) -> None:
    address, asked = target["Id"], target.get("AvailabilityZone")
    zone = zone_of(group, address)
    if zone and asked == "all":
        raise ELBClientError(
            CODE,
            f"The IP address '{address}' is within the VPC, and cannot have its Availability Zone overridden to 'all'"
            f" from '{zone}'",
        )
    if not zone and not any(ip_address(address) in range_ for range_ in ALLOWED):
        raise ELBClientError(CODE, f"The IP address '{address}' is not a valid target")
    if not zone and asked != "all":
        raise ELBClientError(
            CODE, f"You must specify an Availability Zone of 'all' for the IP address '{address}', which is outside the VPC"
        )


def apply() -> None:
    @around(FakeTargetGroup, "register")
    def register(original: Any, self: FakeTargetGroup, targets: list[dict[str, Any]]) -> None:
        if self.target_type == "ip":
            for target in targets:
                check(self, target)
        original(self, targets)
