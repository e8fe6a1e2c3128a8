"""A deleted transit gateway attachment is listed with the state deleted for a while.

moto forgets it at once, and the provider, which waits for that state, gives up. A deleted attachment frees its VPC and
its table's association.
"""

from typing import Any

from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachmentBackend
from patch import around, attached, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        _gateway, attachment = attached(ec2)
        ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        return not ec2.describe_transit_gateway_vpc_attachments(TransitGatewayAttachmentIds=[attachment])[
            "TransitGatewayVpcAttachments"
        ]


def apply() -> None:
    @around(TransitGatewayAttachmentBackend, "delete_transit_gateway_vpc_attachment")
    def delete(original: Any, self: Any, transit_gateway_attachment_id: str) -> Any:
        attachment = original(self, transit_gateway_attachment_id)
        self.transit_gateway_attachments[attachment.id] = attachment
        self.transit_gateway_associations.pop(attachment.id, None)
        attachment._association_data = {}
        for table in self.transit_gateways_route_tables.values():
            table.route_table_associations.pop(attachment.id, None)
        return attachment

    @around(TransitGatewayAttachmentBackend, "create_transit_gateway_vpc_attachment")
    def attach(original: Any, self: Any, **rest: Any) -> Any:
        # moto refuses a second attachment of a VPC; a deleted one is none.
        everything = self.transit_gateway_attachments
        self.transit_gateway_attachments = {id: one for id, one in everything.items() if one.state != "deleted"}
        try:
            attachment = original(self, **rest)
        finally:
            made = self.transit_gateway_attachments
            self.transit_gateway_attachments = {**everything, **made}
        return attachment
