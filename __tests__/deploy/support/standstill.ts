import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackJson } from "../../support/synthesized";
import type { Stage } from "./life";
import type { DeployProject } from "./project";

/**
 * The resources of a stack that Terraform can make while none of one type gets made, and those of that type.
 * @param stack a synthesized stack without modules, count and for_each
 */
function split(stack: StackJson, type: string): { readonly made: string[]; readonly waiting: string[] } {
  const blocks = new Map<string, unknown>();
  for (const [prefix, block] of [
    ["", stack.resource],
    ["data.", stack.data ?? {}],
  ] as const)
    for (const [kind, named] of Object.entries(block))
      for (const [name, attributes] of Object.entries(named)) blocks.set(`${prefix}${kind}.${name}`, attributes);
  const uses = (attributes: unknown) =>
    (JSON.stringify(attributes).match(/(data\.)?aws_\w+\.[\w-]+/g) ?? []).filter((address) => blocks.has(address));
  const blocked = new Set([...blocks.keys()].filter((address) => address.startsWith(`${type}.`)));
  const waiting = [...blocked];
  // A set grows while it is walked.
  for (const one of blocked)
    for (const [address, attributes] of blocks) if (uses(attributes).includes(one)) blocked.add(address);
  const made = [...blocks.keys()].filter((address) => !address.startsWith("data.") && !blocked.has(address));
  return { made, waiting };
}

/** What Terraform has written down as made. It writes the file whenever a resource is done. */
function inState({ folder, name }: DeployProject): ReadonlySet<string> {
  const file = join(folder, "state", `${name}.tfstate`);
  try {
    const { resources } = JSON.parse(existsSync(file) ? readFileSync(file, "utf8") : '{"resources":[]}') as {
      resources: { mode: string; type: string; name: string; instances: { status?: string }[] }[];
    };
    const done = resources.filter(({ mode, instances }) => mode === "managed" && instances.some((one) => !one.status));
    return new Set(done.map(({ type, name: own }) => `${type}.${own}`));
  } catch (error) {
    // It is being written right now.
    if (error instanceof SyntaxError) return new Set();
    throw error;
  }
}

/**
 * Asks again and again whether a deployment stands still: every call that makes a resource of one type is held, and all that
 * does not need one of them is in the state. Nothing is then under way that the state could miss, however slow the machine is.
 */
export function standsStillAt({ emulator, project }: Stage, type: string): () => Promise<true | string> {
  return async () => {
    const { held, busy } = await emulator.calls();
    if (held === 0 || busy > 0) return `${held} calls are held, ${busy} are being worked on`;
    const file = join(project.stack, "cdk.tf.json");
    const { made, waiting } = split(JSON.parse(readFileSync(file, "utf8")) as StackJson, type);
    const state = inState(project);
    const lacking = made.filter((address) => !state.has(address));
    if (held === waiting.length && lacking.length === 0) return true;
    return `${held} of ${waiting.length} calls are held, the state lacks ${lacking.join(", ") || "nothing"}`;
  };
}
