import { type Cidr, containsCidr, isCidrFault, parseCidr } from "../../ip";
import { isDestroyed } from "../changes";
import { type IncidentRule } from "./incident";
import { goesFirst } from "./in-use";
import { named, textOf } from "./named";

function parsed(text: string | undefined): Cidr | undefined {
  const cidr = parseCidr(text ?? "");
  return isCidrFault(cidr) ? undefined : cidr;
}

/** InvalidCidrBlock.InUse: a range with subnets in it stays with the VPC (VPC user guide, remove a CIDR block). */
export const cidrInUse: IncidentRule = {
  name: "vpc-range-in-use",
  find: ({ before: { graph }, changed }) =>
    graph
      .ofType(["aws_vpc_ipv4_cidr_block_association"], "managed")
      .filter(({ address, type }) => changed.get(address)?.type === type && isDestroyed(changed.get(address)))
      .flatMap((association) => {
        const range = parsed(textOf(graph, association.values.cidr_block));
        const vpc = named(graph, association.values.vpc_id);
        if (!range || vpc === undefined) return [];
        const inside = graph.ofType(["aws_subnet"], "managed").filter(({ address, values }) => {
          const own = parsed(textOf(graph, values.cidr_block));
          if (!own || named(graph, values.vpc_id) !== vpc || !containsCidr(range, own)) return false;
          return !goesFirst(changed.get(address));
        });
        if (inside.length === 0) return [];
        return [
          {
            stops: [association.address],
            addresses: [association.address, ...inside.map(({ address }) => address)],
            text: "the range is to be taken from the VPC while subnets in it stay; AWS refuses that (InvalidCidrBlock.InUse), and the apply stops half way",
            advice: "take `vpc_id` of the subnets from the association, so that they go first, or keep the range",
          },
        ];
      }),
};
