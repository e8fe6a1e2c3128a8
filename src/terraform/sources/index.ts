import { SourcesFault } from "./files";
import { filesInPlan } from "./in-plan-file";
import { readSources, type Sources } from "./module-source";

export { sourcesInFolder } from "./in-folder";
export { ZipFault } from "./zip";

/**
 * The sources that a plan file holds.
 * @throws ZipFault when it is none
 */
export async function sourcesInPlanFile(bytes: Buffer): Promise<Sources> {
  try {
    return await readSources(filesInPlan(bytes), false);
  } catch (error) {
    if (!(error instanceof SourcesFault)) throw error;
    return { modules: new Map([["", error]]), isImplied: false };
  }
}
