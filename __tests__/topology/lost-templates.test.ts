import { ask, endOfNic, TCP, Walker } from "../../src/reachability";
import { configured, id, VPC } from "../support/networks";

/** Two hosts in a VPC's default group, one of them by a launch template. */
function verdict(launch_template: object): string {
  const instance = { subnet_id: id("aws_subnet.a"), ami: "ami-1", instance_type: "t3.micro" };
  const found = configured({
    ...VPC,
    aws_launch_template: { known: { image_id: "ami-1" } },
    aws_instance: { one: instance, other: { ...instance, launch_template: [launch_template] } },
  });
  const [from, to] = found.instances.map(({ nics }) => endOfNic(nics[0]!));
  return ask(new Walker(found), { from: from!, to: to!, flow: { protocol: TCP, port: 443 } }).verdict;
}

test("a template that names no groups leaves the VPC's default group, whose members meet", () => {
  expect(verdict({ id: id("aws_launch_template.known") })).toBe("ALLOWED");
});

test("a template that is not in the input may name others", () => {
  expect(verdict({ id: "lt-1" })).toBe("UNKNOWN");
});
