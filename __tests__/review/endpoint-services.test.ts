import { reviewPlan } from "../../src/review";
import { planBetween } from "../support/plan-between";
import { privateLink, tcp } from "../support/private-link";

type Values = Readonly<Record<string, unknown>>;
type Network = Readonly<Record<string, Values>>;

const NAME = "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0";
const CLIENT = "aws_instance.client";
const ENDPOINT = "aws_vpc_endpoint.data";

/** What a reference is after the apply. */
function applied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(applied);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, applied(one)]));
  if (typeof value !== "string") return value;
  return value.replace(/^\$\{(\w+)\.(\w+)\.(\w+)\}$/, (_, type: string, name: string, attribute: string) =>
    attribute === "service_name" ? NAME : `${type}-${name}`,
  );
}

/** The network as a state has it. */
const BEFORE: Network = Object.fromEntries(
  Object.entries(privateLink()).flatMap(([type, all]) =>
    Object.entries(all).map(([name, body]) => [
      `${type}.${name}`,
      {
        ...{ id: `${type}-${name}`, arn: `${type}-${name}` },
        ...(applied(body) as Values),
        ...(type === "aws_vpc_endpoint_service" && { service_name: NAME }),
        ...(type === "aws_vpc_endpoint" && { state: "available" }),
      },
    ]),
  ),
);

const changed = (address: string, more: Values): Network => ({ ...BEFORE, [address]: { ...BEFORE[address], ...more } });
const without = (...addresses: string[]): Network =>
  Object.fromEntries(Object.entries(BEFORE).filter(([address]) => !addresses.includes(address)));

/** What a change does to the client's flow by the endpoint. */
function fates(before: Network, after: Network): string[] {
  return fatesOf(planBetween(before, after));
}

function fatesOf(plan: ReturnType<typeof planBetween>): string[] {
  const { flows } = reviewPlan(plan);
  return (["broken", "opened", "undecided"] as const).filter((fate) =>
    flows[fate].some(({ from, to }) => from.includes(CLIENT) && to.includes(ENDPOINT)),
  );
}

const SHUT: readonly [string, Network][] = [
  ["the endpoint's group", changed("aws_security_group.endpoint", { ingress: [] })],
  [
    "the load balancer's group in the other VPC",
    changed("aws_security_group.front", { ingress: [tcp(22, "0.0.0.0/0")] }),
  ],
  ["the target's group in the other VPC", changed("aws_security_group.data", { ingress: [] })],
  ["its target", without("aws_lb_target_group_attachment.data")],
  ["its listener's port", changed("aws_lb_listener.data", { port: 5433 })],
];

test.each(SHUT)("a change of %s breaks what went by the endpoint, and back opens it", (_, after) => {
  expect(fates(BEFORE, after)).toEqual(["broken"]);
  expect(fates(after, BEFORE)).toEqual(["opened"]);
});

test("without its endpoint service nobody knows what stands behind the endpoint", () => {
  expect(fates(BEFORE, without("aws_vpc_endpoint_service.data"))).toEqual(["undecided"]);
});

describe("an accepter that is destroyed rejects the endpoint", () => {
  const ACCEPTER = "aws_vpc_endpoint_connection_accepter.data";
  const accepter = {
    vpc_endpoint_service_id: "aws_vpc_endpoint_service-data",
    vpc_endpoint_id: "aws_vpc_endpoint-data",
  };
  const asking = changed("aws_vpc_endpoint_service.data", { acceptance_required: true });
  const accepted: Network = { ...asking, [ACCEPTER]: accepter };

  test("of which the plan says that it stays available", () => {
    expect(fates(accepted, asking)).toEqual(["broken"]);
    const { flows } = reviewPlan(planBetween(accepted, asking));
    expect(new Set(flows.broken.flatMap(({ causes }) => causes.map(({ address }) => address)))).toEqual(
      new Set([ACCEPTER]),
    );
  });

  test("of which auto_accept was the way in, too", () => {
    const own = { [ENDPOINT]: { ...BEFORE[ENDPOINT], auto_accept: true } };
    expect(fates({ ...accepted, ...own }, { ...asking, ...own })).toEqual(["broken"]);
  });

  test("and not one of another endpoint", () => {
    const other = { ...asking, [ACCEPTER]: { ...accepter, vpc_endpoint_id: "vpce-2" } };
    expect(fates(other, asking)).toEqual([]);
  });

  test("before or after another accepter lets it in: chance decides", () => {
    expect(fates(accepted, { ...asking, "aws_vpc_endpoint_connection_accepter.renamed": accepter })).toEqual([
      "undecided",
    ]);
  });

  test.each([
    [["delete", "create"], []],
    [["create", "delete"], ["undecided"]],
  ])("as the last action of a replacement says: %j", (actions, expected) => {
    const plan = planBetween(accepted, { ...accepted, [ACCEPTER]: { ...accepter } });
    const changes = plan.resource_changes as unknown as { address: string; change: object }[];
    const replaced = changes.map((one) =>
      one.address === ACCEPTER ? { ...one, change: { ...one.change, actions } } : one,
    );
    expect(fatesOf({ ...plan, resource_changes: replaced as never })).toEqual(expected);
  });
});
