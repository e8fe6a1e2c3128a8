/**
 * Where to go with what a bridge can't carry, beside a hub. Sources: AWS PrivateLink guide (endpoint services: TCP by a
 * Network Load Balancer), VPC Lattice guide (resource configurations: TCP), docs/limits.md.
 */
export const OTHER_WAYS =
  "PrivateLink (an NLB in the web VPC; TCP), a VPC Lattice resource (TCP) or an appliance (all of TCP and UDP, ping)";

/** The same with a hub, which takes any overlap. */
export const HUB_OR_OTHER_WAYS = `a hub (bridge.place: hub; HTTP and TCP), ${OTHER_WAYS}`;
