import { isList, isObject } from "../../terraform/value";
import { push, type Resource } from "../../terraform";
import { type Networks } from "../networks";
import { type IncidentRule } from "./incident";
import { goesFirst, staying } from "./in-use";
import { named } from "./named";

/** Rules of their own that name a group as the other end. */
const RULES = {
  aws_security_group_rule: ["source_security_group_id"],
  aws_vpc_security_group_ingress_rule: ["referenced_security_group_id"],
  aws_vpc_security_group_egress_rule: ["referenced_security_group_id"],
};

/** Interfaces that keep the group. */
function interfacesWith({ before: { topology }, changed }: Networks, group: string): string[] {
  const nics = [...topology.nics, ...topology.loadBalancers.flatMap(({ nodes }) => nodes)];
  return nics
    .filter((nic) => {
      const action = changed.get(nic.address);
      const isGone = action?.action === "delete" || action?.order === "delete-first";
      return !isGone && nic.groups?.some(({ address }) => address === group) === true;
    })
    .map(({ address }) => address);
}

/** Groups whose inline rules name another one: those that the configuration writes, for a refresh fills in all the others. */
function namedInline({ before, after, changed }: Networks, going: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const peersIn = (group: Resource, direction: string): string[] => {
    const blocks = group.values[direction];
    const peers = (isList(blocks) ? blocks : [])
      .filter(isObject)
      .flatMap(({ security_groups: list }) => (isList(list) ? list : []));
    return peers.flatMap((one) => named(before.graph, one) ?? []);
  };
  for (const group of before.graph.ofType(["aws_security_group"], "managed")) {
    if (goesFirst(changed.get(group.address))) continue;
    const written = after.graph.get(group.address)?.configured;
    for (const direction of ["ingress", "egress"])
      if (written?.has(direction) === true)
        for (const peer of peersIn(group, direction))
          if (going.has(peer) && peer !== group.address) push(found, peer, group.address);
  }
  return found;
}

/**
 * DependencyViolation: AWS refuses to delete a group that an interface has or another group's rule names; the provider
 * waits for minutes, then fails (terraform-provider-aws 265, 27476).
 */
export const groupReplacedInUse: IncidentRule = {
  name: "security-group-replaced-in-use",
  find: (networks) => {
    const going = [...networks.changed.values()].filter((one) => one.type === "aws_security_group" && goesFirst(one));
    if (going.length === 0) return [];
    const addresses = new Set(going.map(({ address }) => address));
    const [inRules, inline] = [staying(networks, addresses, RULES), namedInline(networks, addresses)];
    return going.flatMap(({ address, action }) => {
      const users = [
        ...interfacesWith(networks, address),
        ...(inRules.get(address) ?? []),
        ...(inline.get(address) ?? []),
      ];
      if (users.length === 0) return [];
      const isReplaced = action === "replace";
      return [
        {
          addresses: [address, ...new Set(users)],
          stops: [address],
          text: isReplaced
            ? "the security group is to be deleted before its successor exists, while interfaces or rules use it; AWS refuses that and the apply hangs"
            : "the security group is to be deleted while interfaces or rules use it; AWS refuses that and the apply hangs",
          advice: isReplaced
            ? "set `lifecycle { create_before_destroy = true }` and `name_prefix` on the group"
            : "take the group away from what uses it in an apply of its own first",
        },
      ];
    });
  },
};
