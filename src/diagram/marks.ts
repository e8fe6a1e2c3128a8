import { type Topology } from "../topology";
import { type Mark } from "./picture";

/**
 * The marks of what is drawn: its own, or "changed" when something changes that is drawn with it, such as a rule of a
 * host's security group, a route of a subnet's table or a target of a load balancer.
 */
export function spreadMarks(
  topologies: readonly Topology[],
  marks: ReadonlyMap<string, Mark>,
): ReadonlyMap<string, Mark> {
  const spread = new Map(marks);
  const touch = (owner: string, parts: Iterable<string>): void => {
    if (spread.has(owner)) return;
    for (const part of parts)
      if (marks.has(part)) {
        spread.set(owner, "changed");
        return;
      }
  };
  for (const topology of topologies) {
    for (const nic of topology.nics)
      touch(
        nic.address,
        (nic.groups ?? []).flatMap((group) => [
          group.address,
          ...[...group.ingress, ...group.egress].map((rule) => rule.address),
        ]),
      );
    for (const { address, acl, table } of topology.subnets)
      touch(address, [acl.address, table.address, ...[...acl.ingress, ...acl.egress].map((rule) => rule.address)]);
    for (const { address, listeners, nodes } of topology.loadBalancers) {
      const groups = listeners.flatMap((one) => one.actions.flatMap((action) => action.groups));
      touch(address, [
        ...listeners.map((one) => one.address),
        ...groups.flatMap((group) => [group.address, ...group.targets.map((target) => target.address)]),
        ...nodes.flatMap((node) =>
          (node.groups ?? []).flatMap((group) => [
            group.address,
            ...[...group.ingress, ...group.egress].map((rule) => rule.address),
          ]),
        ),
      ]);
    }
    for (const table of topology.transitTables)
      touch(
        table.address,
        table.propagations.map((one) => one.address),
      );
  }
  return spread;
}
