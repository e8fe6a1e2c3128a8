import { main } from "../../src/cli/main";
import { captureIo } from "../support/io";

interface Case {
  /** What is to be asked, below this folder. */
  readonly args: readonly string[];
  readonly exit: number;
  readonly says: readonly RegExp[];
  readonly never?: readonly RegExp[];
}

const trace = (kind: "plan" | "synth" | "state", file: string, [from, to]: readonly [string, string], port: number) => [
  ...["trace", `--${kind}`, file, "--from", from, "--to", to, "--port", String(port)],
];
const FIELD = "field";
const DELETED = [
  "field/review-route-deleted",
  "field/review-sg-rule-deleted",
  "field/review-main-association-destroyed",
];
const WEB = ["internet", "aws_instance.web"] as const;
const UNKNOWN_BEGUN = `${FIELD}/review-unknown-counts-as-begun`;

/** Inputs on which the program was wrong once, with what is right by AWS's and Terraform's rules. */
const CASES: readonly Case[] = [
  {
    args: ["review", "plans/existing-vpcs.plan.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/^## Plan review: can't tell$/m, /`rtb-0a1b2c3d4e5f60711` \(exists, of it only this is known\)/],
    never: [/`(rtb|sg)-[0-9a-f]+` \(new\)/, /flows? begins? among/],
  },
  {
    args: ["matrix", "--plan", "plans/existing-vpcs.plan.json"],
    exit: 0,
    says: [/: 0 allowed, \d+ denied, \d+ unknown$/m],
    never: [/^ALLOWED/m],
  },
  {
    args: ["review", "plans/actions-and-forget.plan.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/can't tell/, /action\.aws_ec2_stop_instance\.stop/, /the old one stays, and Terraform no longer knows it/],
  },
  {
    args: ["matrix", "--synth", "plans/policy-table.tf.json"],
    exit: 0,
    says: [/^UNKNOWN +aws_instance\.a +-> +aws_instance\.b/m, /: 0 allowed, 0 denied, 2 unknown$/m],
  },
  {
    args: ["matrix", "--synth", "plans/nat-over-peering.tf.json"],
    exit: 0,
    says: [/^ALLOWED +aws_instance\.a +-> +aws_instance\.b/m, / 0 unknown$/m],
  },
  {
    args: trace("synth", "plans/open-over-ipv6.tf.json", ["internet", "aws_instance.db"], 5432),
    exit: 0,
    says: [/^ALLOWED/m, /2600:1f18/],
  },
  {
    args: ["matrix", "--synth", "plans/global-accelerator.tf.json"],
    exit: 0,
    says: [/^UNKNOWN +internet +-> +aws_lb\.nlb +tcp\/5432$/m],
  },
  {
    // An end of its own: nothing but its VPC is in its route table, so it gets to nobody else.
    args: ["matrix", "--all", "--synth", "plans/client-vpn.tf.json"],
    exit: 0,
    says: [/^DENIED +aws_ec2_client_vpn_endpoint\.v +-> +aws_lb\.nlb/m],
  },
  ...["picked", "fixed"].map((name): Case => ({
    args: trace("synth", "field/bastion-one-address/cdk.tf.json", ["internet", `aws_instance.${name}`], 22),
    exit: 1,
    says: [/^DENIED/m],
  })),
  ...["route_table", "security_group"].flatMap((name): Case[] => [
    {
      args: ["review", `field/default-resource-removed/${name}.json`, "--fail-on", "cuts,opens,unknown"],
      exit: 0,
      says: [/safe for the traffic/, /\*\*forget\*\*/],
    },
    { args: trace("plan", `field/default-resource-removed/${name}.json`, WEB, 80), exit: 0, says: [/^ALLOWED/m] },
  ]),
  {
    args: ["matrix", "--synth", "field/draw-compact-no-packet/cdk.tf.json"],
    exit: 0,
    says: [/^ALLOWED +aws_subnet\.a_open +-> +aws_subnet\.b_open/m],
    never: [/_hidden +-> +aws_subnet\.[ab]_hidden/],
  },
  {
    args: trace("synth", "field/gateway-id-names-nat/cdk.tf.json", ["aws_subnet.priv", "internet"], 443),
    exit: 0,
    says: [/^ALLOWED/m],
  },
  ...(
    [
      ["state", "state.json", "aws_lb.web", 443],
      ["plan", "plan.json", "aws_instance.shop", 22],
      ["synth", "cdk.tf.json", "aws_instance.host", 443],
    ] as const
  ).map(([kind, file, to, port]): Case => ({
    args: trace(kind, `field/internet-to-existing-vpc/${file}`, ["internet", to], port),
    exit: 1,
    says: [/^UNKNOWN/m, /not managed here, so whether it has an internet gateway is not known/],
  })),
  {
    args: ["review", "field/internet-to-existing-vpc/plan.json", "--fail-on", "opens,unknown"],
    exit: 1,
    says: [/can't tell|opens access/, /`internet` →/],
  },
  {
    args: ["matrix", "--plan", "field/known-destination-lost-table/plan.json"],
    exit: 0,
    says: [
      /^ALLOWED +aws_subnet\.p\[0\] +-> +internet/m,
      /^ALLOWED +internet +-> +aws_subnet\.p\[1\]/m,
      / 0 unknown$/m,
    ],
  },
  {
    args: ["review", "field/missing-traps/b01.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/can't tell/, /`inline-and-separate-group-rules`/],
  },
  {
    args: ["review", "field/missing-traps/b02.json", "--fail-on", "cuts"],
    exit: 1,
    says: [/stays cut/, /`target-group-in-use`/],
    never: [/interrupted until/],
  },
  {
    args: ["review", "field/missing-traps/b04.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/`listener-rule-priority-twice`/],
  },
  ...["plan", "plan_literal_tags"].map((name): Case => ({
    args: ["matrix", "--plan", `field/modules-with-local-tags/${name}.json`, "--all"],
    exit: 0,
    says: [/^4 endpoints: 4 allowed, 8 denied, 0 unknown$/m],
  })),
  {
    args: trace("state", "field/peering-state-sg-reference/state.json", ["aws_instance.a", "aws_instance.b"], 5432),
    exit: 0,
    says: [/^ALLOWED/m],
  },
  ...DELETED.flatMap((folder): Case[] => [
    { args: ["review", `${folder}/plan.json`, "--fail-on", "cuts"], exit: 1, says: [/cuts traffic/] },
    { args: trace("plan", `${folder}/plan.json`, WEB, 80), exit: 1, says: [/^DENIED/m] },
  ]),
  {
    args: ["review", "field/review-acl-deny-deleted/plan.json", "--fail-on", "opens"],
    exit: 1,
    says: [/opens access/, /`internet` → `aws_instance\.web`, `tcp 80`/],
  },
  { args: trace("plan", "field/review-acl-deny-deleted/plan.json", WEB, 80), exit: 0, says: [/^ALLOWED/m] },
  ...["plan", "mixed_group_rules", "overlapping_vpcs_propagate"].flatMap((name): Case[] => [
    { args: ["matrix", "--plan", `${UNKNOWN_BEGUN}/${name}.json`], exit: 0, says: [/^UNKNOWN/m] },
    { args: ["review", `${UNKNOWN_BEGUN}/${name}.json`, "--fail-on", "unknown"], exit: 1, says: [/can't tell/] },
  ]),
  {
    args: trace("plan", "field/subnet-of-unresolved-vpc/plan.json", ["internet", 'aws_subnet.s["web"]'], 80),
    exit: 0,
    says: [/^ALLOWED/m],
  },
  {
    args: ["review", "field/subnet-of-unresolved-vpc/plan.json", "--fail-on", "opens"],
    exit: 1,
    says: [/opens access/],
  },
  {
    args: ["review", "field/tgw-association-refused/plan.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/`second-transit-gateway-table`/],
  },
  {
    args: trace("plan", "field/tgw-association-refused/plan.json", ["aws_subnet.a", "aws_subnet.w"], 22),
    exit: 1,
    says: [/^UNKNOWN/m],
  },
  {
    // A gateway that is there has an id that is known: what a local leaves unknown is not it, or not it alone.
    args: ["review", "siblings/route-target-by-local.plan.json", "--fail-on", "unknown"],
    exit: 1,
    says: [/can't tell/],
  },
];

test.each(CASES.map((one): [string, Case] => [one.args.join(" "), one]))(
  "%s",
  async (_, { args, exit, says, never }) => {
    const io = captureIo(__dirname);
    expect([await main([...args], io), io.err()]).toEqual([exit, ""]);
    for (const text of says) expect(io.out()).toMatch(text);
    for (const text of never ?? []) expect(io.out()).not.toMatch(text);
  },
);
