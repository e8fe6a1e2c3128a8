import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, planOf, type Changes, EXISTING_CLIENT, EXISTING_WEB } from "../support/bridges";
import { synthesize } from "../../src/stacks/synthesize";
import { appliancePlan } from "../support/appliances";
import { hubPlanOf } from "../support/hubs";
import { allows, matches } from "./evaluate";
import { PART_OF, WEB_TYPES } from "./parts";
import { callsFor, DONE_TO_EXISTING, FILES, policies, type PolicyFile } from "./policies";
import { type Known, lives, callsOf, seenCalls, unseenCalls } from "./recorded";
import { referenceOf, isAction } from "./reference";
import { onForeign, requestsOf, untagged } from "./requests";
import { UNTAGGED } from "./scopes";
import { NAMES, type Policy, type Side } from "./statement";
import { UNSEEN } from "./unseen";
import { unseenRows } from "./unseen-table";

const DOCS = join(__dirname, "../../docs/iam");
const POLICY = /^(plan|apply).*\.json$/;

/** As they are checked in: what readers copy. */
const written: ReadonlyMap<string, Policy> = new Map(
  readdirSync(DOCS)
    .filter((file) => POLICY.test(file))
    .map((file) => [file.replace(/\.json$/, ""), JSON.parse(readFileSync(join(DOCS, file), "utf8")) as Policy]),
);
const policy = (name: string): Policy => {
  const found = written.get(name);
  if (!found) throw new Error(`docs/iam has no ${name}.json; run npm run generate:iam`);
  return found;
};

/** The policies of the roles of a side: one that plans has one file, one that applies has that and those for what the bridge has. */
const role = (side: Side, step: "plan" | "apply"): Policy[] =>
  FILES.filter((file) => file.side === side && (step === "apply" || file.step === "plan")).map(({ name }) =>
    policy(name),
  );

/** What one file alone must allow, beside the side's plan policy. */
const withPlan = ({ name, side, step }: PolicyFile, changed: Policy): Policy[] => [
  changed,
  ...(step === "plan"
    ? []
    : FILES.filter((one) => one.side === side && one.step === "plan").map((one) => policy(one.name))),
  ...(["apply-demo", "apply-created-vpcs", "apply-appliance"].includes(name) ? [policy("apply")] : []),
];

const callsOfFile = (file: PolicyFile): Known[] => (file.existing ? [] : callsFor(file));

async function refused(given: readonly Policy[], calls: readonly Known[], side: Side): Promise<string[]> {
  const all = await Promise.all(calls.map((call) => requestsOf(call, side)));
  const lines = all.flatMap((requests, i) =>
    requests
      .filter((request) => !allows(given, request))
      .map(({ action, resource }) => `${calls[i]?.type}: ${action} on ${resource}`),
  );
  return [...new Set(lines)];
}

describe("the policies in docs/iam", () => {
  test("are those that `npm run generate:iam` makes of the recorded calls", async () => {
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(await policies()));
  });

  test("stand in docs/iam.md, each of them, with the calls that no deployment shows", () => {
    const text = readFileSync(join(DOCS, "../iam.md"), "utf8");
    const squeezed = text.replace(/ +/g, " ").split("\n");
    const rows = squeezed.slice(squeezed.indexOf("<!-- unseen -->")).filter((line) => line.startsWith("| `"));
    expect(rows).toEqual(unseenRows());
    const named = [...text.matchAll(/\(iam\/([a-z0-9-]+)\.json\)/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(
      readdirSync(DOCS)
        .map((file) => file.replace(/\.json$/, ""))
        .sort(),
    );
  });

  test.each(FILES)("$name allows every call that it is for", async (file) => {
    expect(await refused(withPlan(file, policy(file.name)), callsOfFile(file), file.side)).toEqual([]);
  });

  test.each(["client", "web"] as const)("a plan of the %s side needs no other policy than its plan's", async (side) => {
    const calls = FILES.filter((file) => file.side === side && file.step === "plan").flatMap(callsFor);
    expect(calls.length).toBeGreaterThan(10);
    expect(await refused(role(side, "plan"), calls, side)).toEqual([]);
  });

  test.each(FILES.filter(({ existing }) => !existing))("$name allows nothing that no call needs", async (file) => {
    const whole = policy(file.name);
    for (const action of new Set(whole.Statement.flatMap(({ Action }) => Action))) {
      const without = {
        ...whole,
        Statement: whole.Statement.map((one) => ({ ...one, Action: one.Action.filter((name) => name !== action) })),
      };
      const missing = await refused(
        [without],
        callsOfFile(file).filter((call) => call.action === action || call.tags.length > 0),
        file.side,
      );
      expect([action, missing.length > 0]).toEqual([action, true]);
    }
  });

  test.each(["client", "web"] as const)(
    "none lets the %s side touch what bears another bridge's tag or none",
    async (side) => {
      const calls = [...seenCalls(), ...unseenCalls()].filter(
        ({ type }) => side === "client" || WEB_TYPES.includes(type),
      );
      const requests = (await Promise.all(calls.map((call) => requestsOf(call, side)))).flat();
      const foreign = requests.flatMap(onForeign);
      expect(foreign.length).toBeGreaterThan(20);
      expect(foreign.filter((request) => allows(role(side, "apply"), request))).toEqual([]);
    },
  );

  test("none lets anything be made without the bridge's tag", async () => {
    const requests = (await Promise.all(seenCalls().map((call) => requestsOf(call, "client"))))
      .flat()
      .flatMap(untagged);
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.filter((request) => allows(role("client", "apply"), request))).toEqual([]);
  });

  test.each(["client", "web"] as const)("none lets the %s side into another account or Region", async (side) => {
    const calls = [...seenCalls(), ...unseenCalls()].filter(({ step }) => step === "apply");
    const requests = (await Promise.all(calls.map((call) => requestsOf(call, side)))).flat();
    const elsewhere = requests
      .flatMap(({ resource, ...rest }) => [
        { ...rest, resource: resource.replace(NAMES[side], "999999999999") },
        {
          ...rest,
          keys: { ...rest.keys, "aws:RequestedRegion": "us-west-2" },
          resource: resource.replace(NAMES.region, "us-west-2"),
        },
      ])
      .filter(({ resource }) => /999999999999|us-west-2/.test(resource));
    expect(elsewhere.length).toBeGreaterThan(20);
    expect(elsewhere.filter((request) => allows(role(side, "apply"), request))).toEqual([]);
  });

  test.each([...written.keys()])("%s names each action, and AWS has it", async (name) => {
    const actions = policy(name).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /[*?]/.test(action))).toEqual([]);
    const unknown = await Promise.all(actions.map(async (action) => ((await isAction(action)) ? [] : [action])));
    expect(unknown.flat()).toEqual([]);
  });

  test.each(["plan", "plan-web"])("%s only reads", async (name) => {
    for (const action of policy(name).Statement.flatMap(({ Action }) => Action))
      expect([action, (await referenceOf(action)).isRead]).toEqual([action, true]);
  });

  // Source: IAM and STS quotas, "Role managed policies" and the size of a managed policy, blanks not counted.
  test.each([...written])("%s fits into a managed policy, with statements of different names", (_, { Statement }) => {
    expect(JSON.stringify({ Version: "2012-10-17", Statement }).length).toBeLessThanOrEqual(6144);
    const sids = Statement.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  /** Which resource types do something to what a bridge did not make, by the EC2 type of that. */
  const DOERS: Readonly<Record<Side, Readonly<Record<string, readonly string[]>>>> = {
    client: {
      vpc: Object.keys(PART_OF).filter((type) => ["network", "endpoint", "hub"].includes(PART_OF[type] ?? "")),
      subnet: ["aws_ec2_transit_gateway_vpc_attachment", "aws_vpc_endpoint"],
      "route-table": ["aws_route"],
      "security-group": ["aws_vpc_security_group_ingress_rule"],
      "transit-gateway": ["aws_ec2_transit_gateway_route_table", "aws_ec2_transit_gateway_vpc_attachment"],
      "transit-gateway-route-table": [
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_ec2_transit_gateway_vpc_attachment_accepter",
      ],
    },
    web: {
      vpc: ["aws_ec2_transit_gateway_vpc_attachment"],
      subnet: ["aws_ec2_transit_gateway_vpc_attachment"],
      "route-table": ["aws_route"],
      "security-group": ["aws_vpc_security_group_ingress_rule"],
    },
  };

  test.each([
    ["client", "apply-existing-vpcs"],
    ["web", "apply-web-existing-vpc"],
  ] as const)("what the %s side does to VPCs that exist is what %s allows on their ids", async (side, name) => {
    for (const [touched, types] of Object.entries(DOERS[side])) {
      const known = [...seenCalls(), ...unseenCalls()];
      const calls = known.filter(({ type, step }) => step === "apply" && types.includes(type));
      const asked = (await Promise.all(calls.map((call) => requestsOf(call, side)))).flat();
      const done = asked.filter(({ resource }) => resource.includes(`:${touched}/`)).map(({ action }) => action);
      // Tags and groups are made with the VPC's own tag, not done to it.
      const onIt = new Set(done.filter((action) => !/Tags$/.test(action)));
      const [id = ""] = policy(name).Statement.flatMap(({ Resource }) =>
        Resource.filter((one) => /\/[a-z-]+-0/.test(one) && one.includes(`:${touched}/`)),
      );
      const allowed = [...onIt].filter((action) => allows([policy(name)], { action, resource: id, keys: {} }));
      expect([touched, allowed.sort()]).toEqual([touched, [...onIt].sort()]);
      expect([touched, [...(DONE_TO_EXISTING[side][touched] ?? [])].sort()]).toEqual([touched, [...onIt].sort()]);
    }
    expect(Object.keys(DOERS[side]).sort()).toEqual(Object.keys(DONE_TO_EXISTING[side]).sort());
  });
});

describe("the trust policies in docs/iam", () => {
  interface Trust {
    readonly Statement: readonly {
      readonly Effect: string;
      readonly Principal?: Readonly<Record<string, string>>;
      readonly Action: string | readonly string[];
      readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
    }[];
  }
  const trust = (name: string) => JSON.parse(readFileSync(join(DOCS, `${name}.json`), "utf8")) as Trust;
  const { backend } = planOf("production").config;

  test.each(["plan", "apply"])("let only the runs of the example's workspace that %s in", (phase) => {
    const [{ Principal, Action, Condition } = { Action: "" }, ...more] = trust(`trust-${phase}`).Statement;
    if (backend.type !== "cloud") throw new Error("the example has another backend");
    const { organization, workspace } = backend;
    const sub = `organization:${organization}:project:Default Project:workspace:${workspace}:run_phase:${phase}`;
    expect(more).toEqual([]);
    expect(Action).toBe("sts:AssumeRoleWithWebIdentity");
    expect(Principal).toEqual({ Federated: `arn:aws:iam::${NAMES.client}:oidc-provider/app.terraform.io` });
    expect(Condition).toEqual({
      StringEquals: { "app.terraform.io:aud": "aws.workload.identity", "app.terraform.io:sub": sub },
    });
  });

  test("let the role that applies, and no other, take the web side's", () => {
    const role = `arn:aws:iam::${NAMES.web}:role/overlap-bridge-production-web`;
    expect(trust("trust-web").Statement.map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ AWS: `arn:aws:iam::${NAMES.client}:role/overlap-bridge-production-apply` }, "sts:AssumeRole"],
    ]);
    expect(trust("assume-web").Statement).toEqual([
      { Sid: "BecomeTheWebSidesRole", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [role] },
    ]);
  });
});

describe("the calls that they are made from", () => {
  /** Every kind of bridge, so that every resource type of the constructs is in one of the stacks. */
  const CROSS: Changes = {
    "client.account": { id: NAMES.client },
    "web.account": { id: NAMES.web, role: `arn:aws:iam::${NAMES.web}:role/overlap-bridge` },
  };
  const VARIANTS: readonly (readonly ["article" | "production", Changes])[] = [
    ["article", {}],
    ["article", { reachability_analyzer: {} }],
    ["article", { ...EXISTING_CLIENT, ...EXISTING_WEB }],
    ["article", { ...CROSS, "transit_gateway.share": "invitation" }],
    ["production", {}],
    [
      "production",
      {
        "listeners.https.certificates": [1, 2].map(
          (n) => `arn:aws:acm:eu-central-1:${NAMES.client}:certificate/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c1${n}`,
        ),
      },
    ],
    ["production", CROSS],
  ];
  interface Stack {
    readonly resource: Readonly<Record<string, Readonly<Record<string, { readonly provider?: string }>>>>;
    readonly module?: object;
  }
  const SESSIONS = { "appliance.session_access": true };
  const names = { dns: { zone: "example.internal" } };
  const plans = [
    ...VARIANTS.map(([example, changes]) => planOf(example, changes)),
    hubPlanOf("hub", names),
    appliancePlan(SESSIONS),
  ];
  const stacks = plans.map((plan) =>
    inFolder((folder) => JSON.parse(readFileSync(synthesize([plan], folder)[0] ?? "", "utf8")) as Stack),
  );
  const types = new Set([
    ...stacks.flatMap(({ resource }) => Object.keys(resource)),
    // The module's own.
    ...(stacks.some(({ module }) => module)
      ? ["aws_ec2_network_insights_path", "aws_ec2_network_insights_analysis"]
      : []),
  ]);
  const known = new Set([...seenCalls(), ...unseenCalls()].map(({ type }) => type));

  test.each([...types].sort())("%s belongs to a part, and its calls are known", (type) => {
    // A new type: add it to __tests__/iam/parts.ts and let a deployment show it (npm run generate:calls), or add it to unseen.ts.
    expect([PART_OF[type] !== undefined, known.has(type)]).toEqual([true, true]);
  });

  test("the web side's types are those that its provider has in the stacks", () => {
    const ofWeb = stacks.flatMap(({ resource }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.values(named).some(({ provider }) => provider === "aws.web") ? [type] : [],
      ),
    );
    expect([...new Set(ofWeb)].sort()).toEqual([...WEB_TYPES].sort());
  });

  test.each(lives())("%s has types that are known", (life) => {
    for (const type of Object.keys(callsOf(life))) expect([type, PART_OF[type]]).toEqual([type, expect.any(String)]);
  });

  test("what is said to be unseen is unseen, and has a reason", () => {
    const seen = new Set(seenCalls().map(({ type, step, action }) => `${type} ${step} ${action}`));
    expect(unseenCalls().filter(({ type, step, action }) => seen.has(`${type} ${step} ${action}`))).toEqual([]);
    for (const { why } of Object.values(UNSEEN).flat()) expect(why.length).toBeGreaterThan(20);
  });

  test("what is said to bear no tag is touched by a call", () => {
    const done = new Set([...seenCalls(), ...unseenCalls()].map(({ action }) => action));
    for (const row of Object.keys(UNTAGGED)) expect([row, done.has(row.split(" ")[0] ?? "")]).toEqual([row, true]);
  });
});

describe("the evaluator", () => {
  test.each([
    ["vpc/vpc-1", "vpc/*", true],
    ["vpc/vpc-1", "vpc/vpc-1", true],
    ["subnet/vpc/1", "vpc/*", false],
    ["a-b", "a*b", true],
    ["ab", "a*b*b", false],
    ["abab", "a*b*b", true],
  ])("%s against %s: %s", (text, form, expected) => expect(matches(text, form)).toBe(expected));

  const statement = { Sid: "A", Effect: "Allow", Action: ["a:B"], Resource: ["r/*"] } as const;
  test.each([
    [{ StringEquals: { k: "v" } }, { k: "v" }, true],
    [{ StringEquals: { k: "v" } }, {}, false],
    [{ StringEquals: { k: ["v", "w"] } }, { k: "w" }, true],
    [{ Null: { k: "true" } }, {}, true],
    [{ Null: { k: "true" } }, { k: "v" }, false],
    [{ "ForAllValues:StringNotEquals": { k: ["v"] } }, { k: ["v", "w"] }, false],
  ])("%j with %j: %s", (Condition, keys, expected) => {
    const policies_: Policy[] = [{ Version: "2012-10-17", Statement: [{ ...statement, Condition }] }];
    expect(allows(policies_, { action: "a:B", resource: "r/1", keys: keys })).toBe(expected);
  });
});
