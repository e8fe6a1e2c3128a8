"""A transit gateway attachment has a network interface in each of its subnets.

AWS makes them (type transit_gateway, no source/destination check, no security group), makes new ones when the
attachment's subnets change, and takes them away with the attachment. moto makes none.
"""

from typing import Any

from moto.ec2.models.transit_gateway_attachments import TransitGatewayAttachmentBackend
from patch import around, cloud


def describe(attachment_id: str) -> str:
    return f"Network Interface for Transit Gateway Attachment {attachment_id}"


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
        filters = [{"Name": "interface-type", "Values": ["transit_gateway"]}]
        return not ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]


def make(backend: Any, attachment: Any) -> None:
    for subnet_id in attachment.subnet_ids:
        # The address is AWS's choice; moto takes a random one of the subnet.
        interface = backend.create_network_interface(
            backend.get_subnet(subnet_id), "", description=describe(attachment.id)
        )
        interface.interface_type = "transit_gateway"
        interface.requester_managed = True
        interface.source_dest_check = False
        interface.status = "in-use"
        interface._group_set = []


def unmake(backend: Any, attachment_id: str) -> None:
    for interface in list(backend.enis.values()):
        if interface.description == describe(attachment_id):
            del backend.enis[interface.id]


def apply() -> None:
    @around(TransitGatewayAttachmentBackend, "create_transit_gateway_vpc_attachment")
    def attach(original: Any, self: Any, **rest: Any) -> Any:
        attachment = original(self, **rest)
        make(self, attachment)
        return attachment

    @around(TransitGatewayAttachmentBackend, "modify_transit_gateway_vpc_attachment")
    def modify(original: Any, self: Any, transit_gateway_attachment_id: str, **rest: Any) -> Any:
        before = list(self.transit_gateway_attachments[transit_gateway_attachment_id].subnet_ids)
        attachment = original(self, transit_gateway_attachment_id, **rest)
        if before != attachment.subnet_ids:
            unmake(self, attachment.id)
            make(self, attachment)
        return attachment

    @around(TransitGatewayAttachmentBackend, "delete_transit_gateway_vpc_attachment")
    def delete(original: Any, self: Any, transit_gateway_attachment_id: str) -> Any:
        attachment = original(self, transit_gateway_attachment_id)
        unmake(self, attachment.id)
        return attachment
