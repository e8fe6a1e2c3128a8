"""An instance tells whether AWS recovers it by itself; moto does not, so the provider asks for it on every apply.

Source: EC2 API, InstanceMaintenanceOptions.
"""

from moto.ec2.models.instances import Instance
from patch import cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        made = ec2.run_instances(MinCount=1, MaxCount=1, ImageId="ami-12c6146b")["Instances"][0]["InstanceId"]
        found = ec2.describe_instances(InstanceIds=[made])["Reservations"][0]["Instances"][0]
        return found.get("MaintenanceOptions", {}).get("AutoRecovery") != "default"


def apply() -> None:
    # Nothing here turns it off, and it is on unless somebody does.
    Instance.maintenance_options = property(lambda self: {"AutoRecovery": "default"})  # type: ignore[attr-defined]
