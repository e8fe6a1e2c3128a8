import { modulesAround, providerOf, resourceOf, shortAddress } from "../../src/terraform/resource-address";

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

test.each([
  ["aws_route.a", "aws_route.a"],
  ["aws_route_table.a.route[0]", "aws_route_table.a"],
  ['module.m["a.b"].aws_security_group.g[1].ingress[12]', 'module.m["a.b"].aws_security_group.g[1]'],
  ["internet", "internet"],
  ["vpc-0123 (main route table)", "vpc-0123 (main route table)"],
])("%s is a part of %s", (address, expected) => {
  expect(resourceOf(address)).toBe(expected);
});

test.each([
  ["aws_vpc.client", "client"],
  ["data.aws_vpc.client", "client"],
  ['module.net["aws_vpc.x"].module.b.aws_subnet.a["eu.1"]', 'net["aws_vpc.x"].b.a["eu.1"]'],
  ["module.net.data.aws_subnet.a[0]", "net.a[0]"],
  ["aws_route_table.a.route[0]", "a.route[0]"],
  ["google_compute_network.a", "google_compute_network.a"],
  ["vpc-0123", "vpc-0123"],
  ["internet", "internet"],
])("people shorten %s to %s", (address, expected) => {
  expect(shortAddress(address)).toBe(expected);
});
