"""A load balancer whose deletion protection is on is not deleted."""

from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend
from patch import around, cloud, error_of

CODE = "OperationNotPermitted"


def still_needed() -> bool:
    with cloud("ec2", "elbv2") as (ec2, elbv2):
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        arn = elbv2.create_load_balancer(Name="probe", Subnets=[subnet])["LoadBalancers"][0]["LoadBalancerArn"]

        def protect(value: str) -> None:
            attribute = {"Key": "deletion_protection.enabled", "Value": value}
            elbv2.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[attribute])

        def delete() -> str | None:
            return error_of(lambda: elbv2.delete_load_balancer(LoadBalancerArn=arn))

        protect("true")
        if delete() != CODE:
            return True
        protect("false")
        return delete() is not None


def apply() -> None:
    @around(ELBv2Backend, "delete_load_balancer")
    def delete(original: Any, self: ELBv2Backend, arn: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer and balancer.attrs.get("deletion_protection.enabled") == "true":
            words = f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
            raise ELBClientError(CODE, words)
        original(self, arn=arn)
