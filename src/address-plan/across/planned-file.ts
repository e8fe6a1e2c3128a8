import { type BridgePlan } from "../bridge-plan";

/** A bridge and the file that it is from. */
export interface PlannedFile {
  readonly path: string;
  /** The file as shown in messages. */
  readonly file: string;
  readonly plan: BridgePlan;
}
