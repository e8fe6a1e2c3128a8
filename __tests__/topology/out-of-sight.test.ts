import { readState } from "../../src/terraform";
import { type JsonObject } from "../../src/terraform/json-shapes";
import { buildTopology } from "../../src/topology";

/** A state with one resource of this type. */
const stateWith = (type: string, mode = "managed"): JsonObject => ({
  format_version: "1.0",
  values: {
    root_module: { resources: [{ address: `${type}.x`, mode, type, name: "x", values: { id: "x-1" } }] },
  },
});

const unreadable = (type: string, mode?: string) => buildTopology(readState(stateWith(type, mode))).unreadable;

test("a type of AWS that is in no class is named as not modelled", () => {
  expect(unreadable("aws_quantum_computer")).toEqual([
    { address: "aws_quantum_computer.x", reason: "aws_quantum_computer is not modelled" },
  ]);
  expect(unreadable("aws_lb_new")).toHaveLength(1);
});

test.each(["aws_iam_role", "aws_iam_new", "aws_db_instance", "aws_ec2_tag", "azurerm_new", "random_pet"])(
  "%s is not",
  (type) => {
    expect(unreadable(type)).toEqual([]);
  },
);

test("what makes networks out of sight, or routes by tables that are not read, is named too", () => {
  for (const type of ["aws_cloudformation_stack", "aws_fms_policy", "aws_ec2_local_gateway_route"])
    expect(unreadable(type)).toEqual([{ address: `${type}.x`, reason: `${type} is not modelled` }]);
});

test("what is only looked up is not", () => {
  expect(unreadable("aws_quantum_computer", "data")).toEqual([]);
});
