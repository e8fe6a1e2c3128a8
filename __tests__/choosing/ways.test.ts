import { parse } from "yaml";
import { otherWayCould, waysFor } from "../../src/choosing/ways";
import { type Way, type WayName } from "../../src/choosing/way";
import { gigabyteText, monthText, unknownWords } from "../../src/prices";
import { APPLIANCE } from "../config/bridge-texts";
import { bridgeText, type Changes, EXISTING_CLIENT, EXISTING_WEB } from "../support/bridges";

function waysOf(text: string): Way[] {
  return waysFor({ name: "test", elsewhere: [] }, parse(text));
}

const article = (changes: Changes = {}) => waysOf(bridgeText("article", changes));

function named(ways: readonly Way[], name: WayName): Way {
  const way = ways.find((one) => one.name === name);
  if (!way) throw new Error(`no way ${name}`);
  return way;
}

/** What a way costs, as it is printed. */
function priceOf({ cost }: Way): readonly [month: string, least: string, most: string] {
  if (!cost) throw new Error("no cost");
  return [monthText(cost.monthly), gigabyteText(cost.gigabyte[0]), gigabyteText(cost.gigabyte[1])];
}

const couldOf = (ways: readonly Way[]) => Object.fromEntries(ways.map(({ name, could }) => [name, could]));

describe("a bridge in the client VPC", () => {
  test("is marked as what the file says, and only that", () => {
    expect(article().flatMap(({ name, chosen }) => (chosen ? [name] : []))).toEqual(["client"]);
  });

  test("of the article costs what the README says, and asks of the web side what it says", () => {
    const way = named(article(), "client");
    const { asks, zones, cost } = way;
    expect(priceOf(way)).toEqual(["122.28", "0.073", "0.073"]);
    expect(cost?.requests).toBe(false);
    expect(asks?.web).toMatchObject({ attachments: 1, routes: 1, rules: 1, subnets: 0, secondaryRanges: 0 });
    expect(asks?.client).toMatchObject({ attachments: 1, secondaryRanges: 1, subnets: 3, natGateways: 1, routes: 2 });
    expect(zones).toEqual({ balancers: 2, natGateways: 1 });
  });

  test("of production costs a NAT gateway more", () => {
    const production = bridgeText("production");
    expect(priceOf(named(waysOf(production.replaceAll("eu-central-1", "us-east-1")), "client"))[0]).toBe("155.13");
  });

  test("costs what its Region charges; what is not known of that is said to be", () => {
    const way = named(waysOf(bridgeText("production")), "client");
    expect(priceOf(way)).toEqual(["95.63 + unknown", "0.052 + unknown", "0.052 + unknown"]);
    expect(way.cost && unknownWords(way.cost.monthly)).toBe("2 transit gateway attachments");
    expect(priceOf(named(article({ region: "eu-west-1" }), "client"))).toEqual(["unknown", "unknown", "unknown"]);
  });

  test("costs half a dollar more with a hosted zone of its own, nothing with one that exists", () => {
    const fixed = (dns: object) => priceOf(named(article({ dns }), "client"))[0];
    expect(fixed({ zone: "example.internal" })).toBe("122.78");
    expect(fixed({ zone: "example.internal", zone_id: "Z0123456789ABCDEFGHIJ" })).toBe("122.28");
  });

  test("with existing VPCs could be a hub of every kind", () => {
    const both = article({ ...EXISTING_CLIENT, ...EXISTING_WEB });
    expect(couldOf(both)).toMatchObject({
      client: "yes",
      "hub-nat-transit-gateway": "yes",
      "hub-nat-peering": "yes",
      "hub-endpoint-transit-gateway": "yes",
      "hub-endpoint-peering": "yes",
    });
  });
});

describe("a hub for the same job", () => {
  test.each<[WayName, number, number]>([
    // Client, hub, web: three attachments; without the transit gateway's leg to the web side, two.
    ["hub-nat-transit-gateway", 32.85 + 3 * 36.5 + 16.425, 0.093],
    ["hub-nat-peering", 32.85 + 2 * 36.5 + 16.425, 0.073],
    // The client has hosts in one zone only, so the endpoint has one interface; behind the NLB stands the ALB.
    ["hub-endpoint-transit-gateway", 7.3 + 2 * 36.5 + 2 * 16.425, 0.044],
    ["hub-endpoint-peering", 7.3 + 2 * 16.425, 0.024],
  ])("%s", (name, monthly, gigabyte) => {
    const way = named(article(), name);
    expect(way.could).toBe("yes");
    const [month, ...gigabytes] = priceOf(way).map(Number);
    expect(month).toBeCloseTo(monthly, 1);
    expect(gigabytes).toEqual([gigabyte, gigabyte]);
  });

  test("by endpoint gives the client VPC an endpoint and nothing else", () => {
    const { client } = named(article(), "hub-endpoint-peering").asks ?? {};
    expect(Object.entries(client ?? {}).filter(([, count]) => count > 0)).toEqual([["endpoints", 1]]);
  });
});

describe("a service that the client VPC can't carry", () => {
  const ways = article({ "services.web.protocol": "TCP" });

  test("is a hub's, and PrivateLink's, not a Lattice service's", () => {
    expect(couldOf(ways)).toMatchObject({
      client: "no",
      "hub-nat-peering": "yes",
      privatelink: "yes",
      "lattice-service": "no",
      "lattice-resource": "yes",
    });
    expect(otherWayCould(ways)).toBe(true);
  });

  test("has the fault of the file as the reason", () => {
    expect(named(ways, "client").because).toEqual([
      expect.objectContaining({ path: ["services", "web", "protocol"], rule: "choice" }),
    ]);
  });

  test("needs no ALB", () => {
    expect(priceOf(named(ways, "hub-endpoint-peering"))).toEqual(["23.73", "0.016", "0.016"]);
  });
});

test("UDP is left to what carries it", () => {
  const ways = article({ "services.web.protocol": "UDP" });
  const left = ways.filter(({ could }) => could !== "no").map(({ name }) => name);
  expect(left).toEqual(["appliance", "ipv6"]);
});

test("a file that no place can hold is left to what no file can say", () => {
  // Three target groups more than an ALB can have, a quota that AWS does not raise.
  const services = Object.fromEntries(
    Array.from({ length: 103 }, (_, i) => [
      `s${i}`,
      { targets: ["10.64.0.10"], match: { hosts: [`s${i}.example.com`] } },
    ]),
  );
  const ways = article({ services });
  expect(ways.flatMap(({ name, could }) => (could === "no" ? [name] : []))).toEqual([
    "client",
    "hub-nat-transit-gateway",
    "hub-nat-peering",
    "hub-endpoint-transit-gateway",
    "hub-endpoint-peering",
  ]);
  expect(named(ways, "client").because[0]).toMatchObject({ rule: "alb-quotas" });
  expect(named(ways, "privatelink").could).toBe("yes");
});

describe("a key that no place knows", () => {
  test("is in the way of all that a file can say", () => {
    const ways = waysOf(`${bridgeText("article")}x: 1\n`);
    for (const { name, could } of ways)
      if (name === "client" || name.startsWith("hub-")) expect([name, could]).toEqual([name, "no"]);
    expect(otherWayCould(ways)).toBe(false);
  });
});

test.each(["[]", "7", "region: 1"])("of %s nothing is told", (text) => {
  expect(waysOf(text)).toEqual([]);
});

const HUB = `
region: us-east-1
backend: { type: local, path: state/hub.tfstate }
clients:
  apps:
    way: nat
    vpc: { cidr: 10.0.0.0/16 }
    subnets: { a: { cidr: 10.0.1.0/24, zone: a } }
    nat: { cidr: 100.64.0.0/26 }
  batch:
    way: endpoint
    vpc: { cidr: 10.0.0.0/16 }
    subnets: { a: { cidr: 10.0.1.0/24, zone: a }, b: { cidr: 10.0.2.0/24, zone: b } }
webs:
  shop: { way: peering, vpc: { cidr: 10.0.0.0/16 }, subnets: { a: { cidr: 10.0.1.0/24, zone: a } } }
  crm: { way: peering, vpc: { cidr: 10.0.0.0/16 }, subnets: { a: { cidr: 10.0.1.0/24, zone: a } } }
bridge: { place: hub, cidr: 100.64.8.0/24, zones: [a, b] }
listeners: { http: {} }
services:
  shop: { web: shop, targets: [10.0.1.10] }
  db: { web: crm, targets: [10.0.1.10], protocol: TCP, port: 5432 }
`;

describe("a hub whose sides are joined in several ways", () => {
  const ways = waysOf(HUB);

  test("is a way of its own, beside those of which all sides are alike", () => {
    expect(ways.filter(({ chosen }) => chosen).map(({ name }) => name)).toEqual(["hub-mixed"]);
    expect(couldOf(ways)).toMatchObject({ "hub-nat-peering": "yes", "hub-endpoint-peering": "yes" });
  });

  test("counts every side", () => {
    const { asks, zones } = named(ways, "hub-mixed");
    expect(asks?.client).toMatchObject({
      secondaryRanges: 1,
      subnets: 2,
      natGateways: 1,
      attachments: 1,
      endpoints: 2,
    });
    expect(asks?.web).toMatchObject({ peerings: 2, attachments: 0, routes: 2, rules: 2 });
    expect(zones).toEqual({ balancers: 2, natGateways: 1 });
    // A NAT gateway, two attachments, an ALB, two NLBs, two endpoints of two zones.
    const [month, ...gigabytes] = priceOf(named(ways, "hub-mixed"));
    expect(Number(month)).toBeCloseTo(32.85 + 2 * 36.5 + 3 * 16.425 + 4 * 7.3, 1);
    // From TCP by endpoint to HTTP by NAT.
    expect(gigabytes).toEqual(["0.016", "0.073"]);
  });

  test("is too much for the client VPC: two of each side, and TCP", () => {
    const { could, because } = named(ways, "client");
    expect(could).toBe("no");
    expect(because.map(({ path, rule }) => [path, rule])).toEqual([
      [["clients"], "one-client-one-web"],
      [["webs"], "one-client-one-web"],
    ]);
  });
});

test("a hub without a client can't be in the client VPC, and says why", () => {
  const none = HUB.replace(/clients:[\s\S]*?(?=webs:)/, "");
  const { could, because } = named(waysOf(none), "client");
  expect(could).toBe("no");
  expect(because).toMatchObject([
    { path: ["clients"], rule: "one-client-one-web", message: expect.stringMatching(/^are none/) as string },
    { path: ["webs"], rule: "one-client-one-web" },
  ]);
});

test("a hub of one client and one web side could be in the client VPC, if it carries HTTP only", () => {
  const one = HUB.replace(/ {2}batch:[\s\S]*?(?=webs:)/, "")
    .replace(/ {2}crm:.*\n/, "")
    .replace(/ {2}db:.*\n/, "");
  expect(couldOf(waysOf(one))["client"]).toBe("yes");
  const tcp = one.replace("targets: [10.0.1.10]", "targets: [10.0.1.10], protocol: TCP, port: 5432");
  expect(tcp).not.toBe(one);
  expect(couldOf(waysOf(tcp))["client"]).toBe("no");
});

describe("an appliance alone", () => {
  const ways = waysOf(APPLIANCE);

  test("is the file's way, and costs its instance and two attachments", () => {
    expect(ways.flatMap(({ name, chosen }) => (chosen ? [name] : []))).toEqual(["appliance"]);
    // With 8 GB of disk.
    expect(priceOf(named(ways, "appliance"))).toEqual(["121.64", "0.02", "0.02"]);
    expect(named(ways, "appliance").asks?.web).toMatchObject({ attachments: 1, routes: 1, rules: 3 });
  });

  test("is told once, and nothing that carries no UDP could do its job", () => {
    expect(ways.filter(({ name }) => name === "appliance")).toHaveLength(1);
    expect(ways.filter(({ could }) => could === "yes").map(({ name }) => name)).toEqual(["appliance", "ipv6"]);
  });

  test("of TCP from the clients could be PrivateLink's too", () => {
    const tcp = APPLIANCE.replace(/ {2}initiate[^]*$/, "  client_to_web: [{ protocol: TCP, ports: [5432] }]\n");
    expect(couldOf(waysOf(tcp))).toMatchObject({ privatelink: "yes", "lattice-service": "no" });
  });

  test("of a type whose price nobody knows costs nobody knows what", () => {
    const odd = APPLIANCE.replace("  initiate", "  instance_type: m9x.huge\n  instance_interfaces: 2\n  initiate");
    expect(priceOf(named(waysOf(odd), "appliance"))[0]).toBe("73.64 + unknown");
  });
});

test("an appliance could do the job of an ALB between one client and one web side, not that of a hub of many", () => {
  const way = named(article(), "appliance");
  expect(way.could).toBe("yes");
  expect(priceOf(way)[0]).toBe("121.64");
  expect(named(waysOf(HUB), "appliance").could).toBe("no");
});
