"""A transit gateway's table has routes to the ranges of the VPCs that propagate to it.

A new attachment propagates to the gateway's default table, where the gateway has such. moto keeps who propagates, makes no
routes of it, and lets no attachment propagate by itself. Source: Transit Gateway guide, "Route propagation" and "Create a
transit gateway"; a static route to the same range comes first ("Route evaluation order").
"""

from typing import Any

from mends.shared_gateway_attachments import gateway_of
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachmentBackend
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from patch import around, attached, cloud, ranges_of
from sharing import accounts_in


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        gateway, _ = attached(ec2)
        [table] = ec2.describe_transit_gateway_route_tables(
            Filters=[{"Name": "transit-gateway-id", "Values": [gateway]}]
        )["TransitGatewayRouteTables"]
        found = ec2.search_transit_gateway_routes(
            TransitGatewayRouteTableId=table["TransitGatewayRouteTableId"],
            Filters=[{"Name": "type", "Values": ["propagated"]}],
        ).get("Routes", [])
        return [(one.get("DestinationCidrBlock"), one.get("Type"), one.get("State")) for one in found] != [
            ("10.0.0.0/16", "propagated", "active")
        ]


def vpc_of(backend: Any, id: str) -> Any:
    return next((one.vpcs[id] for one in accounts_in(backend.region_name) if id in one.vpcs), None)


def propagated(backend: Any, table: Any) -> list[dict[str, Any]]:
    """The routes, by destination as moto's static ones."""
    routes = []
    for one in table.route_table_propagation:
        vpc = vpc_of(backend, one.resourceId) if one.resourceType == "vpc" else None
        for range in ranges_of(vpc) if vpc is not None else []:
            attachment = {
                "resourceId": one.resourceId,
                "resourceType": one.resourceType,
                "transitGatewayAttachmentId": one.transitGatewayAttachmentId,
            }
            routes.append(
                {
                    "destinationCidrBlock": str(range),
                    "type": "propagated",
                    "state": "active",
                    "transitGatewayAttachments": attachment,
                }
            )
    return routes


def fits(route: dict[str, Any], filters: Any) -> bool:
    keys = {"type": "type", "state": "state", "route-search.exact-match": "destinationCidrBlock"}
    return all(route[key] in filters[name] for name, key in keys.items() if filters.get(name))


def apply() -> None:
    @around(TransitGatewayAttachmentBackend, "create_transit_gateway_vpc_attachment")
    def create(original: Any, self: Any, transit_gateway_id: str, **rest: Any) -> Any:
        attachment = original(self, transit_gateway_id, **rest)
        gateway = self.transit_gateways.get(transit_gateway_id)
        # Of a gateway of another account, its owner's acceptance does this.
        if gateway is not None and gateway.options["DefaultRouteTablePropagation"] == "enable":
            self.enable_transit_gateway_route_table_propagation(attachment.id, gateway.default_route_table.id)
        return attachment

    @around(TransitGatewayRouteTableBackend, "search_transit_gateway_routes")
    def search(original: Any, self: Any, transit_gateway_route_table_id: str, filters: Any, **rest: Any) -> Any:
        own = original(self, transit_gateway_route_table_id, filters, **rest)
        table = self.transit_gateways_route_tables.get(transit_gateway_route_table_id)
        if table is None:
            return own
        static = {one["destinationCidrBlock"] for one in table.routes.values()}
        more = [one for one in propagated(self, table) if one["destinationCidrBlock"] not in static]
        return [*own, *(one for one in more if fits(one, filters))]
