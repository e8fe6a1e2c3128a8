import { type OpenPart } from "../terraform";
import { doubtOf, type Doubt } from "./doubts";
import { type Gateways } from "./gateways";
import { type Registry } from "./registry";

/** A thing that may have a doubt about this part. */
interface MaybeDoubtful {
  readonly doubts: { readonly [Part in OpenPart]?: Doubt<Part>[] };
}

function add<P extends OpenPart>({ doubts }: MaybeDoubtful, part: P, doubt: Doubt<P>): void {
  const list: Doubt<P>[] | undefined = doubts[part];
  list?.push(doubt);
}

/** Marks the parts of things that the input itself says to be open: AWS was not asked about them, or did not answer. */
export function readOpenParts(registry: Registry, gateways: Gateways): void {
  const { vpcs, subnets, groups, acls } = registry;
  const things: ReadonlyMap<string, MaybeDoubtful>[] = [
    vpcs,
    subnets,
    groups,
    acls,
    gateways.internet,
    gateways.egressOnly,
  ];
  for (const by of registry.graph.unreadable)
    for (const { address, part } of by.opens ?? [])
      for (const thing of things.flatMap((one) => one.get(address) ?? []))
        add(thing, part, doubtOf(by, part, by.reason));
}
