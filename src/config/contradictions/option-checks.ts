import { containsAddress } from "../../ipv4";
import { isCrossAccount, isExisting } from "../bridge-facts";
import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { type Patch, patchAt } from "../patch";
import { type BridgeConfig } from "../schema";
import { type Check, finding, mendable, oneOf } from "./finding";

/** The subnets that a demo host could be in: they hold its address, and a client's is one of clients. */
function fittingSubnets({ client, web, demo }: BridgeConfig, side: "client" | "web"): string[] {
  const address = demo[side]?.address;
  const subnets = side === "web" ? web.subnets : client.subnets;
  return Object.entries(subnets).flatMap(([name, subnet]) => {
    const isForClients = !("clients" in subnet) || subnet.clients;
    return isForClients && address !== undefined && containsAddress(subnet.cidr, address) ? [name] : [];
  });
}

const demoMakesSense: Check = (config) => {
  const { demo } = config;
  const findings: Finding[] = [];
  for (const side of ["client", "web"] as const) {
    const host = demo[side];
    if (!host) continue;
    if (isExisting(config[side])) {
      const endpoint: Patch = side === "client" && demo.connect_endpoint ? { connect_endpoint: null } : {};
      findings.push(
        mendable(
          finding(
            ["demo", side],
            "demo-in-created-vpc",
            `needs a ${side} VPC that is created here`,
            `leave the demo host out${"connect_endpoint" in endpoint ? ", and demo.connect_endpoint" : ""}`,
          ),
          { demo: { [side]: null, ...endpoint } },
        ),
      );
    }
    const names = Object.keys(config[side].subnets);
    if (!names.includes(host.subnet)) {
      const fix = oneOf(fittingSubnets(config, side), "write a subnet that holds the host's address first");
      findings.push(finding(["demo", side, "subnet"], "subnet-name", `is no ${side} subnet`, fix));
    } else if (side === "client" && config.client.subnets[host.subnet]?.clients === false) {
      findings.push(
        finding(
          ["demo", side, "subnet"],
          "demo-client-is-client",
          "has clients: false, so the demo client would reach nothing",
          "write a subnet of clients, and an address in it",
        ),
      );
    }
  }
  if (demo.connect_endpoint && !demo.client) {
    const fix = isExisting(config.client) ? "write false" : "write demo.client, or false";
    findings.push(
      mendable(
        finding(["demo", "connect_endpoint"], "connect-endpoint", "has no demo client to connect to", fix),
        patchAt(["demo", "connect_endpoint"], false),
      ),
    );
  }
  return findings;
};

const logsHaveAccount: Check = ({ logs, client }) =>
  logs?.create && !client.account
    ? [
        finding(
          ["logs", "create"],
          "logs-account",
          "needs the account id for the bucket's policy",
          "write client.account.id",
        ),
      ]
    : [];

const sharedGatewayAccount: Check = (config) =>
  isCrossAccount(config) && config.transit_gateway.id && !config.client.account
    ? [
        finding(
          ["transit_gateway", "id"],
          "shared-gateway-account",
          "is shared with another account, which needs the ARN and so the owner's account",
          "write client.account.id",
        ),
      ]
    : [];

const sameRegion: Check = ({ region, listeners, alarms, alb }) => {
  const arns: [KeyPath, string][] = (listeners.https?.certificates ?? []).map((certificate, i) => [
    ["listeners", "https", "certificates", i],
    certificate,
  ]);
  if (alarms) arns.push([["alarms", "topic"], alarms.topic]);
  if (alb.waf_acl_arn) arns.push([["alb", "waf_acl_arn"], alb.waf_acl_arn]);
  return arns.flatMap(([path, text]) =>
    text.split(":")[3] === region
      ? []
      : [finding(path, "same-region", `is not in ${region}`, `write an ARN of ${region}`)],
  );
};

const analyzerEnds: Check = (config) => {
  const analyzer = config.reachability_analyzer;
  if (!analyzer) return [];
  const findings: Finding[] = [];
  for (const side of ["client", "web"] as const) {
    if (analyzer[side] || config.demo[side]) continue;
    const message = `has no network interface on the ${side} side`;
    const fix = `write ${side}: eni-...${isExisting(config[side]) ? "" : `, or switch demo.${side} on`}`;
    findings.push(finding(["reachability_analyzer"], "analyzer-ends", message, fix));
  }
  if (isCrossAccount(config)) {
    const message = "can't analyse across two accounts from one of them";
    findings.push(
      finding(
        ["reachability_analyzer"],
        "analyzer-account",
        message,
        "leave it out and run the analysis in an organization's management account",
      ),
    );
  }
  return findings;
};

/** What the optional parts need of the rest. */
export const OPTION_CHECKS: readonly Check[] = [
  demoMakesSense,
  logsHaveAccount,
  sharedGatewayAccount,
  sameRegion,
  analyzerEnds,
];
