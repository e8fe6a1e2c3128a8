import { isCrossAccount, isExisting } from "../bridge-facts";
import type { Finding, KeyPath } from "../fault";
import { type Check, finding, oneOf } from "./check";

const demoMakesSense: Check = (config) => {
  const { demo } = config;
  const findings: Finding[] = [];
  for (const side of ["client", "web"] as const) {
    const host = demo[side];
    if (!host) continue;
    if (isExisting(config[side])) {
      findings.push(
        finding(
          ["demo", side],
          "demo-in-created-vpc",
          `needs a ${side} VPC that is created here`,
          "leave the demo host out",
        ),
      );
    }
    const names = Object.keys(config[side].subnets);
    if (!names.includes(host.subnet)) {
      findings.push(finding(["demo", side, "subnet"], "subnet-name", `is no ${side} subnet`, oneOf(names)));
    } else if (side === "client" && config.client.subnets[host.subnet]?.clients === false) {
      findings.push(
        finding(
          ["demo", side, "subnet"],
          "demo-client-is-client",
          "has clients: false, so the demo client would reach nothing",
          "write a subnet of clients",
        ),
      );
    }
  }
  if (demo.connect_endpoint && !demo.client) {
    findings.push(
      finding(
        ["demo", "connect_endpoint"],
        "connect-endpoint",
        "has no demo client to connect to",
        "write demo.client, or false",
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

const sameRegion: Check = ({ region, listeners, alarms }) => {
  const arns: [KeyPath, string][] = (listeners.https?.certificates ?? []).map((certificate, i) => [
    ["listeners", "https", "certificates", i],
    certificate,
  ]);
  if (alarms) arns.push([["alarms", "topic"], alarms.topic]);
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
    findings.push(
      finding(["reachability_analyzer"], "analyzer-ends", message, `write ${side}: eni-..., or switch demo.${side} on`),
    );
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
