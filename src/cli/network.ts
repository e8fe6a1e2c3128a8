import { existsSync } from "node:fs";
import { join } from "node:path";
import { type AddressPlan, planAddresses } from "../address-plan/plan";
import { formatFault } from "../config/fault";
import { loadBridge } from "../config/load";
import { Walker } from "../reachability";
import { InputFault, readTerraform, type ResourceGraph, type SourceKind } from "../terraform";
import { buildTopology, type Topology } from "../topology";
import { chosenFiles } from "./check";
import { withAssumedTargets, withFacts } from "./facts";
import { type Io, UserError } from "./io";

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

/** The bridge of this name, checked. */
export function loadPlan(io: Io, name: string): AddressPlan {
  const [file = ""] = chosenFiles(io, name);
  const loaded = loadBridge(join(io.cwd(), file), file);
  if ("faults" in loaded) throw new UserError(loaded.faults.map(formatFault)[0] ?? `${file} can't be read`);
  return planAddresses(loaded.bridge);
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
export function readNetwork(io: Io, name: string | undefined, options: SourceOptions): Network {
  const source = chosenSource(options);
  const bridge = name === undefined ? undefined : loadPlan(io, name);
  if (!source && !bridge) throw new UserError("name a bridge, or give --synth FILE, --plan FILE or --state FILE");
  const own = join("cdktf.out", "stacks", bridge?.name ?? "", "cdk.tf.json");
  const [kind, file] = source ?? (["synth", own] as const);
  if (!source && !existsSync(join(io.cwd(), own)))
    throw new UserError(`${own}: there is no such file yet; run npm start first`);
  try {
    const graph = readTerraform(source ? resolved(io, file) : join(io.cwd(), file), kind);
    const facts = bridge ? withFacts(graph, bridge) : graph;
    const built = buildTopology(facts);
    const topology = bridge ? withAssumedTargets(built, bridge) : built;
    return { graph: facts, topology, walker: new Walker(topology), source: file, ...(bridge && { bridge }) };
  } catch (error) {
    if (error instanceof InputFault) throw new UserError(error.message.replace(`${io.cwd()}/`, ""));
    throw error;
  }
}

function resolved(io: Io, file: string): string {
  return file.startsWith("/") ? file : join(io.cwd(), file);
}
