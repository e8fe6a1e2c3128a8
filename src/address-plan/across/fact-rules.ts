import { type KeyPath } from "../../config/key-path";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { type HubPlan } from "../hub/hub-plan";
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

/** What a hub's file says of NAT gateways. */
function sayOfHub({ clients }: HubPlan, say: Say): void {
  for (const client of clients) {
    const { nat, vpc } = client.config;
    for (const [name, gateway] of Object.entries(nat?.gateways ?? {})) {
      const at = [...client.path, "nat", "gateways", name];
      const addresses = [...gateway.addresses].sort((a, b) => a - b).map(formatIpv4);
      say(gateway.id, "VPC", vpc.id, [...client.path, "vpc", "id"]);
      say(gateway.id, "subnet", gateway.subnet, [...at, "subnet"]);
      say(gateway.id, "addresses", addresses.join(", "), [...at, "addresses"]);
      say(gateway.subnet, "range", formatCidr(gateway.cidr), [...at, "cidr"]);
      say(gateway.subnet, zoneKind(gateway.zone), gateway.zone, [...at, "zone"]);
      say(gateway.subnet, "route table", gateway.route_table, [...at, "route_table"]);
    }
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
  for (const side of sidesOf(plan)) sayOfSide(side, region, say);
  if (plan.place === "hub") sayOfHub(plan, say);
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
    fact: "what exists is the same for every bridge: its range, zone, route table, VPC, Region and account",
    source: "EC2 user guide, resource IDs",
    claims: facts,
    clash: (one, other) => one.value !== other.value,
    message: (mine, other, place) => `is ${mine.what} here, but ${place} says ${other.value}`,
    fix: "write in both files what is so",
  }),
];
