import { accountsInHub, attachingSides } from "../../hub-accounts-in-file";
import { oneWithoutRole } from "../account-roles";
import { finding } from "../finding";
import { type HubCheck } from "./hub-check";

const logsHaveAccount: HubCheck = ({ logs, bridge }) => {
  if (!logs?.create || bridge.account) return [];
  const message = "needs the account id for the bucket's policy";
  return [finding(["logs", "create"], "logs-account", message, "write bridge.account.id")];
};

/** AWS RAM shares a gateway by its ARN, which names its account. */
const sharedGatewayAccount: HubCheck = (config) => {
  const { id, account, share } = config.transit_gateway;
  const owner = account ?? config.bridge.account;
  if (!id || owner || share === "exists") return [];
  if (attachingSides(config).every((side) => side.account === undefined)) return [];
  const message = "is shared with another account, which needs the ARN and so the owner's account";
  return [finding(["transit_gateway", "id"], "shared-gateway-account", message, "write transit_gateway.account.id")];
};

const gatewayOwner: HubCheck = ({ transit_gateway: { id, account } }) => {
  if (!account || id !== undefined) return [];
  const message = "says whose a gateway is that would be created in the hub's account";
  const fix = "write transit_gateway.id, or leave account out";
  return [finding(["transit_gateway", "account"], "gateway-owner", message, fix)];
};

/** The owner of a gateway that is no one's yet has no part in the file: `gatewayOwner` tells of it. */
const roles: HubCheck = (config) => {
  const isNamed = config.transit_gateway.id !== undefined;
  const accounts = accountsInHub(config).filter(({ path }) => isNamed || path[0] !== "transit_gateway");
  return oneWithoutRole(config.region, accounts);
};

/** What accounts must say together. */
export const HUB_ACCOUNT_CHECKS: readonly HubCheck[] = [logsHaveAccount, sharedGatewayAccount, gatewayOwner, roles];
