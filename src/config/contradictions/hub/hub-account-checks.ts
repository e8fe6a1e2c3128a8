import { type Finding } from "../../fault";
import { accountsInHub, attachingSides } from "../../hub-accounts-in-file";
import { patchAt } from "../../patch";
import { partitionOf } from "../../regions";
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

/** Terraform has one set of credentials of its own; every other account is entered by a role. Source: AWS provider, assume_role. */
const oneWithoutRole: HubCheck = (config) => {
  const [first, ...others] = accountsInHub(config).filter(({ role }) => role === undefined);
  return others.map(({ path, account }): Finding => {
    const message = `has no role, nor has ${first?.words}, and Terraform's own credentials are of one account`;
    const found = finding(path, "account-role", message, "write role: the IAM role that Terraform assumes there");
    if (!account) return found;
    const role = `arn:${partitionOf(config.region)}:iam::${account.id}:role/overlap-bridge`;
    return { ...found, mend: { patch: patchAt([...path, "role"], role), onlyIf: `${role} is such a role` } };
  });
};

/** What accounts must say together. */
export const HUB_ACCOUNT_CHECKS: readonly HubCheck[] = [
  logsHaveAccount,
  sharedGatewayAccount,
  gatewayOwner,
  oneWithoutRole,
];
