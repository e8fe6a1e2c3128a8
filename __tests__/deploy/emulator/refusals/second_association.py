"""An attachment is associated with one transit gateway route table at a time."""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from patch import around, attached, cloud, error_of

CODE = "Resource.AlreadyAssociated"


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        off = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}
        gateway, attachment = attached(ec2, **off)

        def associate() -> str | None:
            table = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
            return error_of(
                lambda: ec2.associate_transit_gateway_route_table(
                    TransitGatewayRouteTableId=table["TransitGatewayRouteTableId"],
                    TransitGatewayAttachmentId=attachment,
                )
            )

        return [associate(), associate()] != [None, CODE]


def apply() -> None:
    @around(TransitGatewayRouteTableBackend, "associate_transit_gateway_route_table")
    def associate(original: Any, self: Any, transit_gateway_attachment_id: str, **rest: Any) -> Any:
        if transit_gateway_attachment_id in self.transit_gateway_associations:
            raise EC2ClientError(
                CODE, f"Transit Gateway Attachment {transit_gateway_attachment_id} is already associated to a route table."
            )
        return original(self, transit_gateway_attachment_id, **rest)
