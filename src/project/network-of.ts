import { createHash } from "node:crypto";
import { type AddressPlan } from "../address-plan/plan";
import { LimitFault, workOn } from "../limits";
import { type Network, networkIn } from "../requirements/network";
import { type ModuleFile } from "../stacks/stack-folder";
import { InputFault, readTerraform, type SourceKind } from "../terraform";
import { hiding } from "./hiding";
import { UserError } from "./user-error";

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
    workOn(shown);
    return { ...network, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof LimitFault) throw new UserError(`${shown}: ${error.message}`);
    if (error instanceof InputFault) throw new UserError(error.message.replace(path, () => shown));
    if (error instanceof RangeError)
      throw new UserError(`${shown}: is nested too deeply to be judged; check that Terraform wrote it`);
    throw error;
  }
}
