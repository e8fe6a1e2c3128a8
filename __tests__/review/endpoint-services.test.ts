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
  const { flows } = reviewPlan(planBetween(before, after));
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
