import { isUnknown, type Resource, type ResourceGraph, rowsOf, type TypeName } from "../../terraform";
import { type IncidentRule } from "./incident";
import { named } from "./named";

/** One list of AWS's that Terraform can write in two ways, each of which takes away what the other has put there. */
export interface MixedKind {
  readonly name: string;
  /** Resources that may have the whole list as an argument. */
  readonly parents: readonly TypeName[];
  /** The argument of the parent against which a resource of its own stands. */
  readonly inline: (child: Resource, graph: ResourceGraph) => readonly string[];
  /** Resources of their own, with the argument that names the parent. */
  readonly children: Readonly<Partial<Record<TypeName, string>>>;
  readonly text: string;
  readonly advice: string;
}

/**
 * Whether the configuration manages the list in the parent. After a refresh the provider fills the list with what the
 * resources of their own have put there, so values alone tell nothing (`ingress` is Optional and Computed).
 */
function isInline({ configured, values }: Resource, name: string): boolean {
  if (configured?.has(name) !== true) return false;
  const value = values[name];
  // An argument that is written as null is filled in by AWS, which shows as unknown and depends on nothing.
  return value !== undefined && value !== null && !(isUnknown(value) && value.candidates.length === 0);
}

/** The rule that a list is not managed in two ways. */
export function mixedRule({ name, parents, inline, children, text, advice }: MixedKind): IncidentRule {
  return {
    name,
    find: ({ after: { graph } }) =>
      rowsOf(children).flatMap(([type, argument]) =>
        graph.ofType([type], "managed").flatMap((child) => {
          const parent = graph.get(named(graph, child.values[argument]) ?? "");
          if (!parent || parent.mode !== "managed" || !(parents as readonly string[]).includes(parent.type)) return [];
          if (!inline(child, graph).some((one) => isInline(parent, one))) return [];
          return [{ addresses: [child.address, parent.address], text, advice }];
        }),
      ),
  };
}
