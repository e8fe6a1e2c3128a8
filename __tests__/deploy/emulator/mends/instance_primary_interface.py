"""An instance has its primary interface's security groups, no association without a public address, and takes it along.

moto shows the groups only where they were given to the instance itself; it answers an empty association, which the
provider takes for a public address; and the interface that was made with an instance outlives it.
"""

from typing import Any

from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.instances import Instance
from patch import cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        group = ec2.create_security_group(GroupName="probe", Description="probe", VpcId=vpc)["GroupId"]
        interface = {"DeviceIndex": 0, "SubnetId": subnet, "AssociatePublicIpAddress": False, "Groups": [group]}
        ec2.run_instances(MinCount=1, MaxCount=1, ImageId="ami-12c6146b", NetworkInterfaces=[interface])
        instance = ec2.describe_instances()["Reservations"][0]["Instances"][0]
        groups = [one["GroupId"] for one in instance["SecurityGroups"]]
        ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
        left = ec2.describe_network_interfaces()["NetworkInterfaces"]
        return groups != [group] or "Association" in instance["NetworkInterfaces"][0] or bool(left)


def apply() -> None:
    association = NetworkInterface.association.fget

    def known_association(self: NetworkInterface) -> dict[str, Any] | None:
        return association(self) or None  # type: ignore[misc]

    NetworkInterface.association = property(known_association)  # type: ignore[assignment]
    # Once the instance has groups, moto shows them on its other interfaces, too, which have their own.
    NetworkInterface.group_set = property(lambda self: self._group_set)  # type: ignore[assignment]
    prepare = Instance.prep_nics

    def prep_nics(self: Instance, *args: Any, **kwargs: Any) -> None:
        existing = set(self.ec2_backend.enis)
        prepare(self, *args, **kwargs)
        if not self.security_groups and 0 in self.nics:
            self.security_groups = list(self.nics[0]._group_set)
        for interface in self.nics.values():
            if interface.id not in existing:
                interface.delete_on_termination = True

    Instance.prep_nics = prep_nics  # type: ignore[method-assign]
