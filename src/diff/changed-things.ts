import { type Change } from "../review/changes";
import { ownerOf, type TwoSources } from "../review/networks";
import { type Resource, type ResourceGraph } from "../terraform";
import { parseImplied } from "../topology";
import { type Aligned } from "./aligned";
import { contentsOf, differ, isDualStack } from "./content-of";
import { Parts } from "./parts-of-things";

type Action = "create" | "update" | "delete";

/** A thing that differs, in the words of a plan's changes: one source alone tells of it, or both tell different things. */
function changeOf(address: string, action: Action, resource: Resource | undefined): Change {
  return {
    address,
    type: resource?.type ?? "",
    mode: "managed",
    action,
    forcedBy: [],
    before: null,
    after: null,
    afterUnknown: false,
    beforeSensitive: false,
    afterSensitive: false,
  };
}

/** What differs between two sources, thing by thing, and what belongs to which thing. */
export interface ChangedThings extends Omit<TwoSources, "isLeftOut"> {
  readonly changed: ReadonlyMap<string, Change>;
}

/** The newer graph with all of one thing as the older graph has it. */
function swapped(after: ResourceGraph, parts: readonly [Parts, Parts], thing: string): ResourceGraph {
  const [old, next] = parts.map((one) => one.of(thing));
  const gone = new Set([...(next ?? []), ...(old ?? [])].map(({ address }) => address));
  return after.with([...after.resources.filter(({ address }) => !gone.has(address)), ...(old ?? [])]);
}

export function changedThings({ before, after }: Aligned): ChangedThings {
  const isDual = isDualStack([before.topology, after.topology]);
  const [old, next] = [contentsOf(before.topology, isDual), contentsOf(after.topology, isDual)];
  const parts = [new Parts(before.graph), new Parts(after.graph)] as const;
  const changed = new Map<string, Change>();
  for (const address of new Set([...old.byAddress.keys(), ...next.byAddress.keys()])) {
    const [was, is] = [old.byAddress.get(address), next.byAddress.get(address)];
    if (was && is && !differ(was, is)) continue;
    // What AWS makes with a VPC is named by those who use it.
    if (parseImplied(address) && (!was || !is)) continue;
    // What comes with another thing is a change of that one.
    const owner = ownerOf(address);
    const [wasThere, isThere] = [old.byAddress.has(owner), next.byAddress.has(owner)];
    const action = wasThere === isThere ? "update" : wasThere ? "delete" : "create";
    if (!changed.has(owner))
      changed.set(owner, changeOf(owner, action, after.graph.get(owner) ?? before.graph.get(owner)));
  }
  const isThing = (address: string): boolean => old.byAddress.has(address) || next.byAddress.has(address);
  const thingOf = (address: string): string => {
    if (isThing(address)) return ownerOf(address);
    const owner = next.ofParts.get(address) ?? old.ofParts.get(address);
    if (owner !== undefined) return ownerOf(owner);
    const resource = ownerOf(address);
    return parts.map((one) => one.ownerOf(resource)).find((one) => one !== resource) ?? resource;
  };
  return { changed, thingOf, without: (thing) => swapped(after.graph, parts, thing) };
}
