"""Routes that a VPN gateway propagates: the table's list of gateways, which moto does not know."""

from typing import Any

from moto.core.responses import EmptyResult
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.responses import EC2Response
from patch import cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        ec2.attach_vpn_gateway(VpcId=vpc, VpnGatewayId=gateway)
        try:
            ec2.enable_vgw_route_propagation(RouteTableId=table, GatewayId=gateway)
        except NotImplementedError:
            return True
        [found] = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return found["PropagatingVgws"] != [{"GatewayId": gateway}]


def gateways_of(table: Any) -> list[str]:
    """Kept with moto's own table."""
    return table.__dict__.setdefault("propagating_gateways", [])


def apply() -> None:
    def enable(self: EC2Response) -> EmptyResult:
        gateways = gateways_of(self.ec2_backend.get_route_table(self._get_param("RouteTableId")))
        if self._get_param("GatewayId") not in gateways:
            gateways.append(self._get_param("GatewayId"))
        return EmptyResult()

    def disable(self: EC2Response) -> EmptyResult:
        gateways = gateways_of(self.ec2_backend.get_route_table(self._get_param("RouteTableId")))
        if self._get_param("GatewayId") in gateways:
            gateways.remove(self._get_param("GatewayId"))
        return EmptyResult()

    def listed(self: RouteTable) -> list[dict[str, str]]:
        return [{"GatewayId": one} for one in gateways_of(self)]

    EC2Response.enable_vgw_route_propagation = enable  # type: ignore[attr-defined]
    EC2Response.disable_vgw_route_propagation = disable  # type: ignore[attr-defined]
    RouteTable.propagating_vgws = property(listed)  # type: ignore[attr-defined]
