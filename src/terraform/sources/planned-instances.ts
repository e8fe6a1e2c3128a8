import { blockAddress, inModule, lastModule, parseAddress, withoutKeys } from "../resource-address";
import { push } from "../graph";
import { type Json, type JsonObject, listOf, objectOf, stringOf } from "../json-shapes";

/** One instance of the plan, as far as other expressions can see it. */
export interface SeenInstance {
  readonly after: Json;
  /** Undefined where the plan has no mask: what is unknown is left out. */
  readonly unknown?: Json;
}

/** Which instances a plan has of each block and of each module. */
export class PlannedInstances {
  private readonly byBlock = new Map<string, string[]>();
  private readonly modules = new Set<string>([""]);
  private readonly relevant: ReadonlyMap<string, readonly Json[][]> | undefined;

  constructor(
    private readonly instances: ReadonlyMap<string, SeenInstance>,
    plan: JsonObject,
  ) {
    for (const address of instances.keys()) {
      const parsed = parseAddress(address);
      if (!parsed) continue;
      push(this.byBlock, inModule(parsed.module, blockAddress(parsed)), address);
      for (let path = parsed.module; path !== "" && !this.modules.has(path); path = lastModule(path)?.parent ?? "")
        this.modules.add(path);
    }
    this.relevant = relevantIn(plan);
  }

  get(address: string): SeenInstance | undefined {
    return this.instances.get(address);
  }

  /** Addresses of the instances of a block in one instance of its module. */
  ofBlock(block: string): readonly string[] {
    return this.byBlock.get(block) ?? [];
  }

  hasModule(path: string): boolean {
    return this.modules.has(path);
  }

  /**
   * Whether the plan may have been made of an expression that names this attribute: it lists all that its changes are made
   * of, through locals and modules (JSON output format, `relevant_attributes`).
   */
  mayBeNamed(address: string, attribute: string): boolean {
    if (!this.relevant) return true;
    const named = this.relevant.get(withoutKeys(address)) ?? [];
    return named.some(([first]) => first === undefined || first === attribute);
  }
}

function relevantIn(plan: JsonObject): Map<string, Json[][]> | undefined {
  const all = listOf(plan.relevant_attributes).map(objectOf);
  if (all.length === 0) return undefined;
  const found = new Map<string, Json[][]>();
  for (const one of all) push(found, withoutKeys(stringOf(one.resource) ?? ""), listOf(one.attribute));
  return found;
}
