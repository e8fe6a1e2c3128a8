import {
  ALL_PORTS,
  differencesBetween,
  type FactStatement,
  portSet,
  TCP,
  usableAddresses,
  Walker,
} from "../reachability";
import { setOfAddresses } from "../ip";
import { buildTopology } from "../topology";
import { withoutInAccount } from "./in-account/without-in-account";
import { type MeantWay, onlyMeantWays } from "./meant-ways";
import { withAssumedTargets } from "./facts";
import { rolesIn } from "./found-roles";
import { type Parts } from "./statement-parts";
import { withoutBridge } from "./without-bridge";

/** The demo client is there to be entered by SSH, through its own connect endpoint. */
function sshToDemoClient({ network, plan, client }: Parts): MeantWay[] {
  const host = plan.config.demo.client;
  if (!host || !plan.config.demo.connect_endpoint) return [];
  return network.topology.nics
    .filter(({ kind, subnet }) => kind === "endpoint" && subnet.vpc === client)
    .flatMap(({ address, subnet }): MeantWay[] => {
      if (!subnet.cidr) return [];
      const [src, dst] = [usableAddresses(subnet.cidr), setOfAddresses([host.address])];
      const packets = { src, dst, protocol: TCP, srcPorts: ALL_PORTS, dstPorts: portSet(22) };
      return [{ from: address, toVpc: client.address, packets }];
    });
}

/** Nobody who is there without the bridge gains a way but those to the ALB, which is not, or loses one. */
export function comparisonWithout(parts: Parts): FactStatement[] {
  const { network, own, plan, client, web } = parts;
  const sides = [client.address, web.address];
  return onlyMeantWays(
    () => {
      if (network.graph.isWhole)
        return differencesBetween(
          new Walker(buildTopology(network.before ?? withoutInAccount(network, own, plan))),
          network.walker,
        );
      const graph = withoutBridge(network.graph, plan);
      const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
      return differencesBetween(new Walker(topology), network.walker);
    },
    [
      {
        text: "nothing in the client VPC gains a way that it does not have without the bridge, but to the ALB",
        isFrom: ({ vpc }) => vpc === client.address,
      },
      {
        text: "nothing in the web VPC gains a way that it does not have without the bridge",
        isFrom: ({ vpc }) => vpc === web.address,
      },
      {
        text: "nobody elsewhere gains a way into either VPC that is not there without the bridge",
        isFrom: ({ vpc }) => vpc === undefined || !sides.includes(vpc),
      },
    ],
    sshToDemoClient(parts),
  );
}
