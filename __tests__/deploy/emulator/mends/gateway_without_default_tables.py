"""A transit gateway whose default association and propagation are disabled has no default route table.

moto makes one all the same and associates every attachment with it, so that an own association is never found.
"""

from typing import Any

from moto.ec2.models.transit_gateway import TransitGateway
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment, TransitGatewayAttachmentBackend
from patch import around, cloud

OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        ec2.create_transit_gateway(Options=OFF)
        return bool(ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"])


def apply() -> None:
    @around(TransitGateway, "__init__")
    def init(original: Any, self: TransitGateway, backend: Any, **rest: Any) -> None:
        original(self, backend, **rest)
        options = self.options
        associates = options["DefaultRouteTableAssociation"] == "enable"
        propagates = options["DefaultRouteTablePropagation"] == "enable"
        if not associates:
            del options["AssociationDefaultRouteTableId"]
        if not propagates:
            del options["PropagationDefaultRouteTableId"]
        table = self.default_route_table
        table.default_association_route_table = associates
        table.default_propagation_route_table = propagates
        if not associates and not propagates:
            del backend.transit_gateways_route_tables[table.id]
            self.default_route_table = None

    @around(TransitGatewayAttachmentBackend, "create_transit_gateway_vpc_attachment")
    def attach(original: Any, self: Any, transit_gateway_id: str, **rest: Any) -> Any:
        gateway = self.transit_gateways.get(transit_gateway_id)
        if gateway is None or gateway.options["DefaultRouteTableAssociation"] == "enable":
            attachment = original(self, transit_gateway_id, **rest)
            if attachment.transit_gateway_route_table:
                self.associate_transit_gateway_route_table(attachment.id, attachment.transit_gateway_route_table.id)
            return attachment
        # moto associates within the call; a table that nobody knows takes that, and goes.
        table = gateway.default_route_table
        gateway.default_route_table = self.create_transit_gateway_route_table(transit_gateway_id)
        try:
            attachment = original(self, transit_gateway_id, **rest)
        finally:
            del self.transit_gateways_route_tables[gateway.default_route_table.id]
            gateway.default_route_table = table
        attachment.transit_gateway_route_table = None
        return attachment

    def association(self: TransitGatewayAttachment) -> dict[str, str] | None:
        table = self._association_data.get("transitGatewayRouteTableId")
        if self.state != "available" or not table:
            return None
        return {"State": "associated", "TransitGatewayRouteTableId": table}

    TransitGatewayAttachment.association = property(association)  # type: ignore[assignment]
