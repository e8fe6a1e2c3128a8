import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { STATE, STATEFUL_GROUP, STATEFUL_RULE } from "../support/distributed-firewall";

type Values = Readonly<Record<string, unknown>>;
type Network = Readonly<Record<string, Values>>;

const NETWORK: Network = Object.fromEntries(
  Object.entries(STATE).flatMap(([type, named]) =>
    Object.entries(named as Record<string, Values>).map(([name, values]) => [`${type}.${name}`, values] as const),
  ),
);
const G = "aws_networkfirewall_rule_group.g";
const P = "aws_networkfirewall_firewall_policy.p";

function planOf(before: Network, after: Network): JsonObject {
  const resource = (address: string, values: Values) => {
    const [type = "", name = ""] = address.split(".");
    return { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws", values };
  };
  const moduleOf = (network: Network) => ({
    root_module: { resources: Object.entries(network).map(([address, values]) => resource(address, values)) },
  });
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    prior_state: { format_version: "1.0", terraform_version: "1.11.4", values: moduleOf(before) },
    planned_values: moduleOf(after),
    resource_changes: Object.keys({ ...before, ...after }).map((address) => {
      const [was, will] = [before[address] ?? null, after[address] ?? null];
      const action = !was ? "create" : !will ? "delete" : was === will ? "no-op" : "update";
      return { ...resource(address, {}), change: { actions: [action], before: was, after: will, after_unknown: {} } };
    }),
  } as unknown as JsonObject;
}

const edited = (address: string, values: Values): Network => ({
  ...NETWORK,
  [address]: { ...NETWORK[address], ...values },
});
const ruled = (rules: readonly Values[]): Network => {
  const [group] = STATEFUL_GROUP;
  const [source] = group!.rules_source;
  return edited(G, { rule_group: [{ ...group, rules_source: [{ ...source, stateful_rule: rules }] }] });
};
const WIDE = { ...STATEFUL_RULE, header: [{ ...STATEFUL_RULE.header[0], source: "ANY", destination: "ANY" }] };
const TLS_NAMES = { ...STATEFUL_RULE, rule_option: [{ keyword: "tls.sni", settings: [] }] };

function flowsOf(before: Network, after: Network) {
  const { flows, notJudged } = reviewPlan(planOf(before, after));
  const names = (lines: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[]): string[] =>
    lines
      .map(({ from, to }) => `${from.join()} > ${to.join()}`)
      .filter((line) => !line.includes("aws_networkfirewall"))
      .sort();
  const told = notJudged.flatMap(({ addresses }) => addresses);
  return { broken: names(flows.broken), opened: names(flows.opened), undecided: names(flows.undecided), told };
}

const THERE = "aws_instance.a > aws_instance.b";
const BACK = "aws_instance.b > aws_instance.a";

describe("a change of what a firewall's rules say", () => {
  test("opens flows", () => {
    expect(flowsOf(NETWORK, ruled([WIDE])).opened).toEqual([BACK]);
  });

  test("breaks flows", () => {
    expect(flowsOf(NETWORK, ruled([{ ...STATEFUL_RULE, action: "DROP" }])).broken).toEqual([THERE]);
    expect(flowsOf(ruled([WIDE]), NETWORK).broken).toEqual([BACK]);
  });

  test("leaves open what it no longer tells", () => {
    expect(flowsOf(NETWORK, ruled([TLS_NAMES])).undecided).toEqual([THERE]);
  });

  test("counts wherever it is: in the policy, or by which policy the firewall has", () => {
    const [policy] = NETWORK[P]!.firewall_policy as readonly Values[];
    const passing = edited(P, { firewall_policy: [{ ...policy, stateless_default_actions: ["aws:pass"] }] });
    expect(flowsOf(NETWORK, passing).opened).toEqual([THERE, BACK]);
    const other = edited("aws_networkfirewall_firewall.f", { firewall_policy_arn: "arn:other" });
    expect(flowsOf(NETWORK, other).undecided).toEqual([THERE, BACK]);
  });

  test("is told, for what of it is not read may decide", () => {
    expect(flowsOf(ruled([TLS_NAMES]), ruled([TLS_NAMES, TLS_NAMES])).told).toContain(G);
  });
});
