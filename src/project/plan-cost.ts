import { type BridgePlan } from "../address-plan/bridge-plan";
import { billOf, type ResourceCharge } from "../billing";
import { type BridgeCost, bridgeCost } from "../choosing/bridge-cost";
import { type Charge, grouped, type PriceTable, type RegionPrices } from "../prices";
import { type ResourceGraph } from "../terraform";

/** What a bridge costs, and by what prices. */
export interface PlanCost {
  readonly name: string;
  readonly region: string;
  /** Undefined: nothing is known of the Region. */
  readonly prices: RegionPrices | undefined;
  readonly cost: BridgeCost;
  /** Addresses of what is charged by use, and so is in no sum. */
  readonly byUse: readonly string[];
}

const WATCHING: ReadonlySet<string> = new Set(["alarm", "dashboard"]);

/** Alarms and dashboards, account by account. */
function watchingOf(charges: readonly ResourceCharge[]): (Charge & { readonly provider: string })[] {
  const own = charges.filter(({ component }) => WATCHING.has(component));
  const providers = [...new Set(own.map(({ provider }) => provider))];
  return providers.flatMap((provider) =>
    grouped(own.filter((one) => one.provider === provider)).map((charge) => ({ ...charge, provider })),
  );
}

/**
 * What a bridge costs: by its plan, and by its stack what watches it.
 * @param region by whose prices; default: the file's
 */
export function costOfPlan(
  plan: BridgePlan,
  stack: ResourceGraph,
  table: PriceTable,
  region = plan.config.region,
): PlanCost {
  const prices = table.get(region);
  const { charges, byUse } = billOf(stack);
  return { name: plan.name, region, prices, cost: bridgeCost(plan, watchingOf(charges), prices), byUse };
}
