"""Principals and resources come to a share, and go, after it was made; a share says what its principals may do.

moto knows only those that a share is made with. Source: AWS RAM API, AssociateResourceShare, DisassociateResourceShare
and ListResourceSharePermissions.
"""

import json
from typing import Any

from moto.ram import urls
from moto.ram.exceptions import UnknownResourceException
from moto.ram.responses import ResourceAccessManagerResponse
from patch import cloud, error_of

# Each kind of thing has a default permission, which a share has while it has such a thing.
PERMISSIONS = {"transit-gateway": "AWSRAMDefaultPermissionTransitGateway"}
GATEWAY = "arn:aws:ec2:us-east-1:123456789012:transit-gateway/tgw-0123456789abcdef0"


def still_needed() -> bool:
    with cloud("ram") as ram:
        arn = ram.create_resource_share(name="probe")["resourceShare"]["resourceShareArn"]

        def shared() -> list[str]:
            asked = {"associationType": "RESOURCE", "resourceShareArns": [arn]}
            found = ram.get_resource_share_associations(**asked)["resourceShareAssociations"]
            return [one["associatedEntity"] for one in found]

        if error_of(lambda: ram.associate_resource_share(resourceShareArn=arn, resourceArns=[GATEWAY])):
            return True
        before = shared()
        allowed = ram.list_resource_share_permissions(resourceShareArn=arn)["permissions"]
        ram.disassociate_resource_share(resourceShareArn=arn, resourceArns=[GATEWAY])
        told = [before, [one["resourceType"] for one in allowed], shared()]
        return told != [[GATEWAY], ["ec2:TransitGateway"], []]


def share_of(self: Any) -> Any:
    arn = self._get_param("resourceShareArn")
    found = next((one for one in self.ram_backend.resource_shares if one.arn == arn and one.status == "ACTIVE"), None)
    if found is None:
        raise UnknownResourceException(f"ResourceShare {arn} could not be found.")
    return found


def associations(self: Any, status: str) -> str:
    share = share_of(self)
    asked = [("PRINCIPAL", one) for one in self._get_param("principals", [])]
    asked += [("RESOURCE", one) for one in self._get_param("resourceArns", [])]
    return json.dumps(
        {
            "resourceShareAssociations": [
                {
                    "resourceShareArn": share.arn,
                    "resourceShareName": share.name,
                    "associationType": kind,
                    "associatedEntity": entity,
                    "status": status,
                    "external": False,
                }
                for kind, entity in asked
            ]
        }
    )


def associate(self: Any) -> str:
    share = share_of(self)
    share.add_principals(self._get_param("principals", []))
    share.add_resources(self._get_param("resourceArns", []))
    return associations(self, "ASSOCIATING")


def disassociate(self: Any) -> str:
    share = share_of(self)
    gone = [*self._get_param("principals", []), *self._get_param("resourceArns", [])]
    share.principals = [one for one in share.principals if one not in gone]
    share.resource_arns = [one for one in share.resource_arns if one not in gone]
    return associations(self, "DISASSOCIATING")


def permissions(self: Any) -> str:
    kinds = {one.rpartition(":")[2].partition("/")[0] for one in share_of(self).resource_arns}
    return json.dumps(
        {
            "permissions": [
                {
                    "arn": f"arn:aws:ram::aws:permission/{PERMISSIONS[kind]}",
                    "name": PERMISSIONS[kind],
                    "resourceType": "ec2:" + kind.title().replace("-", ""),
                    "version": "1",
                    "defaultVersion": True,
                    "status": "ASSOCIATED",
                }
                for kind in sorted(kinds)
            ]
        }
    )


def apply() -> None:
    for name, handler in {
        "associate_resource_share": associate,
        "disassociate_resource_share": disassociate,
        "list_resource_share_permissions": permissions,
    }.items():
        setattr(ResourceAccessManagerResponse, name, handler)
        urls.url_paths[f"{{0}}/{name.replace('_', '')}$"] = ResourceAccessManagerResponse.dispatch
