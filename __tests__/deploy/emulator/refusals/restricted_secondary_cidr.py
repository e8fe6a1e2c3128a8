"""A VPC's ranges rule out others as secondary ones. Source: VPC user guide, "IPv4 CIDR block association restrictions"."""

from ipaddress import IPv4Network, ip_network
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCBackend
from patch import around, cloud, error_of, ranges_of

CODE = "InvalidVpc.Range"
RFC_1918 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
# What the VPC has, and what it then can't have; the first row that holds the VPC's range counts.
RESTRICTED = [
    ("10.0.0.0/8", ["172.16.0.0/12", "192.168.0.0/16", "198.19.0.0/16"]),
    ("172.16.0.0/12", ["10.0.0.0/8", "192.168.0.0/16", "172.31.0.0/16", "198.19.0.0/16"]),
    ("192.168.0.0/16", ["10.0.0.0/8", "172.16.0.0/12", "198.19.0.0/16"]),
    ("198.19.0.0/16", RFC_1918),
    ("0.0.0.0/0", [*RFC_1918, "198.19.0.0/16"]),
]
FIRST_OF_TEN = ip_network("10.0.0.0/15")


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        ten = ec2.create_vpc(CidrBlock="10.64.0.0/16")["Vpc"]["VpcId"]
        first = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]

        def add(vpc: str, cidr: str) -> str | None:
            return error_of(lambda: ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=cidr))

        refused = [
            add(ten, "192.168.0.0/16"),
            add(ten, "10.64.1.0/24"),
            add(ten, "100.64.0.0/15"),
            add(first, "10.0.128.0/17"),
        ]
        taken = [add(ten, "10.0.0.0/16"), add(ten, "100.64.0.0/24"), add(first, "10.2.0.0/16")]
        return refused != [CODE] * 4 or taken != [None] * 3


def restricted_beside(own: IPv4Network) -> list[IPv4Network]:
    restricted = next(rest for range_, rest in RESTRICTED if own.subnet_of(ip_network(range_)))
    networks = [ip_network(one) for one in restricted]
    return [*networks, ip_network("10.0.0.0/16")] if own.subnet_of(FIRST_OF_TEN) else networks


def check(vpc: Any, cidr: str) -> None:
    wanted = ip_network(cidr)
    own = ranges_of(vpc)
    too_large = not 16 <= wanted.prefixlen <= 28
    restricted = any(wanted.overlaps(other) for one in own for other in restricted_beside(one))
    if too_large or restricted or any(wanted.overlaps(one) for one in own):
        raise EC2ClientError(CODE, f"The CIDR '{cidr}' is {'invalid' if too_large else 'restricted'}.")


def apply() -> None:
    @around(VPCBackend, "associate_vpc_cidr_block")
    def associate(original: Any, self: Any, vpc_id: str, cidr_block: str, **rest: Any) -> Any:
        if not rest["amazon_provided_ipv6_cidr_block"]:
            check(self.get_vpc(vpc_id), cidr_block)
        return original(self, vpc_id, cidr_block, **rest)
