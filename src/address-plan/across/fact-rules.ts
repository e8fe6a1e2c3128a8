import { type KeyPath } from "../../config/key-path";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { encryptionInFile } from "../encryption/encryption-facts";
import { type PlannedSide, sidesOf } from "../planned-sides";
import { acrossRule, type AcrossRule, type Claim } from "./across-rule";

interface Fact extends Claim {
  /** What is said of which id, in words: "the range of subnet-1". */
  readonly what: string;
  readonly value: string;
}

/** A zone's letter and its id can't be compared, so they are two kinds of facts. */
const zoneKind = (zone: string) => (zone.length === 1 ? "zone letter" : "zone id");

type Say = (id: string | undefined, what: string, value: string | undefined, path: KeyPath) => void;

/** What a file says of a side's VPC, and of what is in it. */
function sayOfSide(side: PlannedSide, region: string, say: Say): void {
  const { path: at, vpc, account, subnets, securityGroups, attachment } = side;
  const vpcPath = [...at, "vpc", "id"];
  say(vpc.id, "Region", region, ["region"]);
  say(vpc.id, "account", account?.id, [...at, "account", "id"]);
  say(vpc.id, "primary range", formatCidr(vpc.cidr), [...at, "vpc", "cidr"]);
  for (const { existingId, cidr, zone, existingRouteTable, path } of subnets) {
    const subnet = path.slice(0, -1);
    say(existingId, "VPC", vpc.id, vpcPath);
    say(existingId, "range", formatCidr(cidr), path);
    say(existingId, zoneKind(zone), zone, [...subnet, "zone"]);
    say(existingId, "route table", existingRouteTable, [...subnet, "route_table"]);
  }
  for (const table of new Set(subnets.map((subnet) => subnet.existingRouteTable))) say(table, "VPC", vpc.id, vpcPath);
  for (const group of securityGroups) say(group, "VPC", vpc.id, vpcPath);
  say(attachment?.id, "VPC", vpc.id, vpcPath);
  say(attachment?.id, "route table", attachment?.route_table, [...at, "attachment", "route_table"]);
}

/** Encryption in transit: a file that says nothing of it says that there is none. */
function sayOfEncryption(plan: BridgePlan, say: Say): void {
  const facts = encryptionInFile(plan);
  for (const side of sidesOf(plan)) {
    const { mode = "none", exclusions = [] } = facts.ofSide(side) ?? {};
    const excluded = [...exclusions].sort().join(", ");
    const value = excluded === "" ? mode : `${mode} without ${excluded}`;
    say(side.vpc.id, "encryption control", value, [...side.path, "vpc", "encryption_control"]);
  }
  const { id } = plan.config.transit_gateway;
  const supports = facts.gatewaySupports ? "enabled" : "not enabled";
  say(id, "encryption support", supports, ["transit_gateway", "encryption_support"]);
}

/** What a file says of the NAT gateways of a side's VPC. */
function sayOfGateways({ path: side, vpc, existingNats }: PlannedSide, say: Say): void {
  for (const { existingId, subnet, addresses: own, path } of existingNats) {
    const at = path.slice(0, -1);
    const addresses = [...own].sort((a, b) => a - b).map(formatIpv4);
    say(existingId, "VPC", vpc.id, [...side, "vpc", "id"]);
    say(existingId, "subnet", subnet.existingId, [...at, "subnet"]);
    say(existingId, "addresses", addresses.join(", "), path);
    say(subnet.existingId, "range", formatCidr(subnet.cidr), [...at, "cidr"]);
    say(subnet.existingId, zoneKind(subnet.zone), subnet.zone, [...at, "zone"]);
    say(subnet.existingId, "route table", subnet.existingRouteTable, [...at, "route_table"]);
  }
}

/** What a file says of the things that exist: the same in every file that names them. */
function facts(plan: BridgePlan): Fact[] {
  const { region, transit_gateway: gateway } = plan.config;
  const found: Fact[] = [];
  const say: Say = (id, what, value, path) => {
    if (id === undefined || value === undefined) return;
    found.push({ scope: `${id} ${what}`, what: `the ${what} of ${id}`, value, path });
  };
  for (const side of sidesOf(plan)) {
    sayOfSide(side, region, say);
    sayOfGateways(side, say);
  }
  sayOfEncryption(plan, say);
  say(plan.config.dns?.zone_id, "name", plan.config.dns?.zone?.toLowerCase(), ["dns", "zone"]);
  const owner =
    plan.place === "client"
      ? { account: plan.config.client.account, path: ["client", "account", "id"] }
      : plan.config.transit_gateway.account
        ? { account: plan.config.transit_gateway.account, path: ["transit_gateway", "account", "id"] }
        : { account: plan.config.bridge.account, path: ["bridge", "account", "id"] };
  say(gateway.id, "Region", region, ["region"]);
  say(gateway.id, "account", owner.account?.id, owner.path);
  return found;
}

export const FACT_RULES: readonly AcrossRule[] = [
  acrossRule<Fact>({
    name: "facts-agree",
    fact: "what exists is the same for every bridge: its range, zone, route table, VPC, Region, account and encryption",
    source: "EC2 user guide, resource IDs",
    claims: facts,
    clash: (one, other) => one.value !== other.value,
    message: (mine, other, place) => `is ${mine.what} here, but ${place} says ${other.value}`,
    fix: "write in both files what is so",
  }),
];
