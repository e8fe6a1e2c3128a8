import { type Charge } from "../prices";
import { type ResourceGraph } from "../terraform";
import { type NoPrice } from "./charge-kinds";
import { BY_USE, isFree } from "./free-types";
import { PRICED } from "./priced-types";
import { providerKey, regionsIn } from "./charged-regions";

/** A charge, and whose it is. */
export interface ResourceCharge extends Charge {
  readonly address: string;
  /** The provider's key, which stands for a Region and an account: `aws`, `aws.web`. */
  readonly provider: string;
  /** Undefined: the input does not tell. */
  readonly region: string | undefined;
}

/** A resource of which not all prices are known. */
interface NotPriced {
  readonly address: string;
  readonly type: string;
  readonly why: NoPrice;
}

/** What AWS charges for of a configuration, a plan or a state. */
export interface GraphBill {
  readonly charges: readonly ResourceCharge[];
  readonly notPriced: readonly NotPriced[];
  /** Addresses of what is charged by use alone. */
  readonly byUse: readonly string[];
  /** What could not be read, and so may hold anything: modules, blocks of an unknown number. */
  readonly notRead: readonly { readonly address: string; readonly reason: string }[];
}

/** Counts what AWS charges for, of what the input itself holds. Data sources are not counted, for somebody else has what they look up. */
export function billOf(graph: ResourceGraph): GraphBill {
  const charges: ResourceCharge[] = [];
  const notPriced: NotPriced[] = [];
  const byUse: string[] = [];
  const regionOf = regionsIn(graph);
  for (const resource of graph.resources) {
    const { mode, type, address, origin } = resource;
    if (mode === "data" || origin !== undefined) continue;
    const cost = Object.hasOwn(PRICED, type) ? PRICED[type] : undefined;
    if (cost) {
      const { charges: own, noPrice } = cost(graph, resource);
      const whose = { address, provider: providerKey(resource), region: regionOf(resource) };
      charges.push(...own.map((one) => ({ ...one, ...whose })));
      if (noPrice) notPriced.push({ address, type, why: noPrice });
    } else if (BY_USE.has(type)) byUse.push(address);
    else if (!isFree(type)) notPriced.push({ address, type, why: "type" });
  }
  const notRead = graph.unreadable
    .filter(({ leaves }) => leaves !== "action")
    .map(({ address, reason }) => ({ address, reason }));
  return { charges, notPriced, byUse, notRead };
}
