import { blocksAwaited, push, type Resource, rowsOf, type TypeName, withoutKeys } from "../../terraform";
import { type Change, isDestroyed } from "../changes";
import { type Networks } from "../networks";
import { type IncidentRule } from "./incident";
import { named, valuesUnder } from "./named";

/** What AWS refuses to delete as long as something uses it. */
export interface UsedKind {
  readonly name: string;
  readonly types: readonly TypeName[];
  /** Arguments by which others use it, in blocks too, by the type of the user. */
  readonly usedBy: Readonly<Partial<Record<TypeName, readonly string[]>>>;
  /** The thing, as the start of a sentence. */
  readonly thing: string;
  /** What uses it, as the end of a sentence. */
  readonly users: string;
  readonly advice: string;
}

/** Whether the old object is destroyed before anything of what depends on it is changed. */
export function goesFirst(change: Change | undefined): boolean {
  return change?.action === "delete" || (change?.action === "replace" && change.order === "delete-first");
}

/**
 * Whether the user is changed only after the used is gone: Terraform destroys what a state says that others depend on
 * before it updates those (Terraform, resource destruction). What still names it afterwards is in the way in any order.
 */
function isInTheWay({ before, after }: Networks, user: Resource, used: string, names: ReadonlySet<string>): boolean {
  const later = after.graph.get(user.address);
  if (valuesUnder(later?.values, names).some((value) => named(before.graph, value) === used)) return true;
  const tells = before.graph.resources.some(({ dependsOn }) => dependsOn.length > 0);
  return !tells || blocksAwaited(user).includes(withoutKeys(used));
}

/** Those that use it now and are neither destroyed nor replaced by the plan. */
export function staying(
  networks: Networks,
  gone: ReadonlySet<string>,
  usedBy: UsedKind["usedBy"],
): Map<string, string[]> {
  const { before, changed } = networks;
  const found = new Map<string, string[]>();
  for (const [type, list] of rowsOf(usedBy)) {
    const names = new Set(list);
    for (const user of before.graph.ofType([type], "managed")) {
      if (isDestroyed(changed.get(user.address))) continue;
      const used = new Set(valuesUnder(user.values, names).flatMap((value) => named(before.graph, value) ?? []));
      for (const address of used)
        if (gone.has(address) && address !== user.address && isInTheWay(networks, user, address, names))
          push(found, address, user.address);
    }
  }
  return found;
}

/** The rule that nothing is deleted while it is in use. */
export function inUseRule(kind: UsedKind): IncidentRule {
  return {
    name: kind.name,
    find: (networks) => {
      const going = [...networks.changed.values()].filter(
        (one) => (kind.types as readonly string[]).includes(one.type) && goesFirst(one),
      );
      if (going.length === 0) return [];
      const users = staying(networks, new Set(going.map(({ address }) => address)), kind.usedBy);
      return [...users].map(([address, own]) => ({
        addresses: [address, ...new Set(own)],
        stops: [address],
        text: `${kind.thing} is to be deleted while ${kind.users}; AWS refuses that, and the apply stops half way`,
        advice: kind.advice,
      }));
    },
  };
}
