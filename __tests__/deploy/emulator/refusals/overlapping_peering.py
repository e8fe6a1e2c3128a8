"""A peering between VPCs whose ranges overlap fails; VPCs that each overlap another one can be peered with a third.

Source: VPC peering guide, "Unsupported VPC peering configurations", and the state failed of a connection's lifecycle.
"""

from typing import Any

from moto.ec2.models.vpc_peering_connections import VPCPeeringConnectionBackend
from patch import around, cloud, ranges_of

WORDS = "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range"


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        one, two, hub = (
            ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"] for cidr in ("10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16")
        )

        def state(peer: str) -> str:
            made = ec2.create_vpc_peering_connection(VpcId=one, PeerVpcId=peer)["VpcPeeringConnection"]
            id = made["VpcPeeringConnectionId"]
            found = ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[id])["VpcPeeringConnections"]
            return str(found[0]["Status"]["Code"])

        return [state(two), state(hub)] != ["failed", "pending-acceptance"]


def apply() -> None:
    @around(VPCPeeringConnectionBackend, "create_vpc_peering_connection")
    def create(original: Any, self: Any, vpc: Any, peer_vpc: Any, **rest: Any) -> Any:
        made = original(self, vpc, peer_vpc, **rest)
        if any(one.overlaps(other) for one in ranges_of(vpc) for other in ranges_of(peer_vpc)):
            made._status.code, made._status.message = "failed", WORDS
        return made
