import { modulesAround, providerOf } from "../../src/terraform/address";

test.each([
  ["aws_route.a", []],
  ["module.a.aws_route.b", ["module.a"]],
  ['module.a["x.module.y"].module.b[0].aws_route.c', ['module.a["x.module.y"].module.b[0]', 'module.a["x.module.y"]']],
])("the modules around %s, the innermost first", (address, expected) => {
  expect(modulesAround(address)).toEqual(expected);
});

test.each([
  ["aws_vpc", "aws"],
  ["awscc_ec2_vpc", "awscc"],
  ["google_compute_network", "google"],
])("the provider of %s is %s", (type, expected) => {
  expect(providerOf(type)).toBe(expected);
});
