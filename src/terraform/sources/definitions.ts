import { lastModule, parseAddress, parseIndex, blockAddress, withoutKeys } from "../resource-address";
import { NotUnderstood, type Term, toValue } from "../expression";
import { InputFault } from "../input-fault";
import { type Json, type JsonObject, objectOf } from "../json-shapes";
import { Budget } from "../synth-budget";
import { ownEntry, type Value } from "../value";
import { LimitFault } from "../../limits";
import { type Disagreement, type DisagreementKind } from "./disagreement";
import { SourcesFault } from "./files";
import { areRelated, differencesOf } from "./matching";
import { ModuleScope, ParsedModule } from "./module-scope";
import { type Sources } from "./module-source";
import { plannedTerm, termOf } from "./plan-terms";
import { PlannedInstances, type SeenInstance } from "./planned-instances";
import { type Tree } from "./tree";

/** `module.a["x"].module.b` -> `a.b` */
function sourceKey(module: string): string {
  return withoutKeys(module).replace(/(^|\.)module\./g, "$1");
}

/** A plan's part of what {@link Definitions} are made of. */
export interface PlanParts {
  readonly plan: JsonObject;
  readonly instances: ReadonlyMap<string, SeenInstance>;
}

/**
 * What the arguments of a plan's resources are made of, by the configuration's sources. A plan's JSON keeps of an argument
 * only the names that it refers to; the definitions of locals, and what is done with them, are in the sources alone.
 * Believed are modules whose sources say the same as the plan, wherever the two can be compared.
 */
export class Definitions implements Tree {
  readonly planned: PlannedInstances;
  readonly isComplete: boolean;
  readonly disagreements: Disagreement[] = [];
  private readonly variables: JsonObject;
  private readonly root: JsonObject;
  private readonly scopes = new Map<string, ModuleScope | undefined>();
  private readonly parsed = new Map<string, ParsedModule | undefined>();
  private readonly inProgress = new Set<string>();
  private readonly budget = new Budget();

  /** @param distrusted paths without keys of modules that were found to be others than the plan's */
  constructor(
    private readonly sources: Sources,
    { plan, instances }: PlanParts,
    private readonly distrusted: ReadonlySet<string>,
  ) {
    this.planned = new PlannedInstances(instances, plan);
    this.isComplete = plan.complete === true;
    this.variables = objectOf(plan.variables);
    this.root = objectOf(objectOf(plan.configuration).root_module);
  }

  /** Whether these are sources of something else, which only happen to lie where the plan lies. */
  get areOthers(): boolean {
    const source = this.sources.modules.get("");
    if (!this.sources.isImplied) return false;
    return source === undefined || source instanceof SourcesFault || !areRelated(this.root, source);
  }

  /** The value of an argument by its sources; undefined where they don't tell. */
  argumentOf(address: string, argument: string): Value | undefined {
    const parsed = parseAddress(address);
    if (!parsed) return undefined;
    try {
      const term = this.scopeOf(parsed.module)?.argument(blockAddress(parsed), parsed.index, argument);
      return term && toValue(term);
    } catch (error) {
      if (error instanceof NotUnderstood || error instanceof RangeError) return undefined;
      if (!(error instanceof LimitFault)) throw error;
      this.disagree("", "too much work", "");
      return undefined;
    } finally {
      this.inProgress.clear();
    }
  }

  given(name: string): Term | undefined {
    const json = ownEntry(this.variables, name);
    return json === undefined ? undefined : termOf(objectOf(json).value ?? null);
  }

  output(module: string, name: string): Term {
    const scope = this.scopeOf(module);
    if (!scope) throw new NotUnderstood(module);
    return scope.output(name);
  }

  attribute(address: string, name: string): Term {
    const instance = this.planned.get(address);
    if (instance) return plannedTerm(address, name, ownEntry(objectOf(instance.after), name), maskOf(instance, name));
    if (lastModule(address)) return this.output(address, name);
    throw new NotUnderstood(address);
  }

  spend(steps: number): void {
    this.budget.spend(steps, () => "the sources");
  }

  ofOne(run: () => Term): Term {
    return this.budget.ofOne(run);
  }

  once(module: string, name: string, run: () => Term): Term {
    const what = `${module}|${name}`;
    if (this.inProgress.has(what)) {
      this.disagree(withoutKeys(module), "cycle", name);
      throw new NotUnderstood("a cycle");
    }
    this.inProgress.add(what);
    try {
      return run();
    } finally {
      this.inProgress.delete(what);
    }
  }

  disagree(module: string, kind: DisagreementKind, name: string): void {
    if (!this.disagreements.some((one) => one.module === module)) this.disagreements.push({ module, kind, name });
  }

  private scopeOf(module: string): ModuleScope | undefined {
    if (!this.scopes.has(module)) {
      this.scopes.set(module, undefined);
      this.scopes.set(module, this.newScope(module));
    }
    return this.scopes.get(module);
  }

  private newScope(module: string): ModuleScope | undefined {
    const last = lastModule(module);
    // Of what a module calls whose sources are not believed nothing is asked.
    const caller = last && this.scopeOf(last.parent)?.callerOf(last.name, parseIndex(last.key));
    if (last && !caller) return undefined;
    const parsed = this.parsedModule(withoutKeys(module));
    return parsed && new ModuleScope(this, module, parsed, caller);
  }

  /** The sources of a module by its path without keys, when they are those that the plan was made of. */
  private parsedModule(path: string): ParsedModule | undefined {
    if (!this.parsed.has(path)) this.parsed.set(path, this.believed(path));
    return this.parsed.get(path);
  }

  private believed(path: string): ParsedModule | undefined {
    if (this.distrusted.has(path)) return undefined;
    const source = this.sources.modules.get(sourceKey(path));
    const planned = this.configurationOf(path);
    if (!planned) return undefined;
    if (!source) this.disagree(path, "missing module", path);
    else if (source instanceof SourcesFault) this.disagree(path, "unreadable", source.message);
    else {
      try {
        const difference = differencesOf(planned, source);
        if (!difference) return new ParsedModule(source);
        this.disagree(path, difference.kind, difference.name);
      } catch (error) {
        // A name that is defined twice.
        if (!(error instanceof InputFault)) throw error;
        this.disagree(path, "unreadable", error.message);
      }
    }
    return undefined;
  }

  private configurationOf(path: string): JsonObject | undefined {
    let current: JsonObject | undefined = this.root;
    for (const name of sourceKey(path).split(".").filter(Boolean)) {
      const call: Json | undefined = ownEntry(objectOf(current?.module_calls), name);
      current = call === undefined ? undefined : objectOf(objectOf(call).module);
    }
    return current;
  }
}

function maskOf({ after, unknown }: SeenInstance, name: string): Json | undefined {
  if (unknown === undefined) return !Object.hasOwn(objectOf(after), name);
  return typeof unknown === "object" && unknown !== null ? ownEntry(objectOf(unknown), name) : unknown;
}
