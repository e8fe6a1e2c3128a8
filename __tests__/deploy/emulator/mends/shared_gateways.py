"""A transit gateway that is shared by AWS RAM is seen in the accounts that it is shared with, as its owner's.

moto knows no thing of another account. Source: Transit Gateway guide, "Transit gateway sharing considerations".
"""

from typing import Any

from moto.ec2.models.transit_gateway import TransitGatewayBackend
from patch import around, cloud
from sharing import SHAREE, Seen, accounts_in, clients_of, is_shared


def shared_gateway(ec2: Any, ram: Any, **options: str) -> str:
    """For probes: a gateway of the probe's own account that is shared with another account of its organization."""
    made = ec2.create_transit_gateway(Options=options)["TransitGateway"]
    ram.create_resource_share(
        name="probe", allowExternalPrincipals=False, resourceArns=[made["TransitGatewayArn"]], principals=[SHAREE]
    )
    return str(made["TransitGatewayId"])


def still_needed() -> bool:
    with cloud("ec2", "ram") as (ec2, ram):
        gateway = shared_gateway(ec2, ram)
        own = ec2.create_transit_gateway()["TransitGateway"]
        found = clients_of(SHAREE)("ec2").describe_transit_gateways()["TransitGateways"]
        seen = [(one["TransitGatewayId"], one["OwnerId"]) for one in found]
        return seen != [(gateway, own["OwnerId"])]


def seen_by(backend: Any) -> dict[str, Any]:
    """The gateways that are shared with an account, by id."""
    return {
        one.id: Seen(one, backend)
        for other in accounts_in(backend.region_name)
        if other is not backend
        for one in other.transit_gateways.values()
        if is_shared(one, backend.account_id)
    }


def apply() -> None:
    @around(TransitGatewayBackend, "describe_transit_gateways")
    def describe(original: Any, self: Any, **rest: Any) -> Any:
        own = self.transit_gateways
        self.transit_gateways = {**own, **seen_by(self)}
        try:
            return original(self, **rest)
        finally:
            self.transit_gateways = own
