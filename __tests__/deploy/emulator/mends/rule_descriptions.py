"""A security group rule keeps its description, also when it names a prefix list or another group; moto keeps a range's only."""

from typing import Any

from moto.ec2.models.security_groups import SecurityGroupRule
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName="probe", Description="probe", VpcId=vpc)["GroupId"]
        rules = ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[
                {
                    "IpProtocol": "tcp",
                    "FromPort": 22,
                    "ToPort": 22,
                    "UserIdGroupPairs": [{"GroupId": group, "Description": "kept"}],
                }
            ],
        )["SecurityGroupRules"]
        return [rule.get("Description") for rule in rules] != ["kept"]


def apply() -> None:
    @around(SecurityGroupRule, "__init__")
    def init(original: Any, self: SecurityGroupRule, **rest: Any) -> None:
        original(self, **rest)
        source = rest.get("source_group") or rest.get("prefix_list_id") or {}
        self.__dict__["given_description"] = source.get("Description")

    def description(self: SecurityGroupRule) -> str | None:
        return self.ip_range.get("Description") or self.__dict__.get("given_description")

    SecurityGroupRule.description = property(description)  # type: ignore[assignment]
