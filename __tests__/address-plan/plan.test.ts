import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AddressPlan, clientVpcSubnets } from "../../src/address-plan/plan";
import { type PlannedSubnet } from "../../src/address-plan/planned-subnet";
import { formatCidr, formatIpv4 } from "../../src/ipv4";
import { EXISTING, LARGE, patch, SMALL } from "../config/bridge-texts";
import { planOf } from "./rule-case";

const bridgeFile = (name: string) => readFileSync(join(__dirname, "../../bridges", `${name}.yaml`), "utf8");

const names = (subnets: readonly PlannedSubnet[]) => subnets.map((subnet) => subnet.name).join(", ");
const line = ({ role, name, cidr, zone }: PlannedSubnet) => `${role} ${name} ${formatCidr(cidr)} ${zone}`;

/** Everything that a plan decides, a line each. */
function describePlan(plan: AddressPlan) {
  return {
    subnets: [...clientVpcSubnets(plan), ...plan.webSubnets].map(line),
    attachments: [names(plan.attachmentSubnets), names(plan.webAttachmentSubnets)],
    nats: plan.nats.map((nat) => `${nat.subnet.name} ${nat.zone} ${nat.addresses.map(formatIpv4).join(", ")}`),
    clientTables: plan.clientTables.map(
      (table) => `${table.name}: ${names(table.subnets)} by ${table.nat.subnet.name}`,
    ),
    webTables: plan.webTables.map((table) => `${table.name}: ${names(table.subnets)}`),
    steers: plan.steers.map((steer) => `${formatCidr(steer.destination)} via ${steer.via}`),
    albPrefixes: plan.albPrefixes.map(formatCidr),
    targets: plan.targets.map(
      (target) =>
        `${target.service} ${formatIpv4(target.address)}:${target.port} zone ${target.availabilityZone ?? `of ${target.coveredBy?.name}`}`,
    ),
    ports: plan.targetPorts,
  };
}

test("the article's bridge: attachment in the ALB's subnets, one NAT gateway", () => {
  expect(describePlan(planOf(bridgeFile("article"), "article"))).toEqual({
    subnets: [
      "client private1 10.64.0.0/24 a",
      "nat private2 10.0.1.0/24 a",
      "alb private3 10.0.2.0/24 a",
      "alb private3b 10.0.3.0/24 b",
      "web private 10.64.0.0/24 a",
    ],
    attachments: ["private3, private3b", "private"],
    nats: ["private2 a 10.0.1.10"],
    clientTables: ["private1: private1 by private2"],
    webTables: ["private: private"],
    steers: ["10.64.0.0/24 via interface"],
    albPrefixes: ["10.0.2.0/23"],
    targets: ["web 10.64.0.10:80 zone of private1"],
    ports: [80],
  });
});

test("the production bridge: everything carved, each zone for itself", () => {
  const plan = planOf(bridgeFile("production"), "production");
  expect(describePlan(plan)).toEqual({
    subnets: [
      "client clients-a 10.64.0.0/24 a",
      "client clients-b 10.64.1.0/24 b",
      "client batch-a 10.64.16.0/24 a",
      "nat nat-a 100.64.0.128/28 a",
      "nat nat-b 100.64.0.144/28 b",
      "alb alb-a 100.64.0.0/27 a",
      "alb alb-b 100.64.0.32/27 b",
      "attachment attachment-a 100.64.0.192/28 a",
      "attachment attachment-b 100.64.0.208/28 b",
      "web web-a 10.64.0.0/24 a",
      "web web-b 10.64.1.0/24 b",
    ],
    attachments: ["attachment-a, attachment-b", "web-a, web-b"],
    nats: ["nat-a a 100.64.0.132", "nat-b b 100.64.0.148"],
    clientTables: ["clients-a: clients-a by nat-a", "clients-b: clients-b by nat-b"],
    webTables: ["web-a: web-a", "web-b: web-b"],
    steers: ["10.64.0.0/24 via interface", "10.64.1.0/24 via interface"],
    albPrefixes: ["100.64.0.0/26"],
    targets: [
      "shop 10.64.0.10:8443 zone of clients-a",
      "shop 10.64.1.10:8443 zone of clients-b",
      "shop-api 10.64.0.11:8443 zone of clients-a",
      "shop-api 10.64.1.11:8443 zone of clients-b",
      "accounts 10.64.0.12:8443 zone of clients-a",
      "accounts 10.64.1.12:8443 zone of clients-b",
      "accounts 10.64.1.13:8443 zone of clients-b",
    ],
    ports: [8443],
  });
  expect(plan.services.map(({ name, priority }) => [name, priority])).toEqual([
    ["shop", 10],
    ["shop-api", 5],
    ["accounts", 30],
  ]);
});

test("existing VPCs in two accounts: given ids, shared tables, zones as ids", () => {
  const plan = planOf(EXISTING);
  expect(describePlan(plan)).toMatchObject({
    attachments: ["attachment-use1-az1, attachment-use1-az2", "web-1, web-2"],
    // Both subnets have one table, which can only lead to one NAT gateway: that of the first one's zone.
    clientTables: ["clients: clients, more by nat-use1-az1"],
    webTables: ["web-1: web-1, web-2"],
    steers: ["10.64.0.0/24 via interface", "172.20.0.0/24 via transit-gateway"],
    albPrefixes: ["100.64.0.0/26"],
    targets: ["shop 10.64.0.10:80 zone of clients", "shop 172.20.0.10:80 zone all"],
  });
  expect(plan.clientCidrs.map(formatCidr)).toEqual(["10.64.0.0/16", "10.70.0.0/16"]);
  expect(plan.webCidrs.map(formatCidr)).toEqual(["10.64.0.0/16", "172.20.0.0/24"]);
  expect(plan.clientTables.map((table) => table.existingId)).toEqual(["rtb-11111111"]);
  expect(plan.webTables.map((table) => table.existingId)).toEqual(["rtb-33333333"]);
  expect(plan.clientSubnets.map((subnet) => subnet.existingId)).toEqual([
    "subnet-11111111",
    "subnet-22222222",
    "subnet-33333333",
  ]);
});

describe("accounts", () => {
  const sameAccount = patch(EXISTING, [
    '"444455556666", role: "arn:aws:iam::444455556666:role/deploy"',
    '"111122223333"',
  ]);
  const clientUnknown = patch(
    EXISTING,
    ['  account: { id: "111122223333" }\n', ""],
    ["transit_gateway: { id: tgw-11111111 }\n", ""],
  );
  test.each([
    ["two", EXISTING, true],
    ["one, written twice", sameAccount, false],
    ["the web side's alone", clientUnknown, true],
    ["none", SMALL, false],
  ])("%s", (_, text, crossAccount) => {
    expect(planOf(text).crossAccount).toBe(crossAccount);
  });
});

describe("steering", () => {
  test("goes to the web subnets that hold targets, and to no others", () => {
    const text = patch(LARGE, ["targets: [10.64.0.10, 10.64.1.10]", "targets: [10.64.0.10]"]);
    expect(describePlan(planOf(text)).steers).toEqual(["10.64.0.0/24 via interface"]);
  });

  test("goes where the file says, and tells the place in it", () => {
    const text = patch(LARGE, [
      "  zones: [a, b]",
      "  zones: [a, b]\n  steer: [10.64.1.0/24, 10.64.0.0/24, 192.168.0.0/16]",
    ]);
    const plan = planOf(text);
    expect(describePlan(plan).steers).toEqual([
      "10.64.1.0/24 via interface",
      "10.64.0.0/24 via interface",
      "192.168.0.0/16 via transit-gateway",
    ]);
    expect(plan.steers.map((steer) => steer.path)).toEqual([0, 1, 2].map((i) => ["bridge", "steer", i]));
  });

  test("needs an interface also where a shadow subnet stands, and takes the target's zone from it", () => {
    const text = patch(
      SMALL,
      ["servers: { cidr: 10.64.0.0/24", "servers: { cidr: 10.64.9.0/24"],
      ["targets: [10.64.0.10]", "targets: [10.64.9.10]"],
      ["  alb_subnets:", "  shadow_subnets: { shadow: { cidr: 10.64.9.0/24, zone: b } }\n  alb_subnets:"],
    );
    const { subnets, steers, targets, clientTables } = describePlan(planOf(text));
    expect(subnets).toContain("shadow shadow 10.64.9.0/24 b");
    expect(steers).toEqual(["10.64.9.0/24 via interface"]);
    expect(targets).toEqual(["shop 10.64.9.10:80 zone of shadow"]);
    expect(clientTables).toEqual(["clients: clients by nat"]);
  });
});

describe("NAT gateways", () => {
  test("a zone without one uses the first", () => {
    const text = patch(SMALL, ["zone: a }\nweb", "zone: a }\n    far: { cidr: 10.64.5.0/24, zone: c }\nweb"]);
    expect(describePlan(planOf(text)).clientTables).toEqual(["clients: clients by nat", "far: far by nat"]);
  });

  test("have the first usable address when none is given, and all that are given in their order", () => {
    expect(describePlan(planOf(patch(SMALL, [", addresses: [10.0.1.10]", ""]))).nats).toEqual(["nat a 10.0.1.4"]);
    const three = patch(SMALL, ["[10.0.1.10]", "[10.0.1.30, 10.0.1.10, 10.0.1.20]"]);
    expect(describePlan(planOf(three)).nats).toEqual(["nat a 10.0.1.30, 10.0.1.10, 10.0.1.20"]);
  });
});

describe("the web side", () => {
  test("routes and admits exactly the ALB subnets, as few ranges as that takes", () => {
    const text = patch(
      SMALL,
      ["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.3.0/24"],
      ["alb-2: { cidr: 10.0.3.0/24", "alb-2: { cidr: 10.0.4.0/24"],
    );
    expect(describePlan(planOf(text)).albPrefixes).toEqual(["10.0.3.0/24", "10.0.4.0/24"]);
  });

  test("attaches in the subnets that the file names", () => {
    const text = patch(LARGE, [
      "zone: b }\nbridge:",
      "zone: b }\n    spare: { cidr: 10.64.9.0/24, zone: b }\n  attachment_subnets: [spare, web-a]\nbridge:",
    ]);
    expect(describePlan(planOf(text)).attachments).toEqual(["attachment-a, attachment-b", "web-a, spare"]);
  });
});

test("ports are those of targets and of their health checks, each once", () => {
  const text = patch(SMALL, [
    "    port: 80\n",
    "    port: 8080\n    health: { port: 81 }\n  api: { match: { paths: [/api] }, targets: [10.64.0.11], port: 81 }\n",
  ]);
  expect(planOf(text).targetPorts).toEqual([81, 8080]);
});

describe("carving", () => {
  const carved = (cidr: string, zones: string) => {
    const text = patch(
      LARGE,
      ["eu-central-1\nbackend", "eu-central-1\nzones: [a, b, c, d]\nbackend"],
      ["cidr: 100.64.0.0/24", `cidr: ${cidr}`],
      ["  zones: [a, b]", `  zones: [${zones}]`],
    );
    return describePlan(planOf(text)).subnets.filter((subnet) => /^(nat|alb|attachment) /.test(subnet));
  };

  test.each(["100.64.0.0/24", "100.64.0.0/22", "100.64.0.0/16"])("%s: one more zone moves no subnet", (cidr) => {
    const two = carved(cidr, "a, b");
    const three = carved(cidr, "a, b, c");
    const four = carved(cidr, "a, b, c, d");
    expect([two.length, three.length, four.length]).toEqual([6, 9, 12]);
    expect(three).toEqual(expect.arrayContaining(two));
    expect(four).toEqual(expect.arrayContaining(three));
  });

  test("a large range gives ALB subnets of /24, and its quarters to the rest", () => {
    expect(carved("100.64.0.0/16", "c, a")).toEqual([
      "nat nat-c 100.64.128.0/28 c",
      "nat nat-a 100.64.128.16/28 a",
      "alb alb-c 100.64.0.0/24 c",
      "alb alb-a 100.64.1.0/24 a",
      "attachment attachment-c 100.64.192.0/28 c",
      "attachment attachment-a 100.64.192.16/28 a",
    ]);
  });

  test("the smallest range is filled to its end by four zones", () => {
    expect(carved("100.64.0.0/24", "a, b, c, d").slice(4)).toEqual([
      "alb alb-a 100.64.0.0/27 a",
      "alb alb-b 100.64.0.32/27 b",
      "alb alb-c 100.64.0.64/27 c",
      "alb alb-d 100.64.0.96/27 d",
      "attachment attachment-a 100.64.0.192/28 a",
      "attachment attachment-b 100.64.0.208/28 b",
      "attachment attachment-c 100.64.0.224/28 c",
      "attachment attachment-d 100.64.0.240/28 d",
    ]);
  });
});
