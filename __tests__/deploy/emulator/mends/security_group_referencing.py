"""A transit gateway answers its option SecurityGroupReferencingSupport, disable by default; moto leaves it out."""

from moto.ec2.models.transit_gateway import TransitGateway
from patch import cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        gateway = ec2.create_transit_gateway()["TransitGateway"]
        return "SecurityGroupReferencingSupport" not in gateway["Options"]


def apply() -> None:
    TransitGateway.DEFAULT_OPTIONS["SecurityGroupReferencingSupport"] = "disable"
