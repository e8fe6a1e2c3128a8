"""What a mend and a refusal have in common.

A patch is a module with a docstring that says what moto lacks, `still_needed()`, which asks moto itself whether it
still lacks it, and `apply()`, which changes moto in this process. `check.py` runs every probe with and without.
"""

import os
from contextlib import contextmanager
from functools import cache, wraps
from inspect import signature
from ipaddress import IPv4Network
from types import ModuleType
from typing import Any, Callable, Iterator

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

REGION = "us-east-1"


@cache
def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)


@contextmanager
def cloud(*services: str) -> Iterator[Any]:
    """Clients of an empty emulated account, within this process; moto forgets it all afterwards."""
    os.environ.update(AWS_ACCESS_KEY_ID="probe", AWS_SECRET_ACCESS_KEY="probe", MOTO_EC2_LOAD_DEFAULT_AMIS="false")
    with mock_aws():
        clients = [client(service) for service in services]
        yield clients[0] if len(clients) == 1 else clients


def around(owner: type, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Replaces a method. The new one gets the old one, self, and the old one's arguments by the names that moto gives them."""
    original = getattr(owner, name)
    parameters = signature(original)

    def install(replacement: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def method(*args: Any, **kwargs: Any) -> Any:
            return replacement(original, **parameters.bind(*args, **kwargs).arguments)

        setattr(owner, name, method)
        return replacement

    return install


def ranges_of(vpc: Any) -> list[IPv4Network]:
    """The IPv4 ranges that a VPC of moto's has; one that was taken away stays listed as disassociated."""
    return [
        IPv4Network(one["cidr_block"])
        for one in vpc.get_cidr_block_association_set()
        if one["cidr_block_state"]["state"] == "associated"
    ]


def attached(ec2: Any, **options: str) -> tuple[str, str]:
    """For probes: a new transit gateway with these options, and its attachment to a new VPC; the ids of both."""
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_transit_gateway(Options=options)["TransitGateway"]["TransitGatewayId"]
    made = ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])
    return gateway, made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]


def error_of(call: Callable[[], Any]) -> str | None:
    """The code of the error that AWS answers, or None when it does what it was asked."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


def name_of(patch: ModuleType) -> str:
    return patch.__name__.rpartition(".")[2].replace("_", "-")
