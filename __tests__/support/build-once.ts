import { spawnSync } from "node:child_process";
import { OVERLAP } from "./programs";

/** Builds before the first test starts, so that those which start programs don't build all at once. */
export default function buildOnce(): void {
  const { status, stderr } = spawnSync(process.execPath, [OVERLAP, "--version"], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
