import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AddressPlan } from "../address-plan/plan";
import { formatFault } from "../config/fault";
import { Walker } from "../reachability";
import { InputFault, readTerraform, type ResourceGraph, type SourceKind } from "../terraform";
import { buildTopology, type Topology } from "../topology";
import { chosenFiles } from "./chosen-files";
import { withAssumedTargets, withFacts } from "./facts";
import { type Io, oneLine, UserError } from "./io";
import { rememberedPlan } from "./remembered-plan";
import { clashesOf } from "./siblings";

export interface SourceOptions {
  readonly synth?: string;
  readonly plan?: string;
  readonly state?: string;
}

/** A network to judge, and the bridge that it belongs to when one was named. */
export interface Network {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly walker: Walker;
  readonly bridge?: AddressPlan;
  /** What was read, for people. */
  readonly source: string;
}

/** The bridge of this name, checked. @throws UserError with its first fault */
async function bridgeNamed(io: Io, name: string): Promise<AddressPlan> {
  const [file = ""] = chosenFiles(io, name);
  const path = join(io.cwd(), file);
  const loaded = await rememberedPlan(io.cache, path);
  const faults = "plan" in loaded ? await clashesOf(path, loaded.plan) : loaded.faults;
  if ("plan" in loaded && faults.length === 0) return loaded.plan;
  const [fault] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more: overlap check ${name})` : "";
  throw new UserError(fault ? `${formatFault({ ...fault, file })}${more}` : `${file} can't be read`);
}

/** The network of a file, with what the bridge's own file adds to it. */
export function networkOf(path: string, shown: string, kind: SourceKind, bridge: AddressPlan | undefined): Network {
  try {
    const read = readTerraform(path, kind);
    const graph = bridge ? withFacts(read, bridge) : read;
    const built = buildTopology(graph);
    const topology = bridge ? withAssumedTargets(built, bridge) : built;
    return { graph, topology, walker: new Walker(topology), source: shown, ...(bridge && { bridge }) };
  } catch (error) {
    if (error instanceof InputFault) throw new UserError(error.message.replace(oneLine(path), () => shown));
    if (error instanceof RangeError)
      throw new UserError(`${shown}: is nested too deeply to be judged; check that Terraform wrote it`);
    throw error;
  }
}

function chosenSource(options: SourceOptions): readonly [SourceKind, string] | undefined {
  const given = (["synth", "plan", "state"] as const).flatMap((kind) => {
    const file = options[kind];
    return file === undefined ? [] : [[kind, file] as const];
  });
  if (given.length > 1) throw new UserError(`give only one of ${given.map(([kind]) => `--${kind}`).join(", ")}`);
  return given[0];
}

/**
 * Reads what the options name, or what was synthesized last for the bridge.
 * @throws UserError with one line that says what and what to do
 */
export async function readNetwork(io: Io, name: string | undefined, options: SourceOptions): Promise<Network> {
  const source = chosenSource(options);
  const bridge = name === undefined ? undefined : await bridgeNamed(io, name);
  if (!source && !bridge) throw new UserError("name a bridge, or give --synth FILE, --plan FILE or --state FILE");
  const own = join("cdktf.out", "stacks", bridge?.name ?? "", "cdk.tf.json");
  const [kind, file] = source ?? (["synth", own] as const);
  const path = resolve(io.cwd(), file);
  if (!source && !existsSync(path)) throw new UserError(`${own}: there is no such file yet; run npm start first`);
  return networkOf(path, file, kind, bridge);
}
