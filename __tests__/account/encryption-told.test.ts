import { limitsTold } from "../../src/account";
import { Answers } from "../../src/account/answers";
import { answersAt, HERE, type Told } from "./support/told";

const CONTROL = {
  VpcId: "vpc-1",
  VpcEncryptionControlId: "vpcec-1",
  Mode: "enforce",
  State: "available",
  ResourceExclusions: {
    NatGateway: { State: "enabled" },
    EgressOnlyInternetGateway: { State: "enabled" },
    VpcPeering: { State: "enabling" },
    InternetGateway: { State: "disabled" },
  },
};
const told = (answers: Told) => limitsTold(new Answers(answersAt(answers), [])).encryption;
const controls = (answers: Told) =>
  [...told(answers).controls].map(([id, { mode, exclusions }]) => [id, mode, ...exclusions]);

test("an encryption control has its mode, and what is excluded by now", () => {
  expect(controls({ DescribeVpcEncryptionControls: [CONTROL] })).toEqual([
    ["vpc-1", "enforce", "nat_gateway", "egress_only_internet_gateway"],
  ]);
  const monitor = { VpcId: "vpc-2", Mode: "monitor", State: "available" };
  expect(controls({ DescribeVpcEncryptionControls: [monitor] })).toEqual([["vpc-2", "monitor"]]);
});

test("a control that is deleted is none, and neither is one of a mode that is not known", () => {
  for (const change of [{ State: "deleted" }, { State: "deleting" }, { Mode: "tomorrow" }, { VpcId: undefined }])
    expect(controls({ DescribeVpcEncryptionControls: [{ ...CONTROL, ...change }] })).toEqual([]);
});

test("what a VPC tells of its control counts where the controls are not listed, and what is listed counts more", () => {
  const vpc = { VpcId: "vpc-1", EncryptionControl: { ...CONTROL, Mode: "monitor", ResourceExclusions: {} } };
  expect(controls({ DescribeVpcs: [vpc] })).toEqual([["vpc-1", "monitor"]]);
  expect(controls({ DescribeVpcs: [vpc], DescribeVpcEncryptionControls: [CONTROL] })[0]?.[1]).toBe("enforce");
});

test("that a VPC has none is told only where every place was asked", () => {
  expect(told({ DescribeVpcEncryptionControls: [] }).isComplete).toBe(true);
  expect(told({ DescribeVpcs: [{ VpcId: "vpc-1" }] }).isComplete).toBe(false);
  const elsewhere = { ...HERE, key: "444455556666 eu-west-1", account: "444455556666" };
  const both = [...answersAt({ DescribeVpcEncryptionControls: [] }), ...answersAt({ DescribeVpcs: [] }, elsewhere)];
  expect(limitsTold(new Answers(both, [])).encryption.isComplete).toBe(false);
});

test("a transit gateway supports encryption when that is enabled, and a gateway that tells nothing is left out", () => {
  const gateway = (id: string, state?: string) => ({
    TransitGatewayId: id,
    Options: state === undefined ? {} : { EncryptionSupport: { EncryptionState: state } },
  });
  const gateways = [
    gateway("tgw-1", "enabled"),
    gateway("tgw-2", "enabling"),
    gateway("tgw-3", "disabled"),
    gateway("tgw-4"),
  ];
  expect([...told({ DescribeTransitGateways: gateways }).gateways]).toEqual([
    ["tgw-1", true],
    ["tgw-2", false],
    ["tgw-3", false],
  ]);
});
