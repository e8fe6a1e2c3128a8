"""Flow logs are written to a folder of a bucket when their destination names one; moto looks for a bucket of that whole name."""

from typing import Any

from moto.ec2.models.flow_logs import FlowLogsBackend
from patch import around, cloud


def still_needed() -> bool:
    with cloud("ec2", "s3") as (ec2, s3):
        s3.create_bucket(Bucket="probe-bucket")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        destination = "arn:aws:s3:::probe-bucket/folder/"
        answer = ec2.create_flow_logs(
            ResourceType="VPC",
            ResourceIds=[vpc],
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination=destination,
        )
        found = ec2.describe_flow_logs()["FlowLogs"]
        return bool(answer.get("Unsuccessful")) or [one["LogDestination"] for one in found] != [destination]


def apply() -> None:
    @around(FlowLogsBackend, "create_flow_logs")
    def create(original: Any, self: Any, log_destination: str | None, **rest: Any) -> Any:
        bucket = log_destination and log_destination.partition("/")[0]
        made, failed = original(self, log_destination=bucket, **rest)
        for one in made:
            one.log_destination = log_destination
        return made, failed
