import { createHash } from "node:crypto";
import { type AddressPlan } from "../address-plan/plan";
import { LimitFault, workOn } from "../limits";
import { Walker } from "../reachability";
import { InputFault, readTerraform, type ResourceGraph, type SourceKind } from "../terraform";
import { buildTopology, type Topology } from "../topology";
import { withAssumedTargets, withFacts, withWaysIn } from "../requirements/facts";
import { type ModuleFile } from "../stacks/stack-folder";
import { UserError } from "../cli/output/io";
import { hiding } from "../cli/output/shown";
import { type Granted, takenForGranted } from "../requirements/taken-for-granted";

/** A network to judge, and the bridge that it belongs to when one was named. */
export interface Network {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  readonly walker: Walker;
  readonly bridge?: AddressPlan;
  /** What was read, for people. */
  readonly source: string;
  /** What is supposed of existing things, that neither the bridge file nor the input tells. */
  readonly granted: readonly Granted[];
}

function networkIn(read: ResourceGraph, source: string, bridge: AddressPlan | undefined): Network {
  const graph = bridge ? withFacts(read, bridge) : read;
  const built = buildTopology(graph);
  const topology = bridge ? withWaysIn(withAssumedTargets(built, bridge), bridge) : built;
  const granted = bridge ? takenForGranted(topology, bridge) : [];
  const walker = new Walker(topology);
  workOn(source);
  return { graph, topology, walker, source, granted, ...(bridge && { bridge }) };
}

/** A network that was read from a file. */
export interface ReadNetwork extends Network {
  /** SHA-256 of the very bytes that are judged, in hexadecimal digits. */
  readonly sha256: string;
  /** Of a project's own stack: the files of the modules that it calls, which Terraform reads along with it. */
  readonly modules?: readonly ModuleFile[];
}

/**
 * The network of a file, with what the bridge's own file adds to it.
 * @throws UserError with one line that says what and what to do
 */
export function networkOf(path: string, shown: string, kind: SourceKind, bridge: AddressPlan | undefined): ReadNetwork {
  try {
    const hash = createHash("sha256");
    const read = readTerraform(path, kind, (bytes) => hash.update(bytes));
    const network = hiding(read.secrets, () => networkIn(read, shown, bridge));
    return { ...network, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof LimitFault) throw new UserError(`${shown}: ${error.message}`);
    if (error instanceof InputFault) throw new UserError(error.message.replace(path, () => shown));
    if (error instanceof RangeError)
      throw new UserError(`${shown}: is nested too deeply to be judged; check that Terraform wrote it`);
    throw error;
  }
}
