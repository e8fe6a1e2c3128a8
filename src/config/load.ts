import { basename } from "node:path";
import { BRIDGE_FILE_ENDING } from "./bridge-files";
import { readContent } from "./content";
import { type Fault, type Finding } from "./fault";
import { readText, SourceFile } from "./source-file";
import { type FileConfig } from "./file-config";

/** A bridge file that was read without a fault. */
export interface Bridge {
  /** The file's name without .yaml; names the stack. */
  readonly name: string;
  /** The file as shown in messages. */
  readonly file: string;
  readonly config: FileConfig;
  /** Puts findings of later checks, such as the address plan's rules, at their place in the file. */
  locate(findings: readonly Finding[]): Fault[];
}

/** Puts findings at their place in a file. */
type Locate = Bridge["locate"];

/**
 * `parsed`: the bridge in spite of its faults, when each of its values is well-formed; so that more can be told of it.
 * `read`: the file's content as plain values, and how to find its places, when it is YAML.
 */
export type Loaded =
  | { readonly bridge: Bridge; readonly input: unknown }
  | {
      readonly name: string;
      readonly faults: readonly Fault[];
      readonly parsed?: Bridge;
      readonly read?: { readonly input: unknown; readonly locate: Locate };
    };

/**
 * Reads and checks one bridge file: its YAML, every key, and what keys say together. Never throws for bad input.
 * @param path where the file is
 * @param file its name in messages; default: the path
 * @param readAs what reads it
 */
export function loadBridge(path: string, file = path, readAs = readText): Loaded {
  const name = basename(path, BRIDGE_FILE_ENDING);
  const read = readAs(path, file);
  if ("fault" in read) return { name, faults: [read.fault] };
  const source = new SourceFile(file, read.text);
  const syntaxFaults = source.syntaxFaults();
  if (syntaxFaults.length > 0) return { name, faults: syntaxFaults };
  const content = source.toJS();
  if ("fault" in content) return { name, faults: [content.fault] };

  const { findings, config } = readContent(name, content.value);
  const locate = (list: readonly Finding[]) => list.map((finding) => source.fault(finding));
  const bridge = config && { name, file, config, locate };
  const input = content.value;
  if (findings.length > 0 || !bridge)
    return { name, faults: locate(findings).sort(byPlace), parsed: bridge, read: { input, locate } };
  return { bridge, input };
}

/** Orders faults of one file as they stand in it. */
export function byPlace(a: Fault, b: Fault): number {
  return a.line - b.line || a.column - b.column;
}
