import { type KeyPath } from "../../config/key-path";
import { formatCidr } from "../../ipv4";
import { type AddressPlan } from "../plan";
import { acrossRule, type AcrossRule, type Claim, ofClientPlace } from "./across-rule";

interface Fact extends Claim {
  /** What is said of which id, in words: "the range of subnet-1". */
  readonly what: string;
  readonly value: string;
}

const SIDES = ["client", "web"] as const;

/** A zone's letter and its id can't be compared, so they are two kinds of facts. */
const zoneKind = (zone: string) => (zone.length === 1 ? "zone letter" : "zone id");

/** What a file says of the things that exist: the same in every file that names them. */
function facts({ config }: AddressPlan): Fact[] {
  const found: Fact[] = [];
  const say = (id: string | undefined, what: string, value: string | undefined, path: KeyPath) => {
    if (id === undefined || value === undefined) return;
    found.push({ scope: `${id} ${what}`, what: `the ${what} of ${id}`, value, path });
  };
  const place = (id: string | undefined, side: "client" | "web") => {
    say(id, "Region", config.region, ["region"]);
    say(id, "account", config[side].account?.id, [side, "account", "id"]);
  };
  for (const side of SIDES) {
    const { vpc, subnets } = config[side];
    place(vpc.id, side);
    say(vpc.id, "primary range", formatCidr(vpc.cidr), [side, "vpc", "cidr"]);
    for (const [name, subnet] of Object.entries(subnets)) {
      const path = [side, "subnets", name];
      say(subnet.id, "VPC", vpc.id, [side, "vpc", "id"]);
      say(subnet.id, "range", formatCidr(subnet.cidr), [...path, "cidr"]);
      say(subnet.id, zoneKind(subnet.zone), subnet.zone, [...path, "zone"]);
      say(subnet.id, "route table", subnet.route_table, [...path, "route_table"]);
    }
    const tables = new Set(Object.values(subnets).map((subnet) => subnet.route_table));
    for (const table of tables) say(table, "VPC", vpc.id, [side, "vpc", "id"]);
  }
  for (const group of config.web.security_groups ?? []) say(group, "VPC", config.web.vpc.id, ["web", "vpc", "id"]);
  place(config.transit_gateway.id, "client");
  return found;
}

export const FACT_RULES: readonly AcrossRule[] = [
  acrossRule<Fact>({
    name: "facts-agree",
    fact: "what exists is the same for every bridge: its range, zone, route table, VPC, Region and account",
    source: "EC2 user guide, resource IDs",
    claims: ofClientPlace(facts),
    clash: (one, other) => one.value !== other.value,
    message: (mine, other, place) => `is ${mine.what} here, but ${place} says ${other.value}`,
    fix: "write in both files what is so",
  }),
];
