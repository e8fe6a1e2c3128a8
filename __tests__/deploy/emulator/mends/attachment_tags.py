"""Tags given when an attachment is created come as transit-gateway-attachment; moto reads another type and loses them."""

from typing import Any

from moto.ec2.responses.transit_gateway_attachments import TransitGatewayAttachment
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        made = ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway,
            VpcId=vpc,
            SubnetIds=[subnet],
            TagSpecifications=[
                {"ResourceType": "transit-gateway-attachment", "Tags": [{"Key": "Name", "Value": "kept"}]}
            ],
        )
        return not made["TransitGatewayVpcAttachment"].get("Tags")


def apply() -> None:
    @around(TransitGatewayAttachment, "_parse_tag_specification")
    def parse(original: Any, self: Any, **rest: Any) -> Any:
        tags = original(self, **rest)
        given = tags.get("transit-gateway-attachment")
        return {**tags, "transit-gateway-route-table": given} if given else tags
