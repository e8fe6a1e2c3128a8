import { type AddressPlan } from "../address-plan/plan";
import { type Statement } from "../reachability";
import { comparisonWithout } from "./comparison-statements";
import { conformity } from "./conformity-statements";
import { demo } from "./demo-statements";
import { forbidden } from "./forbidden-statements";
import { type Network } from "./network";
import { packages } from "./package-statements";
import { clientsToNodes, nodesToTargets } from "./reach-statements";
import { offers } from "./service-statements";
import { sideVpc } from "./sides";
import { missing, type Parts } from "./statement-parts";
import { structural } from "./structure-statements";

/**
 * Every statement that must hold for any bridge, in the words of its file. Each is judged when it is asked; what a file
 * itself expects beside them is in src/questions/promises.ts.
 */
export function statementsOf(network: Network, plan: AddressPlan): Statement[] {
  const [client, web] = [sideVpc(network, "client"), sideVpc(network, "web")];
  const balancer =
    network.topology.loadBalancers.find((one) => one.nodes.some((node) => node.subnet.vpc === client)) ??
    network.topology.loadBalancers[0];
  if (!client || !web) return [missing("both VPCs are there", client ? "web VPC" : "client VPC")];
  if (!balancer) return [missing("the ALB is there", "aws_lb")];
  const parts: Parts = { network, plan, client, web, balancer };
  return [
    ...clientsToNodes(parts),
    ...nodesToTargets(parts),
    ...offers(parts),
    ...forbidden(parts),
    ...conformity(parts),
    ...demo(parts),
    ...packages(parts),
    ...comparisonWithout(parts),
    ...structural(parts),
  ];
}
