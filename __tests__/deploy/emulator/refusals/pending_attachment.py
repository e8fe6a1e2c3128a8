"""An attachment that its gateway's owner has not accepted is in no table of the gateway, and no route leads to it.

Source: EC2 API, AcceptTransitGatewayVpcAttachment and the error IncorrectState; the words are ours.
"""

from typing import Any

from mends.shared_gateway_attachments import attach
from mends.shared_gateways import shared_gateway
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from patch import around, cloud, error_of
from sharing import SHAREE, clients_of

CODE = "IncorrectState"
OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


def still_needed() -> bool:
    with cloud("ec2", "ram") as (ec2, ram):
        gateway = shared_gateway(ec2, ram, **OFF)
        # moto itself lets nobody attach who could have to wait.
        if error_of(lambda: attach(clients_of(SHAREE)("ec2"), gateway)):
            return True
        table = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
        [made] = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
        both = {
            "TransitGatewayRouteTableId": table["TransitGatewayRouteTableId"],
            "TransitGatewayAttachmentId": made["TransitGatewayAttachmentId"],
        }
        calls = [
            lambda: ec2.associate_transit_gateway_route_table(**both),
            lambda: ec2.enable_transit_gateway_route_table_propagation(**both),
            lambda: ec2.create_transit_gateway_route(**both, DestinationCidrBlock="10.0.0.0/16"),
        ]
        refused = [error_of(call) for call in calls]
        ec2.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=made["TransitGatewayAttachmentId"])
        return [refused, [error_of(call) for call in calls]] != [[CODE] * 3, [None] * 3]


def apply() -> None:
    def checked(original: Any, self: Any, **given: Any) -> Any:
        attachment = self.transit_gateway_attachments.get(given.get("transit_gateway_attachment_id"))
        if attachment is not None and attachment.state == "pendingAcceptance":
            raise EC2ClientError(CODE, f"{attachment.id} is in invalid state: {attachment.state}")
        return original(self, **given)

    around(TransitGatewayRouteTableBackend, "associate_transit_gateway_route_table")(checked)
    around(TransitGatewayRouteTableBackend, "enable_transit_gateway_route_table_propagation")(checked)
    around(TransitGatewayRouteTableBackend, "create_transit_gateway_route")(checked)
