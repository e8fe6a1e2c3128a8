import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoLab } from "../../support/lab";
import { OVERLAP } from "../../support/programs";
import { type Finished, start } from "./processes";
import type { DeployProject } from "./project";

/** `overlap verify --state` on what was applied, as the user runs it. */
export async function verifyState(project: DeployProject): Promise<Finished> {
  const file = join(project.folder, "state.json");
  writeFileSync(file, JSON.stringify(await project.state()));
  const args = [OVERLAP, "verify", project.name, "--state", file];
  return start(process.execPath, args, { cwd: project.folder, env: process.env }).done;
}

/** `overlap lab --state` on what was applied: the deployed network with real packets, where this machine can build it. */
export async function labOfState(project: DeployProject): Promise<Finished | undefined> {
  if (whyNoLab() !== undefined) return undefined;
  const file = join(project.folder, "state.json");
  const args = [OVERLAP, "lab", project.name, "--state", file];
  return start(process.execPath, args, { cwd: project.folder, env: process.env }).done;
}
