import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { interleave, medianOf, type Goal, type Progress, type Row, type Subject, type Usage } from "./measure";
import { synthesized } from "./proof";

const ROUNDS = 3;
const SIZES = [100, 400, 2000] as const;
const PER_VPC_RANGE = 2048;

const GOAL = {
  /** Each subnet added costs as much as the ones before it. */
  linear: { of: "ratio", limit: 1.5 },
  most: { of: "value", limit: 5000 },
} as const satisfies Record<string, Goal>;

type Command = "check" | "synth" | "verify";

/** Bridges that have many of one thing. */
interface Kind {
  readonly name: string;
  /** How many client subnets, and of how many of them there is a web subnet of the same range, with a target. */
  readonly sizes: readonly { readonly clients: number; readonly webs: number }[];
  /** Both VPCs exist already, each subnet has a table of its own, and every third one has no clients. */
  readonly isExisting: boolean;
  readonly commands: readonly Command[];
}

const clientsOnly = SIZES.map((clients) => ({ clients, webs: 1 }));
/** A route to each is all that a table may have: 1,000 routes at most (Amazon VPC quotas). */
const withWebs = [100, 400, 900].map((count) => ({ clients: count, webs: count }));

const KINDS: readonly Kind[] = [
  { name: "client", sizes: clientsOnly, isExisting: false, commands: ["check", "synth", "verify"] },
  { name: "existing", sizes: clientsOnly, isExisting: true, commands: ["verify"] },
  { name: "web", sizes: withWebs, isExisting: false, commands: ["synth", "verify"] },
];

/** The range of the subnet in this place: of /27, in two zones. */
function placeOf(i: number): { base: string; range: string; zone: string } {
  const at = i % PER_VPC_RANGE;
  const base = `10.64.${at >> 3}`;
  const first = (at & 7) * 32;
  return { base: `${base}.${first + 10}`, range: `${base}.${first}/27`, zone: i % 2 === 0 ? "a" : "b" };
}

const idOf = (kind: string, number: number): string => `${kind}-${number.toString(16).padStart(17, "0")}`;

/** A bridge with this many client subnets, some of which are a web subnet's equals. */
function manySubnets({ isExisting }: Kind, { clients, webs }: Kind["sizes"][number]): string {
  const subnets = (count: number, first: number, of: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => {
      const { range, zone } = placeOf(i);
      const [subnet, table] = [idOf("subnet", first + i), idOf("rtb", first + i)];
      const own = isExisting ? `, id: ${subnet}, route_table: ${table}` : "";
      return `    s${i}: { cidr: ${range}, zone: ${zone}${own}${of(i)} }\n`;
    }).join("");
  const vpc = (number: number): string => (isExisting ? `id: ${idOf("vpc", number)}, ` : "");
  const targets = Array.from({ length: webs }, (_, i) => placeOf(i).base);
  return `region: us-east-1
backend: { type: local, path: state/subnets.tfstate }
client:
  vpc: { ${vpc(1)}cidr: 10.64.0.0/16${isExisting ? ", routes: [172.16.0.0/12]" : ""} }
  subnets:
${subnets(clients, 1, (i) => (isExisting && i % 3 === 2 ? ", clients: false" : ""))}web:
  vpc: { ${vpc(2)}cidr: 10.64.0.0/16 }
${isExisting ? `  security_groups: [${idOf("sg", 1)}]\n` : ""}  subnets:
${subnets(webs, 1 + PER_VPC_RANGE, () => "")}bridge:
  cidr: 100.64.0.0/24
  zones: [a, b]
listeners:
  http: { action: forward }
quotas: { subnets_per_vpc: 4096, route_tables_per_vpc: 4096, routes_per_route_table: 1000 }
services:
  web: { targets: [${targets.join(", ")}] }
`;
}

interface Case {
  readonly kind: Kind;
  readonly command: Command;
  readonly subjects: readonly Subject[];
}

function casesOf(root: string, kind: Kind, progress: Progress): Case[] {
  const folders = kind.sizes.map((size) => {
    progress(`synthesizing ${size.clients} subnets: ${kind.name}`);
    const name = `${kind.name}-${size.clients}`;
    return { name, cwd: synthesized(root, name, (file) => writeFileSync(file, manySubnets(kind, size))) };
  });
  return kind.commands.map((command) => ({
    kind,
    command,
    subjects: folders.map(({ name, cwd }): Subject => ({
      name: `${command} of ${name}`,
      cwd,
      args: [OVERLAP, command, ...(command === "synth" ? [] : [name])],
    })),
  }));
}

function rowsOf({ kind: { name, sizes }, command }: Case, runs: readonly (readonly Usage[])[]): Row[] {
  const [first, second, third] = sizes.map(({ clients }) => clients) as [number, number, number];
  const [few = [], some = [], many = []] = runs;
  const added = (from: number, less: readonly Usage[], to: number, more: readonly Usage[]): number =>
    (medianOf("cpuMs", more) - medianOf("cpuMs", less)) / (to - from);
  return [
    {
      name: `${command}: each ${name} subnet added from ${second} to ${third}`,
      value: added(second, some, third, many),
      baselineName: `each added from ${first} to ${second}`,
      baseline: added(first, few, second, some),
      unit: "CPU ms",
      goal: GOAL.linear,
    },
    {
      name: `${command} of ${third} ${name} subnets`,
      value: medianOf("elapsedMs", many),
      baselineName: `of ${first}`,
      baseline: medianOf("elapsedMs", few),
      unit: "ms",
      goal: GOAL.most,
    },
  ];
}

/** What each subnet costs in every command that a bridge file goes through: whole processes. */
export function measureSubnets(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const cases = KINDS.flatMap((kind) => casesOf(root, kind, progress));
    const runs = interleave(
      cases.flatMap(({ subjects }) => subjects),
      ROUNDS,
      progress,
    );
    return cases.flatMap((one, i) => rowsOf(one, runs.slice(i * SIZES.length, (i + 1) * SIZES.length)));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
