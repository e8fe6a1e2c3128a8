import { diffOf, idsInPlan, type Source } from "../../src/diff";
import { type JsonObject, readPlan } from "../../src/terraform";
import { planBetween } from "../support/plan-between";
import { smallNetwork } from "../support/small-network";
import { accountOf, ACCOUNT, flowsOf, REGION, stateOf, synthOf } from "./sources";
import { admits, BY_ID, BY_NAME, twoHosts } from "./two-names";

const OPEN = [admits(5432, "10.0.1.0/24")];

/** Every resource by its address. */
const flat = (resources: ReturnType<typeof twoHosts>) =>
  Object.fromEntries(
    Object.entries(resources).flatMap(([type, named]) =>
      Object.entries(named).map(([name, values]) => [`${type}.${name}`, values] as const),
    ),
  ) as Parameters<typeof planBetween>[0];

function planOf(before: ReturnType<typeof twoHosts>, after: ReturnType<typeof twoHosts>): Source {
  const json: JsonObject = planBetween(flat(before), flat(after));
  return { graph: readPlan(json), shown: "plan.json", ids: idsInPlan(json) };
}

/** Without the client, so that two flows of its own are gone: to the server, and to whoever else sits in its subnet. */
function withoutClient(names: typeof BY_NAME) {
  const { aws_instance: hosts, ...rest } = twoHosts(names, OPEN);
  return { ...rest, aws_instance: { [names.server]: hosts![names.server]! } };
}

describe("an end that one source tells alone", () => {
  test("is new, or gone, between two states and between two answers of an account", () => {
    for (const [first, second] of [
      [stateOf(withoutClient(BY_NAME)), stateOf(twoHosts(BY_NAME, OPEN))],
      [accountOf(withoutClient(BY_ID)), accountOf(twoHosts(BY_ID, OPEN))],
    ] as const) {
      const [there, back] = [diffOf(first, second), diffOf(second, first)];
      expect(there.flows.counts).toMatchObject({ opened: 2, new: 0, broken: 0 });
      expect(there.flows.opened[0]?.causes.map(({ action }) => action)).toEqual(["create"]);
      expect(back.flows.counts).toMatchObject({ removed: 2, opened: 0, broken: 0 });
      expect(back.flows.ended.map(({ pairs }) => pairs)).toEqual(back.flows.ended.map(() => 1));
      expect([there.leftOut, back.leftOut]).toEqual([[], []]);
    }
  });

  test("is left out where the account has it and the state does not", () => {
    const [there, back] = [
      diffOf(stateOf(withoutClient(BY_NAME)), accountOf(twoHosts(BY_ID, OPEN))),
      diffOf(accountOf(twoHosts(BY_ID, OPEN)), stateOf(withoutClient(BY_NAME))),
    ];
    expect(there.leftOut).toEqual([{ address: "aws_instance.i-1", told: "after", reason: "not-managed" }]);
    expect(back.leftOut).toEqual([{ address: "aws_instance.i-1", told: "before", reason: "not-managed" }]);
    for (const { flows, verdict } of [there, back]) {
      expect(verdict).toBe("safe");
      expect(flows.counts).toMatchObject({ opened: 0, new: 0, broken: 0, removed: 0 });
    }
  });

  test("is gone where the state has it and the account, which was asked for it, does not", () => {
    const diff = diffOf(stateOf(twoHosts(BY_NAME, OPEN)), accountOf(withoutClient(BY_ID)));
    expect(diff.leftOut).toEqual([]);
    expect(diff.flows.counts).toMatchObject({ removed: 2 });
  });

  test.each([
    [
      "did not list such things",
      { account: ACCOUNT, region: REGION, lists: new Set(["subnet"] as const) },
      "not-listed",
    ],
    [
      "was asked elsewhere",
      { account: "999999999999", region: REGION, lists: new Set(["instance"] as const) },
      "not-asked",
    ],
    [
      "was asked in another Region",
      { account: ACCOUNT, region: "eu-west-1", lists: new Set(["instance"] as const) },
      "not-asked",
    ],
  ] as const)("is left out where AWS %s", (_, place, reason) => {
    const diff = diffOf(stateOf(twoHosts(BY_NAME, OPEN)), accountOf(withoutClient(BY_ID), [place]));
    expect(diff.leftOut).toEqual([{ address: "aws_instance.client", told: "before", reason }]);
    expect(diff.flows.counts).toMatchObject({ removed: 0, broken: 0 });
  });

  test("goes where the plan, which found it by its id, destroys it", () => {
    const plan = planOf(twoHosts(BY_NAME, OPEN), withoutClient(BY_NAME));
    const diff = diffOf(accountOf(twoHosts(BY_ID, OPEN)), plan);
    expect(diff.leftOut).toEqual([]);
    expect(diff.flows.counts).toMatchObject({ removed: 2 });
  });
});

describe("a plan", () => {
  const more = [...OPEN, admits(22, "10.0.1.0/24")];
  const plan = planOf(twoHosts(BY_NAME, OPEN), twoHosts(BY_NAME, more));

  test("against the account as it is opens what it opens", () => {
    const diff = diffOf(accountOf(twoHosts(BY_ID, OPEN)), plan);
    expect(flowsOf(diff, "opened")).toEqual(["aws_instance.client -> aws_instance.server tcp 22"]);
  });

  test("against what is there after its apply says nothing", () => {
    for (const applied of [stateOf(twoHosts(BY_NAME, more)), accountOf(twoHosts(BY_ID, more))])
      expect(diffOf(plan, applied)).toMatchObject({ verdict: "safe", things: [], leftOut: [] });
  });

  test("against an account that somebody changed behind it says what", () => {
    const diff = diffOf(plan, accountOf(twoHosts(BY_ID, [...more, admits(443, "0.0.0.0/0")])));
    expect(flowsOf(diff, "opened")).toEqual(["aws_instance.client -> aws_instance.server tcp 443"]);
  });
});

describe("a synthesized configuration, which knows no ids", () => {
  const { resource } = smallNetwork();
  const source = synthOf(resource);
  const arn = (what: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${what}`;

  /** The same as AWS has it. */
  function applied(): Source {
    const ids: Record<string, string> = {
      "${aws_vpc.main.id}": "vpc-1",
      "${aws_subnet.app.id}": "subnet-1",
      "${aws_subnet.data.id}": "subnet-2",
      "${aws_security_group.app.id}": "sg-1",
      "${aws_security_group.data.id}": "sg-2",
    };
    const text = Object.entries(ids).reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(resource));
    const known = JSON.parse(text) as Record<string, Record<string, Record<string, unknown>>>;
    const named = (type: string, name: string, id: string, more: object = {}) => ({
      [id]: { ...known[type]![name], id, arn: arn(id), ...more },
    });
    return accountOf({
      aws_vpc: named("aws_vpc", "main", "vpc-1", { owner_id: ACCOUNT }),
      aws_subnet: {
        ...named("aws_subnet", "app", "subnet-1", { map_public_ip_on_launch: false }),
        ...named("aws_subnet", "data", "subnet-2", { map_public_ip_on_launch: false }),
      },
      aws_security_group: {
        ...named("aws_security_group", "app", "sg-1"),
        ...named("aws_security_group", "data", "sg-2"),
      },
      aws_instance: {
        ...named("aws_instance", "app", "i-1", { public_ip: "" }),
        ...named("aws_instance", "data", "i-2", { public_ip: "" }),
        ...named("aws_instance", "other", "i-3", { public_ip: "" }),
      },
    });
  }

  test("finds its things in an account by what only one can be", () => {
    const diff = diffOf(source, applied());
    const by = new Map(diff.matched.map((one) => [one.address, [one.id, one.by]]));
    expect(Object.fromEntries(by)).toMatchObject({
      "aws_vpc.main": ["vpc-1", "place"],
      "aws_subnet.app": ["subnet-1", "place"],
      "aws_instance.data": ["i-2", "place"],
    });
    expect(diff.flows.counts).toMatchObject({ broken: 0, opened: 0, new: 0, removed: 0 });
    expect(diff.leftOut).toEqual([]);
  });

  test("takes no VPC for one of another name, however equal their ranges are", () => {
    const named = synthOf({ ...resource, aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { Name: "other" } } } });
    expect(diffOf(named, applied()).matched).toEqual([]);
  });
});
