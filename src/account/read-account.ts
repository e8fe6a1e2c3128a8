import { ResourceGraph } from "../terraform";
import { type Answers } from "./answers";
import { leaveGaps } from "./gaps";
import { Made } from "./made";
import { addGateways } from "./resources/gateways";
import { addInstances } from "./resources/instances";
import { addInterfaces } from "./resources/interfaces";
import { addLattice } from "./resources/lattice";
import { addLoadBalancers } from "./resources/load-balancers";
import { addNetworkAcls } from "./resources/network-acls";
import { addPeerings } from "./resources/peerings";
import { addPrefixLists } from "./resources/prefix-lists";
import { addRouteTables } from "./resources/route-tables";
import { addSecurityGroups } from "./resources/security-groups";
import { addTargetGroups } from "./resources/target-groups";
import { addTransitAttachments } from "./resources/transit-attachments";
import { addTransitGateways } from "./resources/transit-gateways";
import { addTransitTables } from "./resources/transit-tables";
import { addVpcEndpoints } from "./resources/vpc-endpoints";
import { addVpcs } from "./resources/vpcs";
import { addVpns } from "./resources/vpns";

type Reader = (answers: Answers, made: Made) => void;

const READERS: readonly Reader[] = [
  addVpcs,
  addRouteTables,
  addNetworkAcls,
  addSecurityGroups,
  addPrefixLists,
  addGateways,
  addPeerings,
  addInterfaces,
  addInstances,
  addVpcEndpoints,
  addTransitGateways,
  addTransitAttachments,
  addTransitTables,
  addVpns,
  addLoadBalancers,
  addTargetGroups,
  addLattice,
  leaveGaps,
];

/** One resource graph of what AWS answered: as a state that holds everything there is, whoever made it. */
export function graphOfAccount(answers: Answers): ResourceGraph {
  const made = new Made();
  for (const read of READERS) read(answers, made);
  return new ResourceGraph("account", made.resources, made.unreadable);
}
