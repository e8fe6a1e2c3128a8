"""A hosted zone that is made with a VPC is private; moto wants PrivateZone too, which no request needs, and forgets the VPC.

Source: Route 53 API, CreateHostedZone: "If you want to create a private hosted zone, include a VPC element".
"""

from typing import Any

from moto.route53.responses import Route53
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2", "route53") as (ec2, route53):
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        asked = {"VPCId": vpc, "VPCRegion": "us-east-1"}
        made = route53.create_hosted_zone(Name="example.internal", CallerReference="probe", VPC=asked)
        return route53.get_hosted_zone(Id=made["HostedZone"]["Id"]).get("VPCs") != [asked]


def apply() -> None:
    @around(Route53, "_get_bool_param")
    def flag(original: Any, self: Route53, param_name: str, **rest: Any) -> Any:
        if param_name == "HostedZoneConfig.PrivateZone" and self._get_param("VPC.VPCId"):
            return True
        return original(self, param_name=param_name, **rest)
