"""A target of a group of the type ip has an Availability Zone, and its health tells when that is not the load balancer's.

The zone is detected for an address in a subnet of the group's VPC, and the one that was asked for (all) otherwise. moto
forgets it and calls every target healthy.
"""

from ipaddress import ip_address, ip_network
from typing import Any

from moto.core.responses import ActionResult
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
from moto.elbv2.responses import ELBV2Response
from patch import around, cloud

UNUSED = "Target.NotInUse"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", AvailabilityZone="us-east-1c")
        group = elbv2.create_target_group(Name="probe", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")
        arn = group["TargetGroups"][0]["TargetGroupArn"]
        elbv2.register_targets(TargetGroupArn=arn, Targets=[{"Id": "10.0.0.7"}])
        health = elbv2.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"][0]
        return health["Target"].get("AvailabilityZone") != "us-east-1c" or health["TargetHealth"]["State"] != "unused"


def zone_of(group: FakeTargetGroup, address: str) -> str | None:
    """The zone of the subnet of the group's VPC that holds the address."""
    for subnets in group.ec2_backend.subnets.values():
        for subnet in subnets.values():
            if subnet.vpc_id == group.vpc_id and ip_address(address) in ip_network(subnet.cidr_block):
                return str(subnet.availability_zone)
    return None


def zones_served(backend: ELBv2Backend, arn: str) -> set[str]:
    """The zones of the load balancers that have a rule which forwards to the group."""
    return {
        subnet.availability_zone
        for balancer in backend.load_balancers.values()
        for listener in balancer.listeners.values()
        for rule in listener.rules.values()
        if any(arn in backend._get_target_group_arns_from(action.data) for action in rule.actions)
        for subnet in balancer.subnets
    }


def with_zone(description: Any, zone: str | None, served: set[str]) -> dict[str, Any]:
    health = dict(description.target_health)
    if health["State"] == "healthy" and zone and zone != "all" and zone not in served:
        words = "Target is in an Availability Zone that is not enabled for the load balancer"
        health = {"State": "unused", "Reason": UNUSED, "Description": words}
    target = {**description.target, **({"AvailabilityZone": zone} if zone else {})}
    return {"Target": target, "HealthCheckPort": description.health_check_port, "TargetHealth": health}


def apply() -> None:
    @around(FakeTargetGroup, "register")
    def register(original: Any, self: FakeTargetGroup, targets: list[dict[str, Any]]) -> None:
        original(self, targets)
        if self.target_type == "ip":
            for target in targets:
                zone = target.get("AvailabilityZone") or zone_of(self, target["Id"])
                self.targets[target["Id"]]["AvailabilityZone"] = zone

    @around(ELBV2Response, "describe_target_health")
    def describe(original: Any, self: ELBV2Response) -> ActionResult:
        arn = self._get_param("TargetGroupArn")
        descriptions = original(self).result["TargetHealthDescriptions"]
        group = self.elbv2_backend.target_groups[arn]
        served = zones_served(self.elbv2_backend, arn)
        zones = [group.targets.get(one.instance_id, {}).get("AvailabilityZone") for one in descriptions]
        health = [with_zone(one, zone, served) for one, zone in zip(descriptions, zones)]
        return ActionResult({"TargetHealthDescriptions": health})
