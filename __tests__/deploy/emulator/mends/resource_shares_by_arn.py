"""GetResourceShares gives the shares that it was asked for, with their tags; moto gives all of them, and forgets tags.

Source: AWS RAM API, GetResourceShares, TagResource and UntagResource.
"""

import json
from typing import Any

from mends.resource_share_associations import share_of
from moto.ram import urls
from moto.ram.models import ResourceShare
from moto.ram.responses import ResourceAccessManagerResponse
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ram") as ram:
        tags = [{"key": "Name", "value": "one"}]
        made = [ram.create_resource_share(name=name, tags=tags)["resourceShare"] for name in ("one", "other")]
        arn = made[0]["resourceShareArn"]
        found = ram.get_resource_shares(resourceOwner="SELF", resourceShareArns=[arn])["resourceShares"]
        return [(one["resourceShareArn"], one.get("tags")) for one in found] != [(arn, tags)]


def tag(self: Any) -> str:
    share_of(self).own_tags.update({one["key"]: one["value"] for one in self._get_param("tags", [])})
    return "{}"


def untag(self: Any) -> str:
    for key in self._get_param("tagKeys", []):
        share_of(self).own_tags.pop(key, None)
    return "{}"


def apply() -> None:
    @around(ResourceShare, "__init__")
    def init(original: Any, self: Any, account_id: str, region: str, kwargs: dict[str, Any]) -> None:
        original(self, account_id, region, **kwargs)
        self.own_tags = {one["key"]: one["value"] for one in kwargs.get("tags") or []}

    @around(ResourceShare, "describe")
    def describe(original: Any, self: Any) -> dict[str, Any]:
        return {**original(self), "tags": [{"key": key, "value": value} for key, value in self.own_tags.items()]}

    @around(ResourceAccessManagerResponse, "get_resource_shares")
    def shares(original: Any, self: Any) -> str:
        every = json.loads(original(self))["resourceShares"]
        arns, name = self._get_param("resourceShareArns"), self._get_param("name")
        return json.dumps(
            {
                "resourceShares": [
                    one
                    for one in every
                    if (not arns or one["resourceShareArn"] in arns) and (name is None or one["name"] == name)
                ]
            }
        )

    for path, handler in {"tag_resource": tag, "untag_resource": untag}.items():
        setattr(ResourceAccessManagerResponse, path, handler)
        urls.url_paths[f"{{0}}/{path.replace('_', '')}$"] = ResourceAccessManagerResponse.dispatch
