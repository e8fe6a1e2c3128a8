import { type Nic, type PrivateLink, type Topology } from "../topology";
import { oncePer } from "./remembered";

const linksByNic = oncePer(
  ({ privateLinks }: Topology) => new Map(privateLinks.flatMap((link) => link.nics.map((nic) => [nic, link] as const))),
);

/** The endpoint that an interface is of; undefined for those of AWS's own services, and for all other interfaces. */
export function linkOf(topology: Topology, nic: Nic | undefined): PrivateLink | undefined {
  return nic && topology.privateLinks.length > 0 ? linksByNic(topology).get(nic) : undefined;
}
