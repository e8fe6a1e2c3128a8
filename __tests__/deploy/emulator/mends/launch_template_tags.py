"""A launch template's own tags are not part of its data.

moto puts them there too, as tag_specifications, so that the provider plans to take them out for ever.
"""

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplateBackend
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        made = ec2.create_launch_template(
            LaunchTemplateName="probe",
            LaunchTemplateData={"InstanceType": "t4g.nano"},
            TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "Name", "Value": "own"}]}],
        )["LaunchTemplate"]
        versions = ec2.describe_launch_template_versions(LaunchTemplateId=made["LaunchTemplateId"])
        return bool(versions["LaunchTemplateVersions"][0]["LaunchTemplateData"].get("TagSpecifications"))


def apply() -> None:
    @around(LaunchTemplateBackend, "create_launch_template")
    def create(original: Any, self: Any, template_data: dict[str, Any], **rest: Any) -> Any:
        specifications = [
            one for one in template_data.get("TagSpecifications", []) if one["ResourceType"] != "launch-template"
        ]
        data = {key: value for key, value in template_data.items() if key != "TagSpecifications"}
        if specifications:
            data["TagSpecifications"] = specifications
        return original(self, template_data=data, **rest)
