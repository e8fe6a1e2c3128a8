import { createHash } from "node:crypto";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { LimitFault, workOn } from "../limits";
import { type Network, networkIn } from "../requirements/judged-network";
import { type ModuleFile } from "../stacks/stack-folder";
import {
  graphOf,
  InputFault,
  type JsonObject,
  readTerraform,
  type ResourceGraph,
  type TerraformKind,
  type Sources,
} from "../terraform";
import { hiding } from "./hiding";
import { UserError } from "./user-error";

/** A network that was read from a file. */
export interface ReadNetwork extends Network {
  /** SHA-256 of the very bytes that are judged, in hexadecimal digits. */
  readonly sha256: string;
  /** Of a project's own stack: the files of the modules that it calls, which Terraform reads along with it. */
  readonly modules?: readonly ModuleFile[];
}

/** A file that was read, before anything is added to it. */
export interface ReadFile {
  readonly graph: ResourceGraph;
  readonly sha256: string;
  /** The file as it is shown. */
  readonly shown: string;
}

/** What can't be read or judged, told of the file as it is shown. */
export function toldOf<T>(shown: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LimitFault) throw new UserError({ rule: "limit", input: shown }, `${shown}: ${error.message}`);
    if (error instanceof InputFault)
      throw new UserError(
        { rule: error.rule, input: shown },
        error.where === undefined ? error.message : `${shown}: ${error.reason}`,
      );
    if (error instanceof RangeError)
      throw new UserError(
        { rule: "too-deep", input: shown },
        `${shown}: is nested too deeply to be judged; check that Terraform wrote it`,
      );
    throw error;
  }
}

/** Reads a file. @throws UserError with one line that says what and what to do */
export function readFile(path: string, shown: string, kind: TerraformKind): ReadFile {
  return toldOf(shown, () => {
    const hash = createHash("sha256");
    const graph = readTerraform(path, kind, (bytes) => hash.update(bytes));
    return { graph, sha256: hash.digest("hex"), shown };
  });
}

/** The graph of a plan that was read together with its sources. @throws UserError */
export function readInput(input: {
  readonly json: JsonObject;
  readonly sources?: Sources;
  readonly sha256: string;
  readonly shown: string;
  readonly path: string;
}): ReadFile {
  const { json, sources, sha256, shown, path } = input;
  return toldOf(shown, () => ({ graph: graphOf(json, path, "plan", sources), sha256, shown }));
}

/** The network of a file that was read, with what the bridge's own file adds to it. @throws UserError */
export function networkOfFile({ graph, sha256, shown }: ReadFile, bridge: BridgePlan | undefined): ReadNetwork {
  return toldOf(shown, () => {
    const network = hiding(graph.secrets, () => networkIn(graph, shown, bridge));
    workOn(shown);
    return { ...network, sha256 };
  });
}

/**
 * The network of a file, with what the bridge's own file adds to it.
 * @throws UserError with one line that says what and what to do
 */
export function networkOf(
  path: string,
  shown: string,
  kind: TerraformKind,
  bridge: BridgePlan | undefined,
): ReadNetwork {
  return networkOfFile(readFile(path, shown, kind), bridge);
}
