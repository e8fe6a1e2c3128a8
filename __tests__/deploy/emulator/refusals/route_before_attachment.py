"""A route to a transit gateway is refused until the route table's VPC is attached to it, and the attachment accepted.

AWS does not document it; others met it in the field, with the words below (terraform-aws-transit-gateway 144).
"""

from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.route_tables import RouteBackend
from patch import around, attached, cloud, error_of

CODE = "InvalidTransitGatewayID.NotFound"


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        gateway, attachment = attached(ec2)
        [made] = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]

        def route(vpc: str) -> str | None:
            table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
            asked = {"DestinationCidrBlock": "10.1.0.0/16", "TransitGatewayId": gateway}
            return error_of(lambda: ec2.create_route(RouteTableId=table, **asked))

        other = ec2.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
        while_attached = [route(made["VpcId"]), route(other)]
        ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attachment)
        return [*while_attached, route(made["VpcId"])] != [None, CODE, CODE]


def check(backend: Any, table_id: str, gateway: str | None) -> None:
    if gateway is None:
        return
    vpc = backend.get_route_table(table_id).vpc_id
    if not any(
        one.transit_gateway_id == gateway and one.resource_id == vpc and one.state == "available"
        for one in backend.transit_gateway_attachments.values()
    ):
        raise EC2ClientError(CODE, f"The transitGateway ID '{gateway}' does not exist.")


def apply() -> None:
    def checked(original: Any, self: Any, route_table_id: str, **rest: Any) -> Any:
        check(self, route_table_id, rest.get("transit_gateway_id"))
        return original(self, route_table_id, **rest)

    around(RouteBackend, "create_route")(checked)
    around(RouteBackend, "replace_route")(checked)
