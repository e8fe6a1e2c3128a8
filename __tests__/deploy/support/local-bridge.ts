import { parseDocument } from "yaml";
import type { AddressPlan } from "../../../src/address-plan/plan";
import { isCrossAccount, isExisting } from "../../../src/config/bridge-facts";
import type { EmulatorOptions } from "./emulator";

/** The bridge file's text with the state in a file, and an ALB that may be destroyed again; all else is as written. */
export function forTrying(text: string, name: string): string {
  const document = parseDocument(text);
  document.set("backend", document.createNode({ type: "local", path: `state/${name}.tfstate` }));
  if (document.hasIn(["alb", "deletion_protection"])) document.setIn(["alb", "deletion_protection"], false);
  return document.toString();
}

/** What the emulated account must have beforehand for this bridge. */
export function accountFor({ config }: AddressPlan): EmulatorOptions {
  return {
    account: config.client.account?.id,
    region: config.region,
    certificates: config.listeners.https?.certificates,
    webAcls: config.alb.waf_acl_arn === undefined ? [] : [config.alb.waf_acl_arn],
  };
}

/** Why a bridge can't be deployed to one emulated account that is new, or undefined when it can. */
export function whyNotEmulated({ config }: AddressPlan): string | undefined {
  if (isExisting(config.client) || isExisting(config.web)) return "it names VPCs that a new account does not have";
  if (isCrossAccount(config)) return "it spans two accounts";
  if (config.client.account?.role || config.web.account?.role) return "it assumes a role";
  if (config.reachability_analyzer) return "Reachability Analyzer is not emulated";
  if (config.transit_gateway.id) return "it names a transit gateway that a new account does not have";
  return undefined;
}
