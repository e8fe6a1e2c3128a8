import { parseDocument } from "yaml";
import type { BridgePlan } from "../../../src/address-plan/bridge-plan";
import type { HubPlan } from "../../../src/address-plan/hub/hub-plan";
import type { AddressPlan } from "../../../src/address-plan/plan";
import { isHub } from "../../../src/config/file-config";
import { isCrossAccount, isExisting } from "../../../src/config/bridge-facts";
import type { EmulatorOptions } from "./emulator";

/** The bridge file's text with the state in a file, and load balancers that may be destroyed again; all else is as written. */
export function forTrying(text: string, name: string): string {
  const document = parseDocument(text);
  document.set("backend", document.createNode({ type: "local", path: `state/${name}.tfstate` }));
  for (const kind of ["alb", "nlb"])
    if (document.hasIn([kind, "deletion_protection"])) document.setIn([kind, "deletion_protection"], false);
  return document.toString();
}

/** The account that owns what an ARN names. */
function accountOf(arn: string | undefined): string | undefined {
  return arn?.split(":")[4];
}

/** What the emulated account must have beforehand for this bridge: certificates and a web ACL, which are the account's own. */
export function accountFor({ config }: BridgePlan): EmulatorOptions {
  const { region, listeners, alb } = config;
  const ofServices = isHub(config) ? Object.values(config.services).flatMap((one) => one.certificates ?? []) : [];
  const certificates = [...(listeners.https?.certificates ?? []), ...ofServices];
  const place = isHub(config) ? config.bridge : config.client;
  return {
    account: place?.account?.id ?? accountOf(certificates[0]),
    region,
    certificates,
    webAcls: alb.waf_acl_arn === undefined ? [] : [alb.waf_acl_arn],
  };
}

const NO_VPCS = "it names VPCs that a new account does not have";
const NO_GATEWAY = "it names a transit gateway that a new account does not have";
const ASSUMES = "it assumes a role";

function whyNotClientPlace({ config }: AddressPlan): string | undefined {
  if (isExisting(config.client) || isExisting(config.web)) return NO_VPCS;
  if (isCrossAccount(config)) return "it spans two accounts";
  if (config.client.account?.role || config.web.account?.role) return ASSUMES;
  if (config.reachability_analyzer) return "Reachability Analyzer is not emulated";
  return config.transit_gateway.id ? NO_GATEWAY : undefined;
}

function whyNotHub({ accounts, clients, webs, config }: HubPlan): string | undefined {
  if ([...clients, ...webs].some((side) => side.config.vpc.id !== undefined)) return NO_VPCS;
  if (accounts.length > 1) return `it spans ${accounts.length} accounts`;
  if (accounts.some(({ role }) => role !== undefined)) return ASSUMES;
  return config.transit_gateway.id ? NO_GATEWAY : undefined;
}

/** Why a bridge can't be deployed to one emulated account that is new, or undefined when it can. */
export function whyNotEmulated(plan: BridgePlan): string | undefined {
  return plan.place === "hub" ? whyNotHub(plan) : whyNotClientPlace(plan);
}
