import { matrixOf, Walker } from "../../src/reachability";
import { topologyOf } from "../support/networks";

const VPC = { address: "aws_vpc.v", type: "aws_vpc", name: "v", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } };
const NAMELESS = [
  { type: "aws_subnet", name: "lost", values: { id: "subnet-1", vpc_id: "vpc-1" } },
  { values: { id: "subnet-2" } },
  { address: "???", values: {} },
  null,
];

function unreadableOf(json: object, kind: "state" | "plan"): string[] {
  const topology = topologyOf(json, kind);
  // The rest is judged all the same.
  expect(topology.vpcs.map(({ address }) => address)).toEqual(["aws_vpc.v"]);
  expect(matrixOf(new Walker(topology)).counts.UNKNOWN).toBe(0);
  return topology.unreadable.map(({ address, reason }) => `${address}: ${reason}`);
}

test("a state's resources without address or type are named, not dropped", () => {
  const json = { format_version: "1.0", values: { root_module: { resources: [VPC, ...NAMELESS] } } };
  expect(unreadableOf(json, "state")).toEqual([
    "aws_subnet.lost: has no address in the state, so it was left out",
    "a resource in the state: has no address in the state, so it was left out",
    "???: has neither type nor name in the state, so it was left out",
    "a resource in the state: has no address in the state, so it was left out",
  ]);
});

test("what is left of a replaced object is no resource", () => {
  const gone = { ...NAMELESS[0], deposed_key: "abcd1234" };
  const json = { format_version: "1.0", values: { root_module: { resources: [VPC, gone] } } };
  expect(unreadableOf(json, "state")).toEqual([]);
});

test("nor are a plan's", () => {
  const change = { actions: ["create"], after: {}, after_unknown: {} };
  const json = {
    format_version: "1.2",
    planned_values: { root_module: { resources: [VPC, { type: "aws_subnet", name: "lost" }] } },
    resource_changes: [{ type: "aws_route", name: "lost", change }],
    configuration: {},
  };
  expect(unreadableOf(json, "plan")).toEqual([
    "aws_route.lost: has no address in the plan's changes, so it was left out",
    "aws_subnet.lost: has no address in the plan's values, so it was left out",
  ]);
});
