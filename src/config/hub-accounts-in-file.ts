import { type HubConfig } from "./hub-schema";
import { clientsOf, websOf } from "./hub-sides";
import { type KeyPath } from "./key-path";

type Account = HubConfig["bridge"]["account"];

/** A place of a hub's file that may name an account. */
interface Holder {
  readonly path: KeyPath;
  /** In words: the hub, client apps. */
  readonly words: string;
  readonly account: Account;
}

/** Every place with an account of its own, the hub first. */
function accountHolders(config: HubConfig): Holder[] {
  return [
    { path: ["bridge"], words: "the hub", account: config.bridge.account },
    ...clientsOf(config).map(({ name, path, config: { account } }) => ({ path, words: `client ${name}`, account })),
    ...websOf(config).map(({ name, path, config: { account } }) => ({ path, words: `web ${name}`, account })),
    { path: ["transit_gateway"], words: "the gateway's owner", account: config.transit_gateway.account },
  ];
}

/** An account that Terraform works in. */
interface AccountInFile extends Holder {
  readonly role: string | undefined;
}

/** The accounts of the file, each once and as its first place says it; a place without one is in the hub's. */
export function accountsInHub(config: HubConfig): AccountInFile[] {
  const [hub, ...others] = accountHolders(config);
  const seen = new Set([hub?.account?.id]);
  const further = others.filter(({ account }) => account && !seen.has(account.id) && seen.add(account.id));
  return [...(hub ? [hub] : []), ...further].map((one) => ({
    ...one,
    path: one.account ? [...one.path, "account"] : one.path,
    role: one.account?.role,
  }));
}

/** The places whose VPC gets an attachment that is made here, the hub among them. */
export function attachingSides(config: HubConfig): Holder[] {
  const attach = (way: string, attachment: unknown) =>
    (way === "nat" || way === "transit_gateway") && attachment === undefined;
  const sides = [...clientsOf(config), ...websOf(config)];
  const paths = new Set(
    sides.filter(({ config: { way, attachment } }) => attach(way, attachment)).map(({ path }) => JSON.stringify(path)),
  );
  const isUsed = usesGateway(config);
  return accountHolders(config).filter(
    ({ path }) => paths.has(JSON.stringify(path)) || (isUsed && path[0] === "bridge"),
  );
}

/** Whether any side uses the transit gateway. */
export function usesGateway(config: HubConfig): boolean {
  const isNat = clientsOf(config).some((client) => client.config.way === "nat");
  return isNat || websOf(config).some((web) => web.config.way === "transit_gateway");
}
