"""A rule of a protocol that has no ports, such as ESP, is taken without any, and told with -1; moto fails."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule
from patch import around, cloud

# EC2 API, SecurityGroupRule: ports are of TCP, UDP, ICMP and ICMPv6.
WITH_PORTS = ("tcp", "6", "udp", "17", "icmp", "1", "icmpv6", "58", "-1", "all")


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName="probe", Description="probe", VpcId=vpc)["GroupId"]
        permission = {"IpProtocol": "50", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        try:
            [rule] = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])[
                "SecurityGroupRules"
            ]
        except TypeError:
            return True
        return bool(rule.get("FromPort") != -1)


def apply() -> None:
    @around(SecurityGroupRule, "__init__")
    def init(original: Any, self: SecurityGroupRule, **rest: Any) -> None:
        if str(rest["ip_protocol"]).lower() not in WITH_PORTS:
            rest = {**rest, "from_port": rest.get("from_port") or -1, "to_port": rest.get("to_port") or -1}
        original(self, **rest)
