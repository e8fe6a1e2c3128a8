import { type Role } from "../answers";
import { type ClassGroup, type TypeClass } from "./class-group";
import { ENDS, WAYS_IN } from "./end-types";
import { IRRELEVANT_SERVICES } from "./irrelevant-services";
import { IRRELEVANT_TYPES } from "./irrelevant-types";
import { NOT_FOLLOWED } from "./not-followed";
import { PARTS } from "./parts";

/** The class of what has a role. A reader may come to the end of what it knows: such roles are "unknown". */
export const CLASS_OF_ROLE: Readonly<Record<Exclude<Role, "unread">, TypeClass>> = {
  vpc: "walked",
  "vpc-range": "walked",
  "vpc-ipv6-range": "walked",
  "vpc-public-access": "unknown",
  subnet: "walked",
  "route-table": "walked",
  "main-table-association": "walked",
  "table-association": "walked",
  route: "walked",
  "route-server-propagation": "unknown",
  "vpn-propagation": "walked",
  "internet-gateway": "walked",
  "internet-gateway-attachment": "walked",
  "egress-only-internet-gateway": "walked",
  "nat-gateway": "walked",
  peering: "walked",
  "peering-accepter": "walked",
  "security-group": "walked",
  "group-rule": "walked",
  "group-attachment": "walked",
  "network-acl": "walked",
  "acl-rule": "walked",
  "acl-association": "walked",
  "prefix-list": "walked",
  "prefix-list-entry": "walked",
  "transit-gateway": "walked",
  "transit-table": "walked",
  "transit-vpc-attachment": "walked",
  "transit-vpc-accepter": "walked",
  "transit-peering": "walked",
  "transit-peering-accepter": "walked",
  "transit-foreign-attachment": "unknown",
  "transit-core-peering": "unknown",
  "transit-core-table": "unknown",
  "transit-association": "walked",
  "transit-propagation": "walked",
  "transit-default-association": "walked",
  "transit-default-propagation": "walked",
  "transit-policy-association": "unknown",
  "transit-route": "walked",
  "transit-prefix-reference": "walked",
  "customer-gateway": "end",
  "vpn-gateway": "walked",
  "vpn-gateway-attachment": "walked",
  "vpn-connection": "walked",
  "vpn-connection-route": "walked",
  "dx-gateway": "end",
  "dx-association": "unknown",
  "dx-proposal": "unknown",
  "dx-core-attachment": "unknown",
  "dx-interface": "unknown",
  instance: "end",
  "launch-template": "end",
  interface: "end",
  "interface-attachment": "walked",
  "elastic-ip": "walked",
  "elastic-ip-association": "walked",
  "load-balancer": "walked",
  "classic-load-balancer": "unknown",
  listener: "walked",
  "listener-rule": "walked",
  "target-group": "walked",
  "target-attachment": "walked",
  "target-maker": "end",
  "vpc-endpoint": "walked",
  "connect-endpoint": "way in",
  "endpoint-subnet": "walked",
  "endpoint-group": "walked",
  "endpoint-table": "walked",
  "endpoint-service": "walked",
  "endpoint-accepter": "walked",
  "network-firewall": "walked",
  "firewall-policy": "walked",
  "firewall-rule-group": "walked",
  service: "end",
  "subnet-group": "part",
  "way-in": "way in",
  api: "way in",
  accelerator: "way in",
  "accelerator-listener": "way in",
  "lattice-target": "way in",
  "lattice-client": "way in",
  "client-vpn": "way in",
  "client-vpn-association": "way in",
  "client-vpn-rule": "way in",
  "client-vpn-route": "way in",
};

/** All types without a role, by class. */
export const GROUPS: readonly (readonly [TypeClass, readonly ClassGroup[]])[] = [
  ["end", ENDS],
  ["way in", WAYS_IN],
  ["part", PARTS],
  ["unknown", NOT_FOLLOWED],
  ["irrelevant", IRRELEVANT_TYPES],
  ["irrelevant", IRRELEVANT_SERVICES],
];

export interface Listed {
  readonly class: TypeClass;
  /** As it is listed: by its own name, so that somebody has looked at it, or by a beginning with a `*`. */
  readonly as: string;
}

const CLASS_OF_LISTED = new Map<string, TypeClass>(
  GROUPS.flatMap(([own, groups]) => groups.flatMap(({ types }) => types.map((as): [string, TypeClass] => [as, own]))),
);

/** What the list says of a type: by its own name, or by the longest beginning. */
export function listedAs(type: string): Listed | undefined {
  const byName = CLASS_OF_LISTED.get(type);
  if (byName) return { class: byName, as: type };
  for (let end = type.length; end > 0; end--) {
    const as = `${type.slice(0, end)}*`;
    const found = CLASS_OF_LISTED.get(as);
    if (found) return { class: found, as };
  }
  return undefined;
}
