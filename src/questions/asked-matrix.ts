import { limitOf } from "../limits";
import { type Family } from "../ip";
import { matrixOf } from "../reachability";
import { unplacedServices } from "../topology";
import { type Network } from "../requirements/judged-network";
import { UserError } from "../project/user-error";

/** A matrix has a line for each pair of ends. @throws UserError when there are too many */
function refuseCrowd({ topology, source }: Network): void {
  const { nics, subnets, loadBalancers } = topology;
  const size = nics.length + subnets.length + loadBalancers.length;
  if (size <= limitOf("endpoints")) return;
  throw new UserError(
    { rule: "limit", input: source },
    `${source}: has ${size} interfaces, subnets and load balancers, too many for a matrix (${limitOf("endpoints")}); ask for pairs with overlap trace --questions, or raise that with --limit endpoints=${size}`,
  );
}

/** A network's matrix. @throws UserError for a family that is none, or a network that is too large */
export function matrixAsked(network: Network, all: boolean, family: Family | undefined) {
  refuseCrowd(network);
  const { graph, topology, walker } = network;
  const matrix = matrixOf(walker, (verdict) => all || verdict !== "DENIED", family);
  const { withoutAddress } = matrix;
  const withoutPlace = unplacedServices(graph, topology.services);
  // As it is written as JSON; nothing where nobody is left out.
  const left = {
    ...(withoutAddress.length > 0 && { without_address: withoutAddress }),
    ...(withoutPlace.length > 0 && { without_place: withoutPlace }),
  };
  return { ...matrix, withoutPlace, json: Object.keys(left).length > 0 ? { left_out: left } : {} };
}
