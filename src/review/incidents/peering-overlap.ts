import { type Cidr, cidrOverlaps, isCidrFault, parseCidr } from "../../ip";
import { type Resource } from "../../terraform";
import { isMade } from "../changes";
import { type IncidentRule } from "./incident";
import { named, type Reader, readersOf } from "./named";

function rangesOf(vpc: string, reader: Reader): Cidr[] {
  const owner = reader.graph.get(vpc);
  const extended = reader.graph
    .ofType(["aws_vpc_ipv4_cidr_block_association"])
    .filter(({ values }) => named(reader.graph, values.vpc_id) === vpc);
  return [owner, ...extended].flatMap((one) => {
    const parsed = parseCidr(reader.text(one?.values.cidr_block) ?? "");
    return isCidrFault(parsed) ? [] : [parsed];
  });
}

function overlaps({ values }: Resource, reader: Reader): boolean {
  const [own = [], peer = []] = [values.vpc_id, values.peer_vpc_id].map((value) => {
    const vpc = named(reader.graph, value);
    return vpc === undefined ? [] : rangesOf(vpc, reader);
  });
  return own.some((a) => peer.some((b) => cidrOverlaps(a, b)));
}

/** The connection fails at once (VPC peering guide, limitations: no overlapping CIDR blocks, of any range). */
export const peeringOverlap: IncidentRule = {
  name: "peering-of-overlapping-vpcs",
  find: (networks) => {
    const { after } = readersOf(networks);
    return after.graph
      .ofType(["aws_vpc_peering_connection"], "managed")
      .filter(({ address }) => isMade(networks.changed.get(address)))
      .filter((peering) => overlaps(peering, after))
      .map(({ address }) => ({
        addresses: [address],
        stops: [address],
        text: "two ranges of the peered VPCs overlap, so AWS fails the connection",
        advice:
          "peer with a VPC whose ranges overlap none of the other's, or go another way (a private NAT gateway, PrivateLink)",
      }));
  },
};
