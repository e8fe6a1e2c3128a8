"""A public NAT gateway's interface has an address of its subnet, and is AWS's own.

moto takes a random address outside the subnet, of an interface like any other. Source: VPC guide, "NAT gateway basics": a
NAT gateway is given a private address of its subnet, and its network interface is requester-managed.
"""

from ipaddress import IPv4Network, ip_address
from typing import Any

from mends.private_nat_addresses import make_private
from moto.core.responses import ActionResult
from moto.ec2.responses.nat_gateways import NatGateways
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        address = ec2.allocate_address(Domain="vpc")
        made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address["AllocationId"])["NatGateway"]
        [found] = made["NatGatewayAddresses"]
        if ip_address(found["PrivateIp"]) not in IPv4Network("10.0.0.0/24"):
            return True
        [interface] = ec2.describe_network_interfaces(NetworkInterfaceIds=[found["NetworkInterfaceId"]])[
            "NetworkInterfaces"
        ]
        seen = (found["PublicIp"], interface["PrivateIpAddress"], interface["InterfaceType"])
        return seen != (address["PublicIp"], found["PrivateIp"], "nat_gateway")


def apply() -> None:
    @around(NatGateways, "create_nat_gateway")
    def create(original: Any, self: NatGateways) -> ActionResult:
        answer = original(self)
        gateway = answer.result["NatGateway"]
        if gateway.connectivity_type == "private":
            return answer
        [before] = gateway.address_set
        make_private(gateway, None, [])
        [entry] = gateway.address_set
        gateway.address_set = [{**before, **entry}]
        return answer
