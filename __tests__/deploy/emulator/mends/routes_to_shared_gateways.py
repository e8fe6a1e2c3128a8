"""A VPC's route leads to a transit gateway of another account, too, that is shared with the VPC's.

moto looks among the account's own. Source: Transit Gateway guide, "Transit gateway sharing considerations".
"""

from typing import Any

from mends.shared_gateway_attachments import attach
from mends.shared_gateways import seen_by, shared_gateway
from moto.ec2.models.route_tables import RouteBackend
from patch import around, cloud, error_of
from sharing import SHAREE, clients_of


def still_needed() -> bool:
    with cloud("ec2", "ram") as (ec2, ram):
        gateway = shared_gateway(ec2, ram, AutoAcceptSharedAttachments="enable")
        sharee = clients_of(SHAREE)("ec2")
        error_of(lambda: attach(sharee, gateway))
        [vpc] = [one["VpcId"] for one in sharee.describe_vpcs()["Vpcs"] if not one["IsDefault"]]
        table = sharee.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        sharee.create_route(RouteTableId=table, DestinationCidrBlock="10.1.0.0/16", TransitGatewayId=gateway)
        [found] = sharee.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return gateway not in [one.get("TransitGatewayId") for one in found["Routes"]]


def apply() -> None:
    def among_shared(original: Any, self: Any, **given: Any) -> Any:
        own = self.transit_gateways
        self.transit_gateways = {**seen_by(self), **own}
        try:
            return original(self, **given)
        finally:
            self.transit_gateways = own

    around(RouteBackend, "create_route")(among_shared)
    around(RouteBackend, "replace_route")(among_shared)
