import { type AddressSet } from "../ip";
import { type FirewallRule, type Topology } from "../topology";

/** The rules of all firewalls that routes can lead to, each once. */
export function firewallRules({ nics }: Topology): FirewallRule[] {
  const policies = nics.flatMap(({ inspection }) => (inspection?.kind === "firewall" ? (inspection.policy ?? []) : []));
  return [...new Set(policies)].flatMap(({ stateless, stateful }) => [...stateless, ...stateful]);
}

/** Addresses that a firewall tells from others. */
export function toldApartByFirewalls(topology: Topology): AddressSet[] {
  return firewallRules(topology).flatMap(({ selectors }) => selectors.flatMap(({ src, dst }) => [src, dst]));
}
