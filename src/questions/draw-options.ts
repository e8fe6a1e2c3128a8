import { basename } from "node:path";
import { isExisting } from "../config/bridge-facts";
import { accountId, type DrawOptions } from "../diagram";
import { cidrEquals } from "../ip";
import { type ReachStatement } from "../reachability";
import { promisesOf } from "./promises";
import { sideVpc } from "../requirements/sides";
import { providerOf } from "../requirements/stated";
import { type Network } from "../requirements/judged-network";

/**
 * What a bridge's file calls the things that exist already, by Terraform address: the names that they would have if the
 * bridge created them. An account is called by its number.
 */
function namesOf(network: Network): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const { bridge, topology, graph } = network;
  if (bridge?.place !== "client") return names;
  const { config } = bridge;
  for (const side of ["client", "web"] as const) {
    const { account } = config[side];
    if (account)
      names.set(accountId(providerOf(graph, bridge, { role: side, name: side }) ?? ""), `account ${account.id}`);
    const vpc = sideVpc(network, side);
    if (!vpc) continue;
    if (isExisting(config[side])) names.set(vpc.address, side);
    for (const planned of side === "client" ? bridge.clientSubnets : bridge.webSubnets) {
      if (planned.existingId === undefined) continue;
      const subnet = vpc.subnets.find((one) => one.cidr && cidrEquals(one.cidr, planned.cidr));
      if (subnet) names.set(subnet.address, `${side}_${planned.name}`);
    }
  }
  const { id } = config.transit_gateway;
  const gateway = topology.transitGateways.find((one) => one.address === id);
  if (id !== undefined && gateway) names.set(gateway.address, "transit");
  return names;
}

/** What a bridge forbids, in its own statements; undefined for a network that no bridge file tells of. */
function forbiddenIn(network: Network): readonly ReachStatement[] | undefined {
  const { bridge } = network;
  if (!bridge) return undefined;
  return promisesOf(network, bridge).flatMap((one) => (one.kind === "reach" && one.expected === "DENIED" ? [one] : []));
}

/** What a picture of this network shows beside its boxes. */
export function drawOptionsOf(network: Network): DrawOptions {
  const forbidden = forbiddenIn(network);
  return {
    title: network.bridge?.name ?? basename(network.source),
    names: namesOf(network),
    ...(forbidden && { forbidden }),
  };
}
