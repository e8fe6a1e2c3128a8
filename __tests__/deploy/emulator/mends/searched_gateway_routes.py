"""SearchTransitGatewayRoutes answers Routes[].TransitGatewayAttachments[].

moto answers under another name and with one attachment instead of a list, so that every static route reads back as a
blackhole.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.transit_gateway_route_tables import TransitGatewayRouteTable
from patch import attached, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        gateway, attachment = attached(ec2)
        table = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
        table_id = table["TransitGatewayRouteTableId"]
        ec2.create_transit_gateway_route(
            DestinationCidrBlock="10.1.0.0/16",
            TransitGatewayRouteTableId=table_id,
            TransitGatewayAttachmentId=attachment,
        )
        found = ec2.search_transit_gateway_routes(
            TransitGatewayRouteTableId=table_id, Filters=[{"Name": "type", "Values": ["static"]}]
        ).get("Routes", [])
        seen = [one.get("TransitGatewayAttachmentId") for route in found for one in route["TransitGatewayAttachments"]]
        return seen != [attachment]


def shape(route: dict[str, Any]) -> dict[str, Any]:
    attachment = route.get("transitGatewayAttachments")
    result = {
        "DestinationCidrBlock": route["destinationCidrBlock"],
        "Type": route["type"],
        "State": route["state"],
    }
    if attachment:
        result["TransitGatewayAttachments"] = [
            {
                "ResourceId": attachment["resourceId"],
                "ResourceType": attachment["resourceType"],
                "TransitGatewayAttachmentId": attachment["transitGatewayAttachmentId"],
            }
        ]
    return result


def apply() -> None:
    def search(self: TransitGatewayRouteTable) -> ActionResult:
        routes = self.ec2_backend.search_transit_gateway_routes(
            transit_gateway_route_table_id=self._get_param("TransitGatewayRouteTableId"),
            filters=self._filters_from_querystring(),
        )
        return ActionResult({"Routes": [shape(route) for route in routes], "AdditionalRoutesAvailable": False})

    TransitGatewayRouteTable.search_transit_gateway_routes = search  # type: ignore[method-assign]
