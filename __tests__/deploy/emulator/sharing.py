"""What an account sees of another account's things: the things themselves, with tags of its own.

Source: EC2 user guide, "Tag your Amazon EC2 resources": "You can tag public or shared resources, but the tags you
assign are available only to your AWS account and not to the other accounts sharing the resource."
"""

from typing import Any, Callable, Iterator

import boto3
from moto.ec2.models import ec2_backends
from moto.ram.models import ram_backends
from patch import REGION

# For probes: an account of the same organization.
SHAREE = "222222222222"


def clients_of(account: str) -> Callable[[str], Any]:
    """For probes: what makes clients by a role of another account."""
    assumed = boto3.client("sts", region_name=REGION).assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/probe", RoleSessionName="probe"
    )["Credentials"]
    session = boto3.Session(
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
        region_name=REGION,
    )
    return session.client


class Seen:
    """A thing of another account; what is set on it is set on the thing itself."""

    def __init__(self, thing: Any, backend: Any):
        object.__setattr__(self, "_thing", thing)
        object.__setattr__(self, "_backend", backend)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._thing, name, value)

    def get_tags(self) -> list[dict[str, str]]:
        return self._backend.describe_tags(filters={"resource-id": [self._thing.id]})

    tags = tag_set = tag_list = property(get_tags)


def accounts_in(region: str) -> Iterator[Any]:
    """The EC2 of each account that has done anything in the region."""
    for account in list(ec2_backends.values()):
        # Asked in another way, moto makes what is not there.
        backend = dict.get(account, region)
        if backend is not None:
            yield backend


def is_shared(thing: Any, account: str) -> bool:
    """Whether a share within the organization lets an account use a thing.

    A share that admits outsiders asks them by an invitation, which is not emulated.
    """
    owner = thing.ec2_backend
    shares = ram_backends[owner.account_id][owner.region_name].resource_shares
    return any(
        one.status == "ACTIVE"
        and not one.allow_external_principals
        and thing.arn in one.resource_arns
        and account in one.principals
        for one in shares
    )
