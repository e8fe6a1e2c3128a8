import { type Term } from "../expression";
import { type DisagreementKind } from "./disagreement";
import { type PlannedInstances } from "./planned-instances";

/** What the modules of one plan share while their sources are worked out. */
export interface Tree {
  readonly planned: PlannedInstances;
  /** The plan holds all of the configuration: what is not in it is not there. */
  readonly isComplete: boolean;
  /** A value given to the root module from outside; undefined where its default holds. */
  given(name: string): Term | undefined;
  /** An output of an instance of a module, `module.a["x"]`. */
  output(module: string, name: string): Term;
  /** An attribute of an instance, or an output of a module's. */
  attribute(address: string, name: string): Term;
  spend(steps: number): void;
  /** Works one string out, which may not cost more than its share. */
  ofOne(run: () => Term): Term;
  /** Runs with a note of what is worked out. @throws NotUnderstood for what needs itself */
  once(module: string, name: string, run: () => Term): Term;
  /** Notes that the sources of a module, by its path, are not those of the plan. */
  disagree(module: string, kind: DisagreementKind, name: string): void;
}
