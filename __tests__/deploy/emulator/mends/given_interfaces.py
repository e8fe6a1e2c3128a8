"""An instance that is terminated lets go of the interfaces that it was given, which then are available again.

moto keeps them attached to it, so nobody can delete them, nor give them to the instance in its place.
"""

from typing import Any

from moto.ec2.models.instances import Instance
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        given = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        interfaces = [{"DeviceIndex": 0, "NetworkInterfaceId": given}]
        run = ec2.run_instances(MinCount=1, MaxCount=1, ImageId="ami-12c6146b", NetworkInterfaces=interfaces)
        ec2.terminate_instances(InstanceIds=[run["Instances"][0]["InstanceId"]])
        left = ec2.describe_network_interfaces(NetworkInterfaceIds=[given])["NetworkInterfaces"][0]
        return left["Status"] != "available" or "Attachment" in left


def apply() -> None:
    @around(Instance, "terminate")
    def terminate(original: Any, self: Instance) -> Any:
        state = original(self)
        for interface in self.nics.values():
            if interface.id in self.ec2_backend.enis:
                # The instance still tells of it as long as it is listed, so it stays among its own.
                interface.instance = None
                interface.attachment_id = None
                interface.attach_time = None
                interface.status = "available"
                interface.device_index = None
        return state
