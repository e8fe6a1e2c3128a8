import { type HubPlan } from "../../../src/address-plan/hub/hub-plan";
import { type PlannedSubnet } from "../../../src/address-plan/planned-subnet";
import { formatCidr, formatIpv4 } from "../../../src/ipv4";
import { patch } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { hubPlanOf } from "./hub-case";

const ranges = (subnets: readonly PlannedSubnet[]) => subnets.map(({ name, cidr }) => `${name} ${formatCidr(cidr)}`);
const client = (plan: HubPlan, name: string) => plan.clients.find((side) => side.name === name);
const web = (plan: HubPlan, name: string) => plan.webs.find((side) => side.name === name);
const natClient = (plan: HubPlan, name: string) => {
  const side = client(plan, name);
  if (side?.way !== "nat") throw new Error(`${name} is no client by NAT`);
  return side;
};

describe("two clients and two webs by peering, all of one range", () => {
  const plan = hubPlanOf(HUB);

  test("the hub's range is cut into a block for each web side, and the attachment's at its end", () => {
    expect(plan.webs.map(({ balancerSubnets }) => ranges(balancerSubnets))).toEqual([
      ["shop-a 100.64.8.0/27", "shop-b 100.64.8.32/27"],
      ["crm-a 100.64.8.64/27", "crm-b 100.64.8.96/27"],
    ]);
    expect(plan.webs.map(({ balancerPrefixes }) => balancerPrefixes.map(formatCidr))).toEqual([
      ["100.64.8.0/26"],
      ["100.64.8.64/26"],
    ]);
    expect(ranges(plan.attachmentSubnets)).toEqual(["attachment-a 100.64.8.192/28", "attachment-b 100.64.8.208/28"]);
    expect(plan.hasTransitGateway).toBe(true);
  });

  test("a client by NAT gets a gateway for each zone, and its tables lead to the webs that its services name", () => {
    const apps = natClient(plan, "apps");
    expect(ranges(apps.natSubnets)).toEqual(["nat-a 100.64.0.0/28", "nat-b 100.64.0.16/28"]);
    expect(ranges(apps.attachmentSubnets)).toEqual(["attachment-a 100.64.0.32/28", "attachment-b 100.64.0.48/28"]);
    expect(apps.nats.map(({ addresses }) => addresses.map(formatIpv4))).toEqual([["100.64.0.4"], ["100.64.0.20"]]);
    expect(apps.tables.map(({ name, nat }) => [name, nat.zone])).toEqual([
      ["apps-a", "a"],
      ["apps-b", "b"],
    ]);
    expect(apps.balancerPrefixes.map(formatCidr)).toEqual(["100.64.8.0/25"]);
  });

  test("a client by endpoint gets one for each web that its services name", () => {
    expect(client(plan, "batch")).toMatchObject({
      way: "endpoint",
      endpoints: [
        { web: "shop", ports: [443], subnets: [{ name: "batch-a" }, { name: "batch-b" }] },
        { web: "crm", ports: [80, 5432], subnets: [{ name: "batch-a" }, { name: "batch-b" }] },
      ],
    });
  });

  test("what endpoint clients ask of an ALB goes over the NLB", () => {
    expect(web(plan, "shop")).toMatchObject({
      hasAlb: true,
      albNatClients: ["apps"],
      endpointClients: ["batch"],
      nlbListeners: [{ port: 443, protocol: "TCP", to: { kind: "alb", listener: "https" }, natClients: [] }],
      targetPorts: [443],
    });
    expect(web(plan, "crm")?.nlbListeners).toEqual([
      { port: 5432, protocol: "TCP", to: { kind: "service", service: "database" }, natClients: ["apps"] },
      { port: 80, protocol: "TCP", to: { kind: "alb", listener: "http" }, natClients: [] },
    ]);
  });

  test("webs are reached in the subnets that hold targets", () => {
    expect(plan.webs.map(({ destinations }) => destinations.map(({ cidr }) => formatCidr(cidr)))).toEqual([
      ["10.0.1.0/24"],
      ["10.0.1.0/24", "10.0.2.0/24"],
    ]);
    expect(plan.webs.flatMap(({ attachmentSubnets }) => attachmentSubnets)).toEqual([]);
  });

  test("services say who reaches them, and their targets are outside of the hub", () => {
    expect(plan.services.map(({ name, web: side, clients }) => ({ name, side, clients }))).toEqual([
      { name: "shop", side: "shop", clients: ["apps", "batch"] },
      { name: "crm", side: "crm", clients: ["apps", "batch"] },
      { name: "database", side: "crm", clients: ["apps", "batch"] },
    ]);
    expect(plan.services.map(({ priority, listeners, targetPort }) => [priority, listeners, targetPort])).toEqual([
      [10, ["https"], 443],
      [20, ["http"], 80],
      [30, [], 5432],
    ]);
    for (const { targets } of plan.services)
      for (const { availabilityZone } of targets) expect(availabilityZone).toBe("all");
  });

  test("everything is in one account", () => {
    expect(plan.accounts).toEqual([{ key: "hub" }]);
    expect(plan.gatewayAccount).toBe("hub");
  });

  test("a listener that redirects is open where the one that it leads to is", () => {
    const redirects = hubPlanOf(patch(HUB, ["  http: {}", "  http: { action: redirect }"]));
    expect(web(redirects, "shop")?.nlbListeners.map(({ port }) => port)).toEqual([80, 443]);
    expect(client(redirects, "batch")).toMatchObject({ endpoints: [{ ports: [80, 443] }, {}] });
  });

  test("a client that no service names has no way to a web", () => {
    const plans = hubPlanOf(patch(HUB, ["  crm:\n    web: crm", "  crm:\n    clients: [batch]\n    web: crm"]));
    expect(web(plans, "crm")?.albNatClients).toEqual([]);
    const alone = hubPlanOf(HUB.replace(/ {4}web: (shop|crm)\n/g, "$&    clients: [batch]\n"));
    expect(natClient(alone, "apps").balancerPrefixes).toEqual([]);
  });
});

describe("two VPCs that exist, of one whole range", () => {
  const plan = hubPlanOf(WHOLE_VPC);

  test("wider ranges have room for four zones in each block", () => {
    expect(plan.webs.flatMap(({ balancerSubnets }) => ranges(balancerSubnets))).toEqual([
      "web-use1-az1 100.64.8.0/27",
      "web-use1-az2 100.64.8.32/27",
    ]);
    expect(ranges(plan.attachmentSubnets)).toEqual([
      "attachment-use1-az1 100.64.11.192/28",
      "attachment-use1-az2 100.64.11.208/28",
    ]);
  });

  test("zones without clients get no NAT gateway, and a table of two zones uses that of its first subnet", () => {
    const own = natClient(plan, "client");
    expect(own.nats.map(({ zone }) => zone)).toEqual(["use1-az1", "use1-az2"]);
    expect(own.tables).toMatchObject([{ existingId: "rtb-11111111", nat: { zone: "use1-az1" } }]);
  });

  test("the web's attachment is in the first subnet of each zone", () => {
    expect(plan.webs[0]?.attachmentSubnets.map(({ name }) => name)).toEqual(["web-1", "web-2"]);
    expect(plan.webs[0]?.tables).toHaveLength(1);
    expect(plan.webs[0]?.targetPorts).toEqual([22, 80, 8080]);
  });

  test("each account has one provider, named by the first side in it", () => {
    expect(plan.accounts).toEqual([
      { key: "hub", id: "111122223333" },
      { key: "web", id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
      { key: "transit-gateway", id: "777788889999", role: "arn:aws:iam::777788889999:role/network" },
    ]);
    expect(plan.clients[0]?.account).toBe("hub");
    expect(plan.webs[0]?.account).toBe("web");
    expect(plan.gatewayAccount).toBe("transit-gateway");
  });

  const GATEWAYS = `nat:
    cidr: 100.64.0.0/26
    gateways:
      one: { id: nat-11111111, addresses: [100.64.0.9], subnet: subnet-77777777, route_table: rtb-77777777, cidr: 100.64.0.0/28, zone: use1-az1 }
      two: { id: nat-22222222, addresses: [100.64.0.20], subnet: subnet-88888888, route_table: rtb-88888888, cidr: 100.64.0.16/28, zone: use1-az2 }`;

  test("NAT gateways that exist are used, with their subnets", () => {
    const own = natClient(hubPlanOf(patch(WHOLE_VPC, ["nat: { cidr: 100.64.0.0/26 }", GATEWAYS])), "client");
    expect(own.nats.map(({ existingId, addresses }) => [existingId, addresses.map(formatIpv4)])).toEqual([
      ["nat-11111111", ["100.64.0.9"]],
      ["nat-22222222", ["100.64.0.20"]],
    ]);
    expect(own.natSubnets.map(({ existingId, existingRouteTable }) => [existingId, existingRouteTable])).toEqual([
      ["subnet-77777777", "rtb-77777777"],
      ["subnet-88888888", "rtb-88888888"],
    ]);
    expect(own.attachmentSubnets.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  test("an attachment that exists is in the subnets that the file names, those of NAT gateways among them", () => {
    const given = `${GATEWAYS}
  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }
  attachment_subnets: [two, clients]`;
    const own = natClient(hubPlanOf(patch(WHOLE_VPC, ["nat: { cidr: 100.64.0.0/26 }", given])), "client");
    expect(own.attachmentSubnets.map(({ name }) => name)).toEqual(["two", "clients"]);
  });
});

test("a file with faults is planned as far as it goes", () => {
  const wrong: [string, string][] = [
    ["    nat: { cidr: 100.64.0.0/26 }\n", ""],
    ["    web: crm\n    targets: [10.0.1.10]\n", "    web: nobody\n    targets: [10.0.1.10]\n"],
    ["    web: shop\n", ""],
    ["    port: 5432\n", ""],
    ["    listeners: [https]", "    clients: [nobody]"],
    ["zones: [a, b]", "zones: [a, b, c, d]"],
    ["cidr: 100.64.8.0/24", "cidr: 100.64.8.0/28"],
    ["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/32 }"],
    ["  http: {}\n", ""],
  ];
  for (const edit of wrong) expect(hubPlanOf(patch(HUB, edit)).clients).toHaveLength(2);
  expect(
    hubPlanOf(
      "region: us-east-1\nbackend: { type: local, path: a.tfstate }\nbridge: { place: hub, cidr: 100.64.8.0/24, zones: [a, b] }\nservices: {}\n",
    ),
  ).toMatchObject({ clients: [], webs: [], hasTransitGateway: false, attachmentSubnets: [] });
});
