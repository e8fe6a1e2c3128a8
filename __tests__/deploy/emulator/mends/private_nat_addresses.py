"""A private NAT gateway has the addresses that were asked for, and they can be added to and taken from it.

moto takes a random address, ignores the secondary ones, and knows neither AssignPrivateNatGatewayAddress nor
UnassignPrivateNatGatewayAddress. The gateway's interface is AWS's own: no source/destination check, no security
group, gone when the gateway is.
"""

from ipaddress import ip_address
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.responses.nat_gateways import NatGateways
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        made = ec2.create_nat_gateway(
            SubnetId=subnet,
            ConnectivityType="private",
            PrivateIpAddress="10.0.0.9",
            SecondaryPrivateIpAddresses=["10.0.0.10"],
        )["NatGateway"]
        addresses = {one.get("PrivateIp"): one.get("IsPrimary") for one in made["NatGatewayAddresses"]}
        return addresses != {"10.0.0.9": True, "10.0.0.10": False}


def entry(gateway: NatGateway, address: str, primary: bool) -> dict[str, Any]:
    return {
        "networkInterfaceId": gateway._eni.id,
        "privateIp": address,
        "isPrimary": primary,
        "status": "succeeded",
    }


def make_private(gateway: NatGateway, primary: str | None, secondary: list[str]) -> None:
    interface = gateway._eni
    if not primary:
        network = gateway.ec2_backend.get_subnet(gateway.subnet_id).cidr
        primary = str(ip_address(int(network.network_address) + 4))
    interface.private_ip_address = primary
    interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": primary}]
    interface.description = f"Interface for NAT Gateway {gateway.id}"
    interface.interface_type = "nat_gateway"
    interface.requester_managed = True
    interface.source_dest_check = False
    interface.status = "in-use"
    interface._group_set = []
    gateway.private_ip = primary
    gateway.address_set = [entry(gateway, primary, True), *(entry(gateway, one, False) for one in secondary)]


def apply() -> None:
    @around(NatGatewayBackend, "delete_nat_gateway")
    def delete(original: Any, self: Any, nat_gateway_id: str) -> Any:
        gateway = original(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    @around(NatGateways, "create_nat_gateway")
    def create(original: Any, self: NatGateways) -> ActionResult:
        answer = original(self)
        gateway = answer.result["NatGateway"]
        if gateway.connectivity_type == "private":
            secondary = self._get_param("SecondaryPrivateIpAddresses", [])
            make_private(gateway, self._get_param("PrivateIpAddress"), secondary)
        return answer

    def assign(self: NatGateways) -> ActionResult:
        gateway = self.ec2_backend.nat_gateways[self._get_param("NatGatewayId")]
        added = [entry(gateway, address, False) for address in self._get_param("PrivateIpAddresses", [])]
        gateway.address_set.extend(added)
        return ActionResult({"NatGatewayId": gateway.id, "NatGatewayAddresses": added})

    def unassign(self: NatGateways) -> ActionResult:
        gateway = self.ec2_backend.nat_gateways[self._get_param("NatGatewayId")]
        gone = self._get_param("PrivateIpAddresses", [])
        removed = [one for one in gateway.address_set if one["privateIp"] in gone]
        gateway.address_set = [one for one in gateway.address_set if one["privateIp"] not in gone]
        return ActionResult({"NatGatewayId": gateway.id, "NatGatewayAddresses": removed})

    NatGateways.assign_private_nat_gateway_address = assign  # type: ignore[attr-defined]
    NatGateways.unassign_private_nat_gateway_address = unassign  # type: ignore[attr-defined]
