"""Who may make endpoints of a service is listed with an id for each permission, and told when it is added.

moto answers only whether it worked, and the provider does not find what it made. Source: PrivateLink guide, "Manage
permissions".
"""

from hashlib import sha256
from typing import Any

from mends.endpoint_connections import offered
from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from patch import around, cloud

PRINCIPAL = "arn:aws:iam::222233334444:root"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        service = offered(ec2, elbv2)[0]
        made = ec2.modify_vpc_endpoint_service_permissions(ServiceId=service, AddAllowedPrincipals=[PRINCIPAL])
        found = ec2.describe_vpc_endpoint_service_permissions(ServiceId=service)["AllowedPrincipals"]
        return not made.get("AddedPrincipals") or [one.get("ServiceId") for one in found] != [service]


def permission(service: str, principal: str) -> dict[str, str]:
    kind = "All" if principal == "*" else "Account" if principal.endswith(":root") else "Role"
    digest = sha256(f"{service} {principal}".encode()).hexdigest()
    return {
        "Principal": principal,
        "PrincipalType": kind,
        "ServiceId": service,
        "ServicePermissionId": f"vpce-svc-perm-{digest[:17]}",
    }


def apply() -> None:
    @around(EC2Response, "modify_vpc_endpoint_service_permissions")
    def modify(original: Any, self: EC2Response) -> ActionResult:
        original(self)
        service = self._get_param("ServiceId")
        added = [permission(service, one) for one in self._get_param("AddAllowedPrincipals", [])]
        return ActionResult({"AddedPrincipals": added, "ReturnValue": True})

    @around(EC2Response, "describe_vpc_endpoint_service_permissions")
    def describe(original: Any, self: EC2Response) -> ActionResult:
        service = self._get_param("ServiceId")
        principals = self.ec2_backend.describe_vpc_endpoint_service_permissions(service)
        wanted = self._filters_from_querystring().get("principal")
        found = [permission(service, one) for one in principals if wanted is None or one in wanted]
        return ActionResult({"AllowedPrincipals": found})
