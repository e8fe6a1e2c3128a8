"""An instance started with empty user data has none; moto answers an empty value, which the provider takes for a change."""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.instances import InstanceResponse
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2") as ec2:
        made = ec2.run_instances(MinCount=1, MaxCount=1, ImageId="ami-12c6146b", UserData="")["Instances"][0]
        answer = ec2.describe_instance_attribute(InstanceId=made["InstanceId"], Attribute="userData")
        return "Value" in answer.get("UserData", {})


def apply() -> None:
    @around(InstanceResponse, "describe_instance_attribute")
    def describe(original: Any, self: InstanceResponse) -> ActionResult:
        answer = original(self)
        user_data = answer.result.get("UserData")
        if user_data and not str(user_data["Value"]):
            answer.result["UserData"] = {}
        return answer
