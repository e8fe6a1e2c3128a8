import { basename } from "node:path";
import { type HubPlan } from "../address-plan/hub/hub-plan";
import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { sidesOf } from "../address-plan/planned-sides";
import { type HubClientConfig } from "../config/hub-schema";
import { accountId, type DrawOptions } from "../diagram";
import { type Address, cidrEquals, intersect, isEmptySet, setOfCidr } from "../ip";
import { type Receiver } from "../reachability";
import { promisesOf } from "./promises";
import { hubVpcOf, vpcOfSide } from "../requirements/sides";
import { providerOf, statedAddress } from "../requirements/stated";
import { type Vpc } from "../topology";
import { type Network } from "../requirements/judged-network";

/**
 * What a bridge's file calls the things that exist already, by Terraform address: the names that they would have if the
 * bridge created them. An account is called by its number.
 */
function namesOf(network: Network): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const { bridge, topology, graph } = network;
  if (!bridge) return names;
  const sides = sidesOf(bridge);
  for (const side of sides) {
    const { account, role, name, vpc: own } = side;
    if (account) names.set(accountId(providerOf(graph, bridge, side) ?? ""), `account ${account.id}`);
    const vpc = vpcOfSide(network, side);
    if (!vpc) continue;
    // As a hub's resources are called: after the side's kind and name.
    const called = bridge.place === "hub" ? `${role}s_${name}` : name;
    if (own.id !== undefined) names.set(vpc.address, called);
    for (const planned of side.subnets) nameSubnet(names, vpc, planned, called);
  }
  if (bridge.place === "hub") nameHubParts(names, network, bridge);
  const { id } = bridge.config.transit_gateway;
  const gateway = topology.transitGateways.find((one) => one.address === id);
  if (id !== undefined && gateway) names.set(gateway.address, "transit");
  return names;
}

function nameSubnet(names: Map<string, string>, vpc: Vpc, planned: PlannedSubnet, side: string): void {
  if (planned.existingId === undefined) return;
  const subnet = vpc.subnets.find((one) => one.cidr && cidrEquals(one.cidr, planned.cidr));
  if (subnet) names.set(subnet.address, `${side}_${planned.name}`);
}

/** The hub's account, and NAT gateways and attachments that exist. */
function nameHubParts(names: Map<string, string>, network: Network, plan: HubPlan): void {
  const { account } = plan.config.bridge;
  const hub = hubVpcOf(network);
  if (account && hub) names.set(accountId(hub.home.provider), `account ${account.id}`);
  for (const client of plan.clients) {
    if (client.way !== "nat") continue;
    const vpc = vpcOfSide(network, { role: "client", name: client.name });
    for (const { existingId, subnet } of client.nats) {
      if (existingId === undefined) continue;
      names.set(statedAddress(plan, existingId), `clients_${client.name}_nat_gateway_${subnet.name}`);
      if (vpc) nameSubnet(names, vpc, subnet, `clients_${client.name}_nat`);
    }
  }
  for (const { role, name } of sidesOf(plan)) {
    const sides: readonly { readonly name: string; readonly config: Pick<HubClientConfig, "attachment"> }[] =
      role === "client" ? plan.clients : plan.webs;
    const attachment = sides.find((one) => one.name === name)?.config.attachment;
    if (attachment) names.set(statedAddress(plan, attachment.id), `${role}s_${name}_attachment`);
  }
}

/** Whether a receiver is asked for by addresses that are not its own. */
function isTranslated(end: Receiver): boolean {
  if (end.kind !== "host" || !end.subnet.cidr) return false;
  return isEmptySet(intersect<Address>(end.addresses, setOfCidr(end.subnet.cidr)));
}

/** What a picture of this network shows beside its boxes. */
export function drawOptionsOf(network: Network): DrawOptions {
  const { bridge } = network;
  const stated = bridge ? promisesOf(network, bridge).flatMap((one) => (one.kind === "reach" ? [one] : [])) : undefined;
  const forbidden = stated?.filter(({ expected }) => expected === "DENIED");
  const translated = stated?.filter(({ expected, to }) => expected === "ALLOWED" && to.some(isTranslated));
  return {
    title: network.bridge?.name ?? basename(network.source),
    names: namesOf(network),
    ...(forbidden && { forbidden }),
    ...(translated && translated.length > 0 && { translated }),
  };
}
