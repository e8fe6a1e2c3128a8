"""An interface endpoint has a network interface in each of its subnets, with an address of the subnet and its groups.

They follow its subnets and its security groups when these change. moto gives them an address of no subnet and no group,
and leaves them as they are. Source: PrivateLink guide, "Subnets and Availability Zones" and "Security groups".
"""

from ipaddress import ip_address, ip_network
from typing import Any

from moto.ec2.models.vpcs import VPCBackend
from patch import around, cloud


def interfaces(ec2: Any, id: str) -> list[Any]:
    """For probes: the interfaces of an endpoint."""
    ids = ec2.describe_vpc_endpoints(VpcEndpointIds=[id])["VpcEndpoints"][0]["NetworkInterfaceIds"]
    return ec2.describe_network_interfaces(NetworkInterfaceIds=ids)["NetworkInterfaces"] if ids else []


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        one, two = (
            ec2.create_subnet(VpcId=vpc, CidrBlock=cidr)["Subnet"]["SubnetId"] for cidr in ("10.0.0.0/24", "10.0.1.0/24")
        )
        group = ec2.create_security_group(GroupName="probe", Description="probe", VpcId=vpc)["GroupId"]
        made = ec2.create_vpc_endpoint(
            VpcId=vpc,
            SubnetIds=[one],
            VpcEndpointType="Interface",
            ServiceName="com.amazonaws.us-east-1.sqs",
            SecurityGroupIds=[group],
        )
        id = made["VpcEndpoint"]["VpcEndpointId"]
        [first] = interfaces(ec2, id)
        in_subnet = ip_address(first["PrivateIpAddress"]) in ip_network("10.0.0.0/24")
        groups = [one["GroupId"] for one in first["Groups"]]
        ec2.modify_vpc_endpoint(VpcEndpointId=id, AddSubnetIds=[two])
        subnets = {found["SubnetId"] for found in interfaces(ec2, id)}
        return not in_subnet or groups != [group] or subnets != {one, two}


def groups_of(backend: Any, endpoint: Any) -> list[Any]:
    # Without a group it gets the VPC's default one.
    if not endpoint.security_group_ids:
        default = backend.get_security_group_from_name("default", endpoint.vpc_id)
        endpoint.security_group_ids = [default.id]
    return [backend.get_security_group_from_id(id) for id in endpoint.security_group_ids]


def follow(backend: Any, endpoint: Any) -> None:
    """Makes the interfaces those of the endpoint's subnets and groups."""
    if (endpoint.vpc_endpoint_type or "").lower() != "interface":
        return
    had = [backend.enis[id] for id in endpoint.network_interface_ids if id in backend.enis]
    for interface in had:
        if interface.subnet.id not in endpoint.subnet_ids:
            del backend.enis[interface.id]
    kept = {one.subnet.id: one for one in had if one.id in backend.enis}
    for id in endpoint.subnet_ids:
        if id not in kept:
            # The address is AWS's choice; moto takes a random one of the subnet.
            kept[id] = backend.create_network_interface(
                backend.get_subnet(id), "", description=f"VPC Endpoint Interface {endpoint.id}"
            )
        kept[id].interface_type = "vpc_endpoint"
        kept[id].requester_managed = True
        kept[id].status = "in-use"
        kept[id]._group_set = groups_of(backend, endpoint)
    endpoint.network_interface_ids = [one.id for one in kept.values()]


def apply() -> None:
    @around(VPCBackend, "create_vpc_endpoint")
    def create(original: Any, self: Any, **rest: Any) -> Any:
        endpoint = original(self, **rest)
        for id in endpoint.network_interface_ids:
            del self.enis[id]
        endpoint.network_interface_ids = []
        follow(self, endpoint)
        return endpoint

    @around(VPCBackend, "modify_vpc_endpoint")
    def modify(original: Any, self: Any, vpc_id: str, **rest: Any) -> Any:
        answer = original(self, vpc_id, **rest)
        follow(self, self.describe_vpc_endpoints([vpc_id])[0])
        return answer
