import { clientsOf, websOf } from "../../config/hub-sides";
import { type HubConfig } from "../../config/hub-schema";
import { type PlannedAccount } from "./hub-plan";

type AccountConfig = HubConfig["bridge"]["account"];

const HUB = "hub";

/** The accounts of a hub, each once, and who is in which. */
export interface HubAccounts {
  /** The first one is the hub's. */
  readonly accounts: readonly PlannedAccount[];
  /** The key of a side's account. */
  keyOf(account: AccountConfig): string;
}

/** The alias of a side's provider; that of the one side which the file calls `client` or `web` is just that. */
export function aliasOf(role: "client" | "web", name: string): string {
  return name === role ? role : `${role}-${name}`;
}

/** Works out in which accounts the stack works. A side without an account is in the hub's, and the same id is the same account. */
export function accountsOf(config: HubConfig): HubAccounts {
  const { account: own } = config.bridge;
  const accounts: PlannedAccount[] = [{ key: HUB, ...own }];
  const keys = new Map<string, string>(own ? [[own.id, HUB]] : []);
  const add = (key: string, account: AccountConfig) => {
    if (!account || keys.has(account.id)) return;
    keys.set(account.id, key);
    accounts.push({ key, ...account });
  };
  for (const { name, config: side } of clientsOf(config)) add(aliasOf("client", name), side.account);
  for (const { name, config: side } of websOf(config)) add(aliasOf("web", name), side.account);
  add("transit-gateway", config.transit_gateway.account);
  return { accounts, keyOf: (account) => (account && keys.get(account.id)) ?? HUB };
}
