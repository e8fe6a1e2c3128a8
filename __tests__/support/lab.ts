import { spawnSync } from "node:child_process";
import { labPath, missingRequirement } from "../../src/lab";
import { describeWith } from "./describe-unless";

/** The environment of a lab: system programs are in the path. */
export const LAB_ENV = { ...process.env, PATH: labPath(process.env["PATH"]) };

/** Without root a lab lives in a user namespace. */
export const AS_USER = process.getuid?.() !== 0;

/** Why no lab can run here; undefined when one can. */
export function whyNoLab(): string | undefined {
  const missing = missingRequirement(process.platform, process.env["PATH"]);
  if (missing !== undefined) return missing;
  const user = AS_USER ? ["--user", "--map-root-user"] : [];
  const args = [...user, "--mount", "--net", "--pid", "--fork", "--mount-proc", "true"];
  const { status, stderr } = spawnSync("unshare", args, { env: LAB_ENV, encoding: "utf8" });
  return status === 0 ? undefined : `the kernel allows no namespaces: ${stderr.trim()}`;
}

/** `describe` where a lab can run; elsewhere skipped with one line that says why, and failing where CI is set. */
export function describeWithLab(): jest.Describe {
  return describeWith(whyNoLab(), "tests of the packet lab");
}
