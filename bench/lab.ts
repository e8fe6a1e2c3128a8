import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OVERLAP } from "../__tests__/support/programs";
import { missingRequirement } from "../src/lab";
import { BIG_HUB, hubBridge } from "./hub-bridge";
import { interleave, medianOf, type Progress, type Row, runOnce } from "./measure";

const PROJECT = resolve(__dirname, "..");
const ROUNDS = 5;
/** The large one takes long. */
const FEW_ROUNDS = 3;
const HUB = { clients: 20, webs: 10, services: 10 };

/** The whole packet lab of a bridge: up, every statement, down. Nothing to measure where it can't run. */
export function measureLab(progress: Progress): Row[] {
  const missing = missingRequirement(process.platform, process.env["PATH"]);
  if (missing !== undefined) {
    process.stderr.write(`lab: ${missing}\n`);
    return [];
  }
  const cwd = mkdtempSync(join(tmpdir(), "overlap-bench-"));
  try {
    mkdirSync(join(cwd, "bridges"));
    const names = ["article", "production"];
    for (const name of names) copyFileSync(join(PROJECT, `bridges/${name}.yaml`), join(cwd, `bridges/${name}.yaml`));
    writeFileSync(join(cwd, `bridges/${BIG_HUB}.yaml`), hubBridge(HUB));
    runOnce({ name: "synthesis", cwd, args: [OVERLAP, "synth"] });
    const [bare = [], ...labs] = interleave(
      [
        { name: "bare node", cwd, args: ["-e", "0"] },
        ...names.map((name) => ({ name: `lab of ${name}`, cwd, args: [OVERLAP, "lab", name] })),
      ],
      ROUNDS,
      progress,
    );
    const baseline = { baselineName: "node -e 0", baseline: medianOf("elapsedMs", bare), unit: "ms" } as const;
    const [large = []] = interleave(
      [{ name: "lab of a large hub", cwd, args: [OVERLAP, "lab", BIG_HUB] }],
      FEW_ROUNDS,
      progress,
    );
    return [
      ...names.map((name, i) => ({
        name: `packet lab of the ${name}: up, all statements, down`,
        value: medianOf("elapsedMs", labs[i] ?? []),
        ...baseline,
        ...(name === "article" && { goal: { of: "value", limit: 5000 } as const }),
      })),
      {
        name: `packet lab of a hub: ${HUB.clients} clients, ${HUB.webs} web VPCs, ${HUB.webs * HUB.services} services`,
        value: medianOf("elapsedMs", large),
        ...{ baselineName: "the article's", baseline: medianOf("elapsedMs", labs[0] ?? []), unit: "ms" as const },
        goal: { of: "value", limit: 30_000 },
      },
    ];
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
