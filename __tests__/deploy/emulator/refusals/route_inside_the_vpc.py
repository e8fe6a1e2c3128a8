"""A route inside the VPC's own ranges names one whole subnet, and its target is a NAT gateway or a network interface.

(Or a Gateway Load Balancer endpoint or an instance's interface.) Source: VPC user guide, subnet route tables. A transit
gateway as target is refused with the words below, which others met in the field; that no subnet has the destination,
AWS documents without the words of its error, so those are ours.
"""

from ipaddress import ip_network
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.route_tables import RouteBackend
from patch import around, cloud, error_of, ranges_of

CODE = "InvalidParameterValue"
LEGAL_TARGETS = ("nat_gateway_id", "interface_id", "instance_id", "vpc_endpoint_id")


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
        ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
        interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]

        def route(destination: str, **target: str) -> str | None:
            return error_of(
                lambda: ec2.create_route(RouteTableId=table, DestinationCidrBlock=destination, **target)
            )

        refused = [
            route("10.0.0.0/24", TransitGatewayId=gateway),
            route("10.0.0.0/25", NetworkInterfaceId=interface),
            route("10.0.0.0/16", NetworkInterfaceId=interface),
        ]
        taken = [route("10.0.0.0/24", NetworkInterfaceId=interface), route("10.1.0.0/24", TransitGatewayId=gateway)]
        return refused != [CODE, CODE, CODE] or taken != [None, None]


def check(backend: Any, table_id: str, destination: str | None, targets: dict[str, Any]) -> None:
    if not destination:
        return
    range_ = ip_network(destination)
    vpc_id = backend.get_route_table(table_id).vpc_id
    if not any(range_.subnet_of(own) for own in ranges_of(backend.get_vpc(vpc_id))):
        return
    if not any(targets.get(name) for name in LEGAL_TARGETS):
        raise EC2ClientError(
            CODE,
            f"The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR"
            " blocks. This route can target only an interface or an instance.",
        )
    subnets = [ip_network(one.cidr_block) for one in backend.describe_subnets(filters={"vpc-id": [vpc_id]})]
    if range_ not in subnets:
        raise EC2ClientError(
            CODE,
            f"The destination CIDR block {destination} is inside this VPC's CIDR blocks but is not the CIDR block of"
            " one of its subnets.",
        )


def apply() -> None:
    @around(RouteBackend, "create_route")
    def create(original: Any, self: Any, route_table_id: str, destination_cidr_block: str | None, **rest: Any) -> Any:
        if not rest.get("local"):
            check(self, route_table_id, destination_cidr_block, rest)
        return original(self, route_table_id, destination_cidr_block, **rest)

    @around(RouteBackend, "replace_route")
    def replace(original: Any, self: Any, route_table_id: str, destination_cidr_block: str, **rest: Any) -> Any:
        check(self, route_table_id, destination_cidr_block, rest)
        return original(self, route_table_id, destination_cidr_block, **rest)
