import { type BridgePlan } from "../address-plan/bridge-plan";
import { workOn } from "../limits";
import { readFile, type ReadFile } from "../project/network-of";
import { synthesizedFor } from "../project/passing-synthesis";
import { hasHashedUserData, userDataIn, withKnownUserData } from "../topology";

/** The boot scripts that the stack of a bridge gives to its instances, as its file says now. */
export function scriptsOf(bridge: BridgePlan): string[] {
  const stack = synthesizedFor(bridge, (path) => readFile(path, `${bridge.name}, synthesized`, "synth"));
  return userDataIn(stack.graph);
}

/**
 * An input in which the appliances of a bridge have their boot scripts: a capture keeps a hash of user data, and whether it
 * is that of a script shows when it is compared with those that the bridge's own stack has.
 */
export function withScriptsOf(file: ReadFile, bridge: BridgePlan): ReadFile {
  if (!hasHashedUserData(file.graph)) return file;
  const scripts = scriptsOf(bridge);
  workOn(file.shown);
  return { ...file, graph: withKnownUserData(file.graph, scripts) };
}
