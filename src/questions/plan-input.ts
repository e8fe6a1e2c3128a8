import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { LimitFault } from "../limits";
import { showPlanFile } from "../project/plan-file";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import {
  type Disagreement,
  InputFault,
  isPlanFile,
  type JsonObject,
  jsonOfKind,
  readBytes,
  type ResourceGraph,
  type Sources,
  SourcesFault,
  STDIN,
  textOf,
} from "../terraform";
import { disagreementText } from "../words";
import { fileNamed } from "./named-file";

/** A plan that was read, with the sources that it was made of as far as they are there. */
export interface PlanInput {
  readonly json: JsonObject;
  readonly sources?: Sources;
  /** Of the file that was named. */
  readonly sha256: string;
  readonly shown: string;
  readonly path: string;
}

/** Notes that are printed of one plan. */
const MOST_NOTES = 10;

const digestOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** What can't be read, told of the file as it is shown. */
function toldOf<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputFault)
      throw new UserError({ rule: error.rule, input: shown }, `${shown}: ${error.reason}`);
    if (error instanceof LimitFault) throw new UserError({ rule: "limit", input: shown }, `${shown}: ${error.message}`);
    throw error;
  }
}

/** The values of a plan file by Terraform itself, and the sources inside of it. */
async function fromPlanFile(bytes: Buffer, path: string, shown: string): Promise<Pick<PlanInput, "json" | "sources">> {
  const { sourcesInPlanFile, ZipFault } = await import("../terraform/sources");
  try {
    const sources = await sourcesInPlanFile(bytes);
    const json = toldOf(shown, () => jsonOfKind(showPlanFile(path, shown), shown, "plan"));
    if (digestOf(toldOf(shown, () => readBytes(path, "plan"))) !== digestOf(bytes))
      throw new UserError({ rule: "changed", input: shown }, `${shown}: was changed while it was read; run this again`);
    return { json, ...(sources && { sources }) };
  } catch (error) {
    if (error instanceof ZipFault)
      throw new UserError({ rule: "plan-file", input: shown }, `${shown}: ${error.message}; make the plan anew`);
    throw error;
  }
}

/** The sources in a folder that was named. @throws UserError when there are none */
async function namedSources(io: Surroundings, config: string): Promise<Sources> {
  const { path, shown } = fileNamed(io, config);
  const { sourcesInFolder } = await import("../terraform/sources");
  const next = "give the folder that terraform plan ran in";
  try {
    const found = await sourcesInFolder(path, false);
    if (!found)
      throw new UserError({ rule: "no-sources", input: shown }, `${shown}: holds no *.tf and no *.tf.json; ${next}`);
    return found;
  } catch (error) {
    if (error instanceof SourcesFault)
      throw new UserError({ rule: "sources", input: shown }, `${shown}: the sources ${error.message}; ${next}`);
    throw error;
  }
}

/** The sources that lie where the plan lies, if there are any; whether they are the plan's shows when both are compared. */
async function sourcesBeside(path: string): Promise<Sources | undefined> {
  const { sourcesInFolder } = await import("../terraform/sources");
  try {
    return await sourcesInFolder(dirname(path), true);
  } catch (error) {
    if (error instanceof SourcesFault) return undefined;
    throw error;
  }
}

/**
 * A plan's JSON, or the plan file itself, with the configuration's sources.
 * @param config the folder of the sources, where it was named
 * @throws UserError with one line that says what and what to do
 */
export async function readPlanInput(io: Surroundings, name: string, config: string | undefined): Promise<PlanInput> {
  const { path, shown } = fileNamed(io, name);
  const bytes = toldOf(shown, () => readBytes(path, "plan"));
  const own = { sha256: digestOf(bytes), shown, path };
  if (isPlanFile(bytes) && path !== STDIN) {
    if (config !== undefined)
      throw new UserError(
        { rule: "config-of-plan-file", input: shown },
        `${shown}: is a plan file, which holds its own sources; leave --config out`,
      );
    return { ...own, ...(await fromPlanFile(bytes, path, shown)) };
  }
  const json = toldOf(shown, () => jsonOfKind(textOf(bytes), shown, "plan"));
  const sources =
    config !== undefined ? await namedSources(io, config) : path === STDIN ? undefined : await sourcesBeside(path);
  return { ...own, json, ...(sources && { sources }) };
}

/** Says which sources were read and not believed. */
export function tellDisagreements(
  io: Surroundings,
  shown: string,
  { disagreements, secrets }: Pick<ResourceGraph, "disagreements" | "secrets">,
): void {
  const lines = disagreements.map((one: Disagreement) => secrets.text(`overlap: ${shown}: ${disagreementText(one)}`));
  const left = lines.length - MOST_NOTES;
  io.stderr.lines(left > 0 ? [...lines.slice(0, MOST_NOTES), `overlap: ${shown}: and ${left} modules more`] : lines);
}
