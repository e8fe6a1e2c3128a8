import { asked } from "../support/asked";
import { type Blocks, having, privateLink } from "../support/private-link";

const verdictOf = (blocks: Blocks, rest: object = {}) =>
  asked(blocks, rest).verdict("aws_instance.client", "aws_vpc_endpoint.data", 5432);

/** Only the node in zone a has a target, and the endpoint is in one zone. */
const zonal = (zone: "a" | "b"): Blocks => {
  const own = having("aws_lb", "front", { enable_cross_zone_load_balancing: false });
  return having("aws_vpc_endpoint", "data", { subnet_ids: [`\${aws_subnet.endpoint_${zone}.id}`] }, own);
};
/** The subnets by the ids of their zones, in which two accounts may have other names. */
const byId = (base: Blocks, ids: Readonly<Record<string, string>>): Blocks =>
  Object.entries(ids).reduce(
    (blocks, [name, id]) =>
      having("aws_subnet", name, { availability_zone_id: id, availability_zone: undefined }, blocks),
    base,
  );
/** The web's VPC is another account's. */
const elsewhere = (base: Blocks): Blocks => having("aws_vpc", "web", { provider: "aws.web" }, base);
const IDS = {
  endpoint_a: "euc1-az1",
  endpoint_b: "euc1-az2",
  front_a: "euc1-az1",
  front_b: "euc1-az2",
  data: "euc1-az1",
};

test("an endpoint's interface hands on in its own zone", () => {
  expect(verdictOf(zonal("a"))).toBe("ALLOWED");
  expect(verdictOf(zonal("b"))).toBe("DENIED");
});

test("of another account the names of zones tell nothing", () => {
  expect(verdictOf(elsewhere(privateLink()))).toBe("ALLOWED");
  for (const zone of ["a", "b"] as const) expect(verdictOf(elsewhere(zonal(zone)))).toBe("UNKNOWN");
});

test("the ids of zones tell everywhere", () => {
  expect(verdictOf(byId(elsewhere(zonal("a")), IDS))).toBe("ALLOWED");
  expect(verdictOf(byId(elsewhere(zonal("b")), IDS))).toBe("DENIED");
  expect(verdictOf(byId(elsewhere(zonal("b")), { ...IDS, endpoint_b: "euc1-az1" }))).toBe("ALLOWED");
  expect(verdictOf(byId(elsewhere(zonal("b")), { ...IDS, endpoint_b: "euc1-az3" }))).toBe("DENIED");
});

test("whichever load balancer of its zone AWS picks has to do it, and nobody knows which one it picks", () => {
  const second = (more: object): Blocks => {
    const base = privateLink();
    return {
      ...base,
      aws_lb: { ...base.aws_lb, second: { ...base.aws_lb!.front!, ...more } },
      aws_vpc_endpoint_service: {
        data: {
          ...base.aws_vpc_endpoint_service!.data!,
          network_load_balancer_arns: ["${aws_lb.front.arn}", "${aws_lb.second.arn}"],
        },
      },
    };
  };
  const listening = (blocks: Blocks): Blocks => ({
    ...blocks,
    aws_lb_listener: {
      ...blocks.aws_lb_listener,
      second: { ...blocks.aws_lb_listener!.data!, load_balancer_arn: "${aws_lb.second.arn}" },
    },
  });
  expect(verdictOf(listening(second({})))).toBe("ALLOWED");
  expect(verdictOf(second({}))).toBe("UNKNOWN");
  // In a zone that the endpoint isn't in, it doesn't count.
  const apart = having(
    "aws_vpc_endpoint",
    "data",
    { subnet_ids: ["${aws_subnet.endpoint_a.id}"] },
    second({ subnets: ["${aws_subnet.front_b.id}"] }),
  );
  expect(verdictOf(apart)).toBe("ALLOWED");
});

test("to a service of another Region it may hand on to any zone", () => {
  const far = (base: Blocks, by: "id" | "name", ...names: string[]): Blocks =>
    names.reduce(
      (blocks, name) =>
        by === "id"
          ? byId(blocks, { [name]: IDS[name as keyof typeof IDS].replace("euc1", "euw1") })
          : having("aws_subnet", name, { availability_zone: `eu-west-1${name.at(-1)}` }, blocks),
      base,
    );
  const fronts = ["front_a", "front_b"];
  for (const zone of ["a", "b"] as const) {
    expect(verdictOf(far(byId(elsewhere(zonal(zone)), IDS), "id", ...fronts, "data"))).toBe("UNKNOWN");
    // A provider may have several Regions.
    expect(verdictOf(far(zonal(zone), "name", ...fronts, "data"))).toBe("UNKNOWN");
  }
  expect(verdictOf(far(byId(elsewhere(privateLink()), IDS), "id", ...fronts, "data"))).toBe("ALLOWED");
  expect(verdictOf(far(privateLink(), "name", ...fronts, "data"))).toBe("ALLOWED");
});
