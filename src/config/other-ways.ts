/**
 * Where to go with what an ALB in the client VPC can't carry. Sources: AWS PrivateLink guide (endpoint services: TCP by a
 * Network Load Balancer), VPC Lattice guide (resource configurations: TCP), docs/limits.md.
 */
export const OTHER_WAYS =
  "PrivateLink (an NLB in the web VPC; TCP), a VPC Lattice resource (TCP) or a 1:1 NAT appliance (any protocol)";
