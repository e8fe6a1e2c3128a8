import { evaluationOf, type Evaluation, fault, noDefaultTables, type Statement } from "../../reachability";
import { Arguments, isCertain, type Topology } from "../../topology";
import { sidesOf } from "../../address-plan/planned-sides";
import { type BridgePlan } from "../../address-plan/bridge-plan";
import { rolesIn } from "../found-roles";
import { type Network } from "../judged-network";
import { fact, missing } from "../statement-parts";

const FLAGS = ["default_route_table_association", "default_route_table_propagation"] as const;

/** In an account AWS tells who is associated with what, and beside that what becomes of attachments that are still to come. */
function noDefaults({ graph }: Network, topology: Topology): Evaluation {
  if (!graph.isWhole) return noDefaultTables(topology);
  const args = new Arguments(graph);
  return evaluationOf(
    topology.transitGateways.flatMap(({ address }) => {
      const resource = graph.get(address);
      const on = resource ? FLAGS.filter((flag) => args.flag(resource, flag) !== false) : [];
      return on.map((flag) => fault(address, `${flag} is on`));
    }),
  );
}

/** Nobody else is attached to the gateway. */
function onlyOwnAttachments({ graph }: Network, { transitGateways }: Topology, plan: BridgePlan): Evaluation {
  const roles = rolesIn(graph);
  const own = [roles.hub.attachment, ...sidesOf(plan).map((side) => roles.of(side).attachment)];
  const strange = transitGateways.flatMap(({ attachments }) => attachments).filter((one) => !own.includes(one.address));
  return evaluationOf(strange.map(({ address }) => fault(address, "an attachment that the bridge does not need")));
}

/**
 * A state names the gateway by an id; whether the bridge's own is behind it only the gateway itself tells. Of a gateway
 * that only its id is known of nothing is stated: it is taken for granted (see taken-for-granted.ts). How one of others is
 * set up, in an account, is theirs; what its tables of the bridge's attachments hold is not.
 * @param topology what the bridge answers for
 */
export function gatewayStatements(network: Network, topology: Topology, plan: BridgePlan): Statement[] {
  const { graph } = network;
  const { id } = plan.config.transit_gateway;
  const text = "the transit gateway is there";
  if (id !== undefined && graph.isWhole)
    return [topology.transitGateways.length > 0 ? fact(text, () => evaluationOf([])) : missing(text, id)];
  if (topology.transitGateways.some((one) => one.address === id && !isCertain(one, "attachments"))) return [];
  const isThere = graph.resources.some((one) => one.type === "aws_ec2_transit_gateway");
  return [
    isThere ? fact(text, () => evaluationOf([])) : missing(text, "aws_ec2_transit_gateway"),
    fact("the transit gateway has no default route table", () => noDefaults(network, topology)),
    ...(graph.isWhole
      ? [
          fact("the transit gateway has the bridge's attachments, and no others", () =>
            onlyOwnAttachments(network, topology, plan),
          ),
        ]
      : []),
  ];
}
