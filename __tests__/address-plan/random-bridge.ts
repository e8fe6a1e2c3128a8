import fc from "fast-check";

/** Draws a value; what fc.gen() gives to a property. */
export type Draw = fc.GeneratorValue;

/** A bridge file's content as YAML would be read: only texts, numbers, lists and maps. */
export type BridgeInput = Record<string, unknown>;

interface SubnetInput {
  cidr: string;
  zone: string;
  [key: string]: unknown;
}
type SubnetInputs = Record<string, SubnetInput>;

const POWERS = Array.from({ length: 33 }, (_, length) => 2 ** (32 - length));
const sizeOf = (length: number) => POWERS[length] ?? 1;

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

function split(cidr: string): { base: number; length: number } {
  const [address = "", length = ""] = cidr.split("/");
  return { base: address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0), length: Number(length) };
}

/** Chances in percent, drawn without fast-check's preference for the ends of a range. */
const percent = fc.noBias(fc.integer({ min: 0, max: 99 }));
const chance = (draw: Draw, percentage: number) => draw(() => percent) < percentage;
const pick = <T>(draw: Draw, values: readonly [T, ...T[]]): T => draw(() => fc.constantFrom(...values));
const many = (draw: Draw, min: number, max: number) => draw(() => fc.noBias(fc.integer({ min, max })));

function fits(outer: string, inner: string): boolean {
  const { base, length } = split(outer);
  const { base: start, length: innerLength } = split(inner);
  return length <= innerLength && start >= base && start < base + sizeOf(length);
}

/** A block of `length` somewhere in the range; the range itself when it is no longer than that. */
function within(draw: Draw, cidr: string, length: number): string {
  const { base, length: outer } = split(cidr);
  if (length <= outer) return cidr;
  const index = many(draw, 0, 2 ** Math.min(length - outer, 5) - 1);
  return `${toText(base + index * sizeOf(length))}/${length}`;
}

/** The block of `length` around the range: wider, where length is less. */
function around(cidr: string, length: number): string {
  const { base } = split(cidr);
  return `${toText(base - (base % sizeOf(length)))}/${length}`;
}

function addressIn(draw: Draw, cidr: string): string {
  const { base, length } = split(cidr);
  const last = sizeOf(length) - 1;
  // Mostly a usable address; now and then one that AWS keeps, or one beside the subnet.
  const offset = chance(draw, 96) ? many(draw, 4, last - 1) : pick(draw, [0, 1, 2, 3, last, last + 1]);
  return toText((base + offset) % 2 ** 32);
}

const RANGES = [
  "10.64.0.0/16",
  "10.0.0.0/16",
  "10.1.0.0/18",
  "172.16.0.0/16",
  "192.168.0.0/20",
  "100.100.0.0/16",
  "203.0.113.0/24",
] as const;
const BRIDGES = [
  "100.64.0.0/24",
  "100.64.0.0/20",
  "100.80.0.0/16",
  "10.200.0.0/22",
  "10.0.0.0/20",
  "172.31.0.0/24",
  "100.64.0.0/25",
] as const;

const zone = (draw: Draw) => (chance(draw, 95) ? pick(draw, ["a", "b"]) : "c");

/** The web VPC's range, in every relation to the client's. */
function webRange(draw: Draw, client: string): string {
  if (chance(draw, 60)) return client;
  const { length } = split(client);
  return pick(draw, [
    () => within(draw, client, length + 2),
    () => around(client, Math.max(16, length - 2)),
    () => pick(draw, RANGES),
  ])();
}

/** One to three subnets, mostly side by side; like those of the other side, where they fit: that is what the bridge is for. */
function subnetsIn(
  draw: Draw,
  ranges: readonly [string, ...string[]],
  prefix: string,
  models: readonly string[],
): SubnetInputs {
  const length = many(draw, 24, 26);
  const count = many(draw, 1, 3);
  const subnets = Array.from({ length: count }, (_, i): [string, SubnetInput] => {
    const range = pick(draw, ranges);
    const model = models[i];
    const { base } = split(range);
    const like = model && (fits(range, model) || chance(draw, 5)) && chance(draw, 80) ? model : undefined;
    const beside = chance(draw, 90) ? around(`${toText(base + i * sizeOf(length))}/32`, length) : undefined;
    return [`${prefix}${i}`, { cidr: like ?? beside ?? within(draw, range, many(draw, 22, 27)), zone: zone(draw) }];
  });
  return Object.fromEntries(subnets);
}

/** Subnets side by side from the start of the bridge, as one would cut it by hand; sometimes in a wrong place. */
function cutByHand(draw: Draw, bridge: string): BridgeInput {
  const { base } = split(bridge);
  let next = base;
  const cut = (length: number): string => {
    const start = Math.ceil(next / sizeOf(length)) * sizeOf(length);
    next = start + sizeOf(length);
    return chance(draw, 97) ? `${toText(start)}/${length}` : within(draw, bridge, length);
  };
  const zones = chance(draw, 92) ? ["a", "b", "c"].slice(0, many(draw, 2, 3)) : ["a", pick(draw, ["a", "b"])];
  const group = (name: string, of: readonly string[], length: () => number): SubnetInputs =>
    Object.fromEntries(
      of.map((letter, i): [string, SubnetInput] => [`${name}${i}`, { cidr: cut(length()), zone: letter }]),
    );
  const alb = group("alb", zones, () => (chance(draw, 95) ? 27 : 28));
  const nat = group("nat", zones.slice(0, many(draw, 1, 2)), () => 28);
  for (const subnet of Object.values(nat)) {
    if (chance(draw, 50))
      subnet["addresses"] = Array.from({ length: many(draw, 1, chance(draw, 95) ? 3 : 9) }, () =>
        addressIn(draw, subnet.cidr),
      );
  }
  const attachment = chance(draw, 40) ? group("tgw", chance(draw, 90) ? zones : ["a"], () => 28) : undefined;
  return { alb_subnets: alb, nat_subnets: nat, ...(attachment && { attachment_subnets: attachment }) };
}

/** Says of each subnet that it exists. */
function withIds(subnets: SubnetInputs, digit: string): SubnetInputs {
  const entries = Object.entries(subnets).map(([name, subnet], i): [string, SubnetInput] => [
    name,
    { ...subnet, id: `subnet-${digit}000000${i}`, route_table: `rtb-${digit}000000${i}` },
  ]);
  return Object.fromEntries(entries);
}

/** A bridge that could be: mostly sensible, with a fault now and then in every part that a rule looks at. */
export function randomBridge(draw: Draw): BridgeInput {
  const existing = chance(draw, 30);
  const clientRange = chance(draw, 50) ? "10.64.0.0/16" : pick(draw, RANGES);
  const web = webRange(draw, clientRange);
  const second = existing && chance(draw, 50) ? [pick(draw, ["10.70.0.0/16", "100.90.0.0/20", "10.65.0.0/16"])] : [];
  const clients = subnetsIn(draw, [clientRange, ...second], "c", []);
  if (chance(draw, 15)) Object.assign(Object.values(clients).at(-1) ?? {}, { clients: false });
  const clientCidrs = Object.values(clients).map((subnet) => subnet.cidr);
  const webs = subnetsIn(draw, [web], "w", clientCidrs);
  const webCidrs = Object.values(webs).map((subnet) => subnet.cidr);
  const bridge = chance(draw, 60) ? "100.64.0.0/22" : pick(draw, BRIDGES);
  const carved = chance(draw, 50);
  const steerable: [string, ...string[]] = [web, ...webCidrs, ...webCidrs, ...clientCidrs];
  const targets = Array.from({ length: many(draw, 1, 3) }, () =>
    addressIn(draw, pick(draw, webCidrs as [string, ...string[]])),
  );
  const side = (range: string, digit: string, more: readonly string[]) =>
    existing
      ? { id: `vpc-${digit}0000000`, cidr: range, secondary_cidrs: more, routes: chance(draw, 10) ? [bridge] : [] }
      : { cidr: range };
  return {
    region: "us-east-1",
    backend: { type: "local", path: "state/random.tfstate" },
    client: { vpc: side(clientRange, "1", second), subnets: existing ? withIds(clients, "1") : clients },
    web: {
      vpc: side(web, "2", []),
      subnets: existing ? withIds(webs, "2") : webs,
      ...(existing && { security_groups: ["sg-20000000"] }),
      ...(chance(draw, 10) && { attachment_subnets: ["w0"] }),
    },
    bridge: {
      cidr: bridge,
      ...(carved
        ? {
            zones: pick(draw, [
              ["a", "b"],
              ["a", "b", "c"],
              ["b", "a"],
            ]),
          }
        : cutByHand(draw, bridge)),
      ...(chance(draw, 20) && {
        shadow_subnets: { shadow: { cidr: pick(draw, webCidrs as [string, ...string[]]), zone: zone(draw) } },
      }),
      ...(chance(draw, 25) && {
        steer: [...new Set(Array.from({ length: many(draw, 1, 3) }, () => pick(draw, steerable)))],
      }),
    },
    listeners: { http: {} },
    services: { s: { targets: [...new Set(targets)] } },
  };
}
