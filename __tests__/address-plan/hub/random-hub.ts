import fc from "fast-check";
import { type BridgeInput, type Draw } from "../random-bridge";

const percent = fc.noBias(fc.integer({ min: 0, max: 99 }));
const chance = (draw: Draw, percentage: number) => draw(() => percent) < percentage;
const pick = <T>(draw: Draw, values: readonly [T, ...T[]]): T => draw(() => fc.constantFrom(...values));
const many = (draw: Draw, min: number, max: number) => draw(() => fc.noBias(fc.integer({ min, max })));
const list = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));
const numbered = <T>(name: string, things: readonly T[]) =>
  Object.fromEntries(things.map((one, i) => [`${name}-${i}`, one]));

const ACCOUNTS = ["111122223333", "444455556666"] as const;
/** Letters, or ids of the same places. */
const LETTERS = ["a", "b", "c"] as const;
const IDS = ["use1-az1", "use1-az2", "use1-az3"] as const;

/** What all sides of one file have in common. */
interface Style {
  readonly zones: readonly string[];
  readonly accounts: boolean;
}

/** Most often a range that many VPCs have; now and then one in the way of the hub, or of a NAT range. */
function vpcRange(draw: Draw): string {
  if (chance(draw, 92)) return pick(draw, ["10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/20"]);
  return pick(draw, ["100.64.0.0/22", "100.66.0.0/20", "172.20.0.0/15"]);
}

function vpc(draw: Draw, exists: string | undefined): BridgeInput {
  const cidr = vpcRange(draw);
  if (exists === undefined) return { cidr };
  const routes = chance(draw, 85)
    ? []
    : [pick(draw, ["0.0.0.0/0", "100.64.0.0/10", "100.64.8.16/28", "100.64.0.16/28"])];
  return { id: exists, cidr, routes };
}

/** Subnets in the VPC's first ranges of 256 addresses, each in a zone. */
function subnets(draw: Draw, { cidr }: BridgeInput, id: string | undefined, zones: readonly string[]): BridgeInput {
  const [first = 0, second = 0] = String(cidr).split(".").map(Number);
  const third = Number(String(cidr).split(".")[2]);
  const made = list(many(draw, 1, 2), (i) => ({
    cidr: `${first}.${second}.${third + i + 1}.0/24`,
    zone: zones[chance(draw, 90) ? i : 2],
    ...(id !== undefined && { id: `subnet-${id}${i}`, route_table: `rtb-${id}${i}` }),
  }));
  return numbered("in", made);
}

/** An account of its own, now and then; one that is not the hub's has a role, for Terraform has credentials of one. */
function account(draw: Draw, { accounts }: Style): BridgeInput {
  if (!accounts || chance(draw, 50)) return {};
  const id = pick(draw, ACCOUNTS);
  return { account: { id, ...(id !== ACCOUNTS[0] && { role: `arn:aws:iam::${id}:role/deploy` }) } };
}

function client(draw: Draw, i: number, style: Style): BridgeInput {
  const id = chance(draw, 40) ? `111111${i}` : undefined;
  const own = vpc(draw, id && `vpc-1111111${i}`);
  const way = pick(draw, ["nat", "nat", "endpoint"]);
  const free = `100.65.${i}.0/26`;
  const range = chance(draw, 85)
    ? free
    : pick(draw, [
        "100.64.8.0/26",
        "10.0.9.0/26",
        "100.65.0.32/27",
        "192.168.200.0/26",
        "100.65.9.0/28",
        "100.65.9.0/27",
      ]);
  return {
    way,
    ...account(draw, style),
    vpc: own,
    subnets: subnets(draw, own, id, style.zones),
    ...(way === "nat" && { nat: { cidr: range } }),
  };
}

function web(draw: Draw, i: number, style: Style): BridgeInput {
  const id = chance(draw, 40) ? `222222${i}` : undefined;
  const own = vpc(draw, id && `vpc-2222222${i}`);
  return {
    way: pick(draw, ["peering", "peering", "transit_gateway"]),
    ...account(draw, style),
    vpc: own,
    subnets: subnets(draw, own, id, style.zones),
    ...(id !== undefined && { security_groups: [`sg-2222222${i}`] }),
  };
}

/** An address of one of the side's subnets, seldom one that is none of a server. */
function target(draw: Draw, side: BridgeInput): string {
  const ranges = Object.values(side["subnets"] as Record<string, { cidr: string }>).map(({ cidr }) => cidr);
  const range = ranges[many(draw, 0, ranges.length - 1)] ?? "10.0.1.0/24";
  const host = chance(draw, 95) ? many(draw, 10, 60) : pick(draw, [1, 255]);
  const address = range.replace("0/24", String(host));
  return chance(draw, 97) ? address : address.replace(/\.\d+\.(\d+)$/, ".77.$1");
}

function service(
  draw: Draw,
  i: number,
  { webs, clients }: { webs: readonly BridgeInput[]; clients: number },
): BridgeInput {
  const at = many(draw, 0, webs.length - 1);
  const isHttp = chance(draw, 50);
  return {
    web: `web-${at}`,
    targets: list(many(draw, 1, 2), () => target(draw, webs[at] ?? {})).filter((one, k, all) => all.indexOf(one) === k),
    ...(chance(draw, 30) && { clients: [`client-${many(draw, 0, clients - 1)}`] }),
    ...(isHttp ? { match: { paths: [`/${i}`] } } : { protocol: "TCP", port: 5000 + i }),
  };
}

/** A hub's file that contradicts itself nowhere, and that AWS or this network may refuse all the same. */
export function randomHub(draw: Draw): BridgeInput {
  const style: Style = { zones: chance(draw, 50) ? IDS : LETTERS, accounts: chance(draw, 40) };
  const webs = list(many(draw, 1, 3), (i) => web(draw, i, style));
  const clients = list(many(draw, 1, 3), (i) => client(draw, i, style));
  const services = list(many(draw, 1, 4), (i) => service(draw, i, { webs, clients: clients.length }));
  return {
    region: "us-east-1",
    backend: { type: "local", path: "state/random.tfstate" },
    clients: numbered("client", clients),
    webs: numbered("web", webs),
    bridge: {
      place: "hub",
      ...(style.accounts && { account: { id: ACCOUNTS[0] } }),
      cidr: chance(draw, 85)
        ? "100.64.8.0/24"
        : pick(draw, ["100.64.8.0/25", "10.0.200.0/24", "100.65.0.0/23", "100.64.8.0/23", "169.254.0.0/24"]),
      zones: style.zones.slice(0, chance(draw, 90) ? 2 : 3),
    },
    ...(services.some((one) => one["protocol"] === undefined) && { listeners: { http: {} } }),
    services: numbered("service", services),
  };
}
