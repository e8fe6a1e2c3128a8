"""A launch template's volume without size or snapshot is the image's own root volume: /dev/xvda, 8 GiB for Amazon Linux.

moto, which knows no images but its own, refuses it, and gives the instance a volume of its own invention besides.
"""

from typing import Any

from moto.ec2.models.instances import Instance
from patch import around, cloud, error_of

IMAGE_SIZE_IN_GIB = 8


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        template = ec2.create_launch_template(
            LaunchTemplateName="probe",
            LaunchTemplateData={
                "ImageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
                "InstanceType": "t4g.nano",
                "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True}}],
            },
        )["LaunchTemplate"]
        launch = {"LaunchTemplateId": template["LaunchTemplateId"], "Version": "$Latest"}
        return error_of(lambda: ec2.run_instances(MinCount=1, MaxCount=1, LaunchTemplate=launch)) is not None


def apply() -> None:
    @around(Instance, "add_block_device")
    def add(
        original: Any, self: Instance, size: int | None, snapshot_id: str | None, device_path: str, **rest: Any
    ) -> None:
        if size is None and snapshot_id is None:
            size = IMAGE_SIZE_IN_GIB
            self.teardown_defaults()
            self.root_device_name = device_path
        original(self, size=size, snapshot_id=snapshot_id, device_path=device_path, **rest)
