import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { interleave, medianOf, type Goal, type Progress, type Row, type Subject } from "./measure";
import { synthesized } from "./proof";

const ROUNDS = 3;
const SIZES = [100, 400, 2000] as const;
const PER_VPC_RANGE = 2048;

/** Each subnet added costs as much as the ones before it. */
const LINEAR = { of: "ratio", limit: 1.5 } as const satisfies Goal;

/** A bridge with this many client subnets of /27 in two zones, one of which is the web subnet's equal. */
function manySubnets(count: number): string {
  const subnets = Array.from({ length: count }, (_, i) => {
    const at = i % PER_VPC_RANGE;
    return `    c${i}: { cidr: 10.64.${at >> 3}.${(at & 7) * 32}/27, zone: ${i % 2 === 0 ? "a" : "b"} }`;
  });
  return `region: us-east-1
backend: { type: local, path: state/subnets.tfstate }
client:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
${subnets.join("\n")}
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    servers: { cidr: 10.64.0.0/27, zone: a }
bridge:
  cidr: 100.64.0.0/24
  zones: [a, b]
listeners:
  http: { action: forward }
quotas: { subnets_per_vpc: ${PER_VPC_RANGE * 2}, route_tables_per_vpc: ${PER_VPC_RANGE * 2} }
services:
  web: { targets: [10.64.0.10] }
`;
}

/** What each client subnet costs in every command that a bridge file goes through: whole processes. */
export function measureSubnets(progress: Progress): Row[] {
  const root = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    const folders = SIZES.map((size) => {
      progress(`synthesizing ${size} client subnets`);
      return synthesized(root, `subnets-${size}`, (file) => writeFileSync(file, manySubnets(size)));
    });
    const commands = ["check", "synth", "verify"] as const;
    const subjects = commands.flatMap((command) =>
      folders.map((cwd, i): Subject => {
        const name = `subnets-${SIZES[i]}`;
        return { name: `${command} of ${name}`, cwd, args: [OVERLAP, command, ...(command === "synth" ? [] : [name])] };
      }),
    );
    const runs = interleave(subjects, ROUNDS, progress);
    return commands.map((command, i): Row => {
      const [few = [], some = [], many = []] = runs.slice(i * SIZES.length, (i + 1) * SIZES.length);
      const added = (from: number, less: typeof few, to: number, more: typeof few) =>
        (medianOf("cpuMs", more) - medianOf("cpuMs", less)) / (to - from);
      return {
        name: `${command}: each client subnet added from 400 to 2000`,
        value: added(400, some, 2000, many),
        baselineName: "each added from 100 to 400",
        baseline: added(100, few, 400, some),
        unit: "CPU ms",
        goal: LINEAR,
      };
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
