import { type Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { partitionOf } from "../../config/regions";
import { type HubProviders } from "./hub-context";
import { SharedGateway, type SharedWithProps } from "./shared-gateway";

/** The accounts that attach to a gateway of another account. */
function attachedAccounts({ clients, webs, gatewayAccount }: HubPlan): string[] {
  const sides = [
    ...clients.flatMap((client) => (client.way === "nat" && !client.config.attachment ? [client.account] : [])),
    ...webs.flatMap((web) => (web.way === "transit_gateway" && !web.config.attachment ? [web.account] : [])),
  ];
  return [...new Set(["hub", ...sides])].filter((key) => key !== gatewayAccount);
}

/** The transit gateway of a hub, shared with each account that attaches to it, unless it is already. */
export function addGateway(scope: Construct, plan: HubPlan, providers: HubProviders): SharedGateway {
  const { config, name, gatewayAccount, accounts } = plan;
  const { id, share, asn } = config.transit_gateway;
  const owner = accounts.find(({ key }) => key === gatewayAccount);
  const arn = `arn:${partitionOf(config.region)}:ec2:${config.region}:${owner?.id ?? ""}:transit-gateway/${id}`;
  const keys = share === "exists" ? [] : attachedAccounts(plan);
  return new SharedGateway(scope, "gateway", {
    name,
    asn,
    ...(id !== undefined && { existing: { id, arn } }),
    ...(share !== "exists" && { by: share }),
    provider: providers.get(gatewayAccount),
    sharedWith: keys.flatMap((key): SharedWithProps[] => {
      const account = accounts.find((one) => one.key === key);
      if (account?.id === undefined) throw new Error(`the account ${key} has no id to share the transit gateway with`);
      return [{ key, accountId: account.id, provider: providers.get(key) }];
    }),
  });
}
