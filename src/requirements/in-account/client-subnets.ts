import { clientVpcSubnets } from "../../address-plan/plan";
import { evaluationOf, fault, type Statement } from "../../reachability";
import { isPlanned } from "../planned-in";
import { fact, type Parts } from "../statement-parts";

/**
 * Of a client VPC that the bridge made, a subnet that somebody added in the account: it has the VPC's main table and its
 * local route, so hosts in it are where no statement looks. Terraform's inputs hold nothing that the bridge did not make.
 */
export function clientSubnets({ network, plan, client }: Parts): Statement[] {
  if (!network.graph.isWhole || plan.config.client.vpc.id !== undefined) return [];
  const known = clientVpcSubnets(plan);
  const evaluate = () =>
    evaluationOf(
      client.subnets
        .filter((subnet) => !isPlanned(known, subnet))
        .map(({ address }) => fault(address, "the bridge file knows no such subnet on the client side")),
      client.doubts.ranges,
    );
  return [fact("the client VPC has the subnets of the file and of the bridge, and no others", evaluate)];
}
