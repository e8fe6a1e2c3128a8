"""An attachment to another account's transit gateway waits until the gateway's owner accepts it.

Whom the gateway is shared with attaches; the attachment is pendingAcceptance, unless the gateway accepts by itself, and
both accounts see it. Only when it is accepted does it come into the gateway's default tables, where the gateway has such.
Either account may delete it. moto lets nobody attach to a gateway of another account. Sources: Transit Gateway guide,
"Transit gateway sharing considerations" and "Accept a shared attachment"; EC2 API, AcceptTransitGatewayVpcAttachment.
"""

from copy import copy
from typing import Any

from mends.shared_gateways import seen_by, shared_gateway
from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachment, TransitGatewayAttachmentBackend
from moto.ec2.responses.transit_gateway_attachments import TransitGatewayAttachment as Response
from patch import around, cloud, error_of
from sharing import SHAREE, Seen, accounts_in, clients_of


def attach(ec2: Any, gateway: str) -> Any:
    """For probes: a new VPC of an account attached to a gateway."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    made = ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
    return made["TransitGatewayVpcAttachment"]


def still_needed() -> bool:
    with cloud("ec2", "ram") as (ec2, ram):
        gateway, unshared = shared_gateway(ec2, ram), ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        sharee = clients_of(SHAREE)("ec2")
        refused = error_of(lambda: attach(sharee, unshared))
        if error_of(lambda: attach(sharee, gateway)) or refused != "InvalidTransitGatewayID.NotFound":
            return True

        def seen() -> Any:
            [found] = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
            return found

        def associated() -> int:
            [table] = ec2.describe_transit_gateway_route_tables(
                Filters=[{"Name": "transit-gateway-id", "Values": [gateway]}]
            )["TransitGatewayRouteTables"]
            id = table["TransitGatewayRouteTableId"]
            return len(ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=id)["Associations"])

        asked = [seen()["VpcOwnerId"], seen()["State"], associated()]
        ec2.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=seen()["TransitGatewayAttachmentId"])
        accepted = [seen()["State"], associated()]
        ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=seen()["TransitGatewayAttachmentId"])
        [left] = sharee.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
        return [asked, accepted, left["State"]] != [[SHAREE, "pendingAcceptance", 0], ["available", 1], "deleted"]


def gateway_of(attachment: Any) -> Any:
    region = attachment.ec2_backend.region_name
    every = (one.transit_gateways.get(attachment.transit_gateway_id) for one in accounts_in(region))
    return next((one for one in every if one is not None), None)


def admit(attachment: Any) -> None:
    """Accepts, and does what the gateway does with every new attachment."""
    attachment.state = "available"
    gateway = gateway_of(attachment)
    owner, table = gateway.ec2_backend, gateway.default_route_table
    if gateway.options["DefaultRouteTableAssociation"] == "enable":
        owner.associate_transit_gateway_route_table(attachment.id, table.id)
    if gateway.options["DefaultRouteTablePropagation"] == "enable":
        owner.enable_transit_gateway_route_table_propagation(attachment.id, table.id)


def pending(self: Response) -> Any:
    id = self._get_param("TransitGatewayAttachmentId")
    found = self.ec2_backend.transit_gateway_attachments.get(id)
    if found is None or found.state == "deleted":
        raise EC2ClientError("InvalidTransitGatewayAttachmentID.NotFound", f"The attachment {id} does not exist.")
    if found.state != "pendingAcceptance" or self.ec2_backend is not gateway_of(found).ec2_backend:
        raise EC2ClientError("IncorrectState", f"{id} is in invalid state")
    return found


def accept(self: Response) -> ActionResult:
    attachment = pending(self)
    admit(attachment)
    return ActionResult({"TransitGatewayVpcAttachment": attachment})


def reject(self: Response) -> ActionResult:
    attachment = pending(self)
    attachment.state = "rejected"
    return ActionResult({"TransitGatewayVpcAttachment": attachment})


def forget_in_tables(owner: Any, id: str) -> None:
    """What the gateway's tables know of an attachment goes with it; static routes to it stay, and lead nowhere."""
    owner.transit_gateway_associations.pop(id, None)
    owner.transit_gateway_propagations.pop(id, None)
    for table in owner.transit_gateways_route_tables.values():
        table.route_table_associations.pop(id, None)
        table.route_table_propagation = [
            one for one in table.route_table_propagation if one.transitGatewayAttachmentId != id
        ]
        for route in table.routes.values():
            if (route.get("transitGatewayAttachments") or {}).get("transitGatewayAttachmentId") == id:
                route["state"] = "blackhole"


def apply() -> None:
    @around(TransitGatewayAttachmentBackend, "create_transit_gateway_vpc_attachment")
    def create(original: Any, self: Any, transit_gateway_id: str, **rest: Any) -> Any:
        shared = seen_by(self).get(transit_gateway_id)
        if shared is None:
            return original(self, transit_gateway_id, **rest)
        # Its default tables are the owner's: nothing comes into them before it is accepted.
        stand_in = copy(shared._thing)
        off = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}
        stand_in.options, stand_in.default_route_table = {**shared.options, **off}, None
        own = self.transit_gateways
        self.transit_gateways = {**own, transit_gateway_id: stand_in}
        try:
            attachment = original(self, transit_gateway_id, **rest)
        finally:
            self.transit_gateways = own
        owner = shared.ec2_backend
        owner.transit_gateway_attachments[attachment.id] = Seen(attachment, owner)
        attachment.state = "pendingAcceptance"
        if shared.options["AutoAcceptSharedAttachments"] == "enable":
            admit(attachment)
        return attachment

    @around(TransitGatewayAttachmentBackend, "delete_transit_gateway_vpc_attachment")
    def delete(original: Any, self: Any, transit_gateway_attachment_id: str) -> Any:
        attachment = self.transit_gateway_attachments.get(transit_gateway_attachment_id)
        if attachment is None or attachment.state == "deleted":
            words = f"The attachment {transit_gateway_attachment_id} does not exist."
            raise EC2ClientError("InvalidTransitGatewayAttachmentID.NotFound", words)
        gateway = gateway_of(attachment)
        original(attachment.ec2_backend, transit_gateway_attachment_id)
        if gateway is not None:
            forget_in_tables(gateway.ec2_backend, transit_gateway_attachment_id)
        return attachment

    def gateway_owner(self: TransitGatewayAttachment) -> str:
        gateway = gateway_of(self)
        return self.resource_owner_id if gateway is None else gateway.owner_id

    TransitGatewayAttachment.transit_gateway_owner_id = property(gateway_owner)  # type: ignore[assignment]
    Response.accept_transit_gateway_vpc_attachment = accept  # type: ignore[attr-defined]
    Response.reject_transit_gateway_vpc_attachment = reject  # type: ignore[attr-defined]
