import { evaluationOf, type Evaluation, fault, noDefaultTables, type Statement } from "../../reachability";
import { Arguments, type Topology } from "../../topology";
import { sidesOf } from "../../address-plan/planned-sides";
import { type BridgePlan } from "../../address-plan/bridge-plan";
import { rolesIn } from "../found-roles";
import { type Network } from "../judged-network";
import { fact } from "../statement-parts";

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

/** What is stated of a transit gateway that the bridge makes. */
export function ownGateway(network: Network, topology: Topology, plan: BridgePlan): Statement[] {
  return [
    fact("the transit gateway has no default route table", () => noDefaults(network, topology)),
    ...(network.graph.isWhole
      ? [
          fact("the transit gateway has the bridge's attachments, and no others", () =>
            onlyOwnAttachments(network, topology, plan),
          ),
        ]
      : []),
  ];
}
