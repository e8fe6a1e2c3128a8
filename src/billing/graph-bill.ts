import { type Charge } from "../prices";
import { type Resource, type ResourceGraph } from "../terraform";
import { type NoPrice } from "./charge-kinds";
import { BY_USE, isFree } from "./free-types";
import { PRICED } from "./priced-types";

/** A charge, and whose it is. */
export interface ResourceCharge extends Charge {
  readonly address: string;
  /** The provider's key, which stands for a Region and an account: `aws`, `aws.web`. */
  readonly provider: string;
}

/** A resource of which not all prices are known. */
export interface NotPriced {
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

const DEFAULT_PROVIDER = "aws";

/** Where the input tells no configuration of providers, it names them by their source. */
function providerOf({ provider }: Resource): string {
  return provider === undefined || provider.includes("/") ? DEFAULT_PROVIDER : provider;
}

/** Counts what AWS charges for. Data sources are not counted, for somebody else has what they look up. */
export function billOf(graph: ResourceGraph): GraphBill {
  const charges: ResourceCharge[] = [];
  const notPriced: NotPriced[] = [];
  const byUse: string[] = [];
  for (const resource of graph.resources) {
    const { mode, type, address } = resource;
    if (mode === "data") continue;
    const cost = Object.hasOwn(PRICED, type) ? PRICED[type] : undefined;
    if (cost) {
      const { charges: own, noPrice } = cost(graph, resource);
      charges.push(...own.map((one) => ({ ...one, address, provider: providerOf(resource) })));
      if (noPrice) notPriced.push({ address, type, why: noPrice });
    } else if (BY_USE.has(type)) byUse.push(address);
    else if (!isFree(type)) notPriced.push({ address, type, why: "type" });
  }
  const notRead = graph.unreadable
    .filter(({ isAction }) => isAction !== true)
    .map(({ address, reason }) => ({ address, reason }));
  return { charges, notPriced, byUse, notRead };
}
