import { type BridgePlan } from "../address-plan/bridge-plan";
import { sidesOf, vpcName } from "../address-plan/planned-sides";
import { hasAlb } from "../config/bridge-facts";
import { BRIDGE_OUTPUT } from "../address-plan/roles";
import { evaluationOf, type Explanation, fault, type Statement } from "../reachability";
import { type LoadBalancer, type Vpc } from "../topology";
import { applianceStatements } from "./appliance/appliance-statements";
import { ownPart } from "./in-account/own-part";
import { strangersBeside } from "./in-account/strangers";
import { comparisonWithout } from "./comparison-statements";
import { conformity } from "./conformity-statements";
import { demo } from "./demo-statements";
import { forbidden } from "./forbidden-statements";
import { hubStatementsOf } from "./hub/hub-statements";
import { type Network } from "./judged-network";
import { toldWhole } from "./left-open-statements";
import { packages } from "./package-statements";
import { clientsToNodes, nodesToTargets } from "./reach-statements";
import { offers } from "./service-statements";
import { roleFaults, rolesIn } from "./found-roles";
import { loadBalancerOf, sideVpc, sideVpcOf } from "./sides";
import { fact, missing, type Parts } from "./statement-parts";
import { structural } from "./structure-statements";

/** The load balancer with nodes in the client VPC; of several the one that plays the part. */
function balancerIn(network: Network, client: Vpc): LoadBalancer | undefined {
  const { loadBalancers } = network.topology;
  const there = loadBalancers.filter((one) => one.nodes.some((node) => node.subnet.vpc === client));
  const named = loadBalancerOf(network);
  return there.find((one) => one === named) ?? there[0] ?? loadBalancers[0];
}

/** Attachments that the input names, and that attach another VPC than that of their side. */
function attachmentFaults(network: Network, plan: BridgePlan): Explanation[] {
  const { graph, topology } = network;
  const attachments = topology.transitGateways.flatMap((gateway) => gateway.attachments);
  const roles = rolesIn(graph);
  return sidesOf(plan).flatMap((side) => {
    const named = attachments.find(({ address }) => address === roles.of(side).attachment);
    if (named?.kind !== "vpc" || named.vpc === sideVpcOf(topology, roles, side)) return [];
    return [fault(named.address, `it does not attach the ${vpcName(side)}, as ${BRIDGE_OUTPUT} says`)];
  });
}

/** What an input says of the bridge's parts is stated only when it is wrong: most inputs say nothing. */
function partsAsSaid(network: Network, plan: BridgePlan): Statement[] {
  if (!network.graph.outputs.has(BRIDGE_OUTPUT)) return [];
  const faults = [...roleFaults(network.graph, plan), ...attachmentFaults(network, plan)];
  if (faults.length === 0) return [];
  return [fact(`the output ${BRIDGE_OUTPUT} names the parts of the bridge`, () => evaluationOf(faults))];
}

/**
 * Every statement that must hold for any bridge, in the words of its file. Each is judged when it is asked; what a file
 * itself expects beside them is in src/questions/promises.ts.
 */
export function statementsOf(network: Network, plan: BridgePlan): Statement[] {
  const wrong = [...toldWhole(network.graph), ...partsAsSaid(network, plan)];
  if (plan.place === "hub") return [...wrong, ...hubStatementsOf(network, plan)];
  const [client, web] = [sideVpc(network, "client"), sideVpc(network, "web")];
  if (!client || !web) return [...wrong, missing("both VPCs are there", client ? "web VPC" : "client VPC")];
  const withAlb = hasAlb(plan.config);
  const balancer = withAlb ? balancerIn(network, client) : undefined;
  if (withAlb && !balancer) return [...wrong, missing("the ALB is there", "aws_lb")];
  const parts: Parts = { network, own: ownPart(network, plan), plan, client, web, balancer };
  const ofAlb = balancer && { ...parts, balancer };
  return [
    ...wrong,
    ...(ofAlb ? [...clientsToNodes(ofAlb), ...nodesToTargets(ofAlb), ...offers(ofAlb)] : []),
    ...applianceStatements(parts),
    ...forbidden(parts),
    ...conformity(parts),
    ...demo(parts),
    ...packages(parts),
    ...comparisonWithout(parts),
    ...structural(parts),
    ...strangersBeside(parts),
  ];
}
