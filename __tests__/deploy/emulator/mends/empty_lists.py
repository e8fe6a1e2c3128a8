"""Lists of things that moto can't make, and so has none of: an empty list, as AWS answers an account without them.

moto refuses these calls. Source: EC2 API, DescribeTransitGatewayPolicyTables, DescribeVpcEncryptionControls,
GetTransitGatewayPrefixListReferences.
"""

from typing import Any, Callable

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from patch import cloud

LISTS = {
    "describe_transit_gateway_policy_tables": "TransitGatewayPolicyTables",
    "describe_vpc_encryption_controls": "VpcEncryptionControls",
    "get_transit_gateway_prefix_list_references": "TransitGatewayPrefixListReferences",
}


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        table = "tgw-rtb-0123456789abcdef0"
        try:
            policies = ec2.describe_transit_gateway_policy_tables()
            references = ec2.get_transit_gateway_prefix_list_references(TransitGatewayRouteTableId=table)
        except NotImplementedError:
            return True
        lists = [policies["TransitGatewayPolicyTables"], references["TransitGatewayPrefixListReferences"]]
        return lists != [[], []]


def empty(name: str) -> Callable[[EC2Response], ActionResult]:
    return lambda self: ActionResult({name: []})


def apply() -> None:
    for call, name in LISTS.items():
        setattr(EC2Response, call, empty(name))
