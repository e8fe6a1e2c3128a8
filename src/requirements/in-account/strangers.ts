import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { intersect, setOfAddresses, setsEqual } from "../../ip";
import { connectEndpoints } from "../demo-statements";
import { balancersOf, type HubFound } from "../hub/hub-found";
import { evaluationOf, type Evaluation, fault, type Statement } from "../../reachability";
import { type NatGateway, type Nic, type Subnet, type Vpc } from "../../topology";
import { isPlanned } from "../planned-in";
import { fact, type Parts } from "../statement-parts";
import { type Network } from "../judged-network";
import { type OwnPart } from "./own-part";

/**
 * Subnets that the bridge made for itself hold nothing of others: who stands in a subnet of the load balancers gets to the
 * servers as they do.
 * @param own what the bridge has there, by address
 */
function nobodyElseIn({ topology }: Network, subnets: readonly Subnet[], own: ReadonlySet<string>): Evaluation {
  const { nics, loadBalancers, natGateways } = topology;
  const nodes = loadBalancers.flatMap((one) => one.nodes);
  const isStrange = ({ subnet, address }: Pick<NatGateway, "subnet" | "address">): boolean =>
    subnet !== undefined && subnets.includes(subnet) && !own.has(address);
  const strange = new Set([...nics, ...nodes, ...natGateways].filter(isStrange).map(({ address }) => address));
  return evaluationOf(
    [...strange].map((address) => fault(address, "it is in a subnet of the bridge, and not its own")),
  );
}

/** VPCs that the bridge made have no endpoint of others: by PrivateLink packets leave without a route. */
function noOtherEndpoints(part: OwnPart, vpcs: readonly Vpc[], own: ReadonlySet<string>): Evaluation {
  const isStrange = ({ kind, subnet, address }: Nic): boolean =>
    kind === "endpoint" && vpcs.includes(subnet.vpc) && !part.mayHaveOthers(subnet.vpc) && !own.has(address);
  const strange = new Set(part.topology.nics.filter(isStrange).map(({ address }) => address));
  return evaluationOf([...strange].map((address) => fault(address, "an endpoint that the bridge does not need")));
}

/** In an account: what others put where only the bridge's own should be, inside of the client VPC and in VPCs that it made. */
export function strangersBeside(parts: Parts): Statement[] {
  const { network, own, plan, client, web, balancer } = parts;
  if (!network.graph.isWhole) return [];
  const created = plan.albSubnets.filter(({ existingId }) => existingId === undefined);
  const subnets = client.subnets.filter((subnet) => isPlanned(created, subnet));
  const endpoints = plan.config.demo.connect_endpoint ? connectEndpoints(parts).slice(0, 1) : [];
  const sessions = plan.config.appliance?.session_access === true ? sessionEndpoints(parts) : [];
  const ofBridge = new Set([...endpoints, ...sessions].map(({ address }) => address));
  return [
    ...(balancer
      ? [
          fact("the ALB subnets hold nothing but the ALB", () =>
            nobodyElseIn(network, subnets, new Set([balancer.address])),
          ),
        ]
      : []),
    ...besideAppliance(parts, sessions),
    fact("the VPCs that the bridge makes have no endpoints of others", () =>
      noOtherEndpoints(own, [client, web], ofBridge),
    ),
  ];
}

function inSubnets({ network: { topology } }: Parts, planned: readonly PlannedSubnet[]): Nic[] {
  return topology.nics.filter(({ subnet }) => isPlanned(planned, subnet));
}

/** Endpoints that Session Manager reaches appliances by. */
function sessionEndpoints(parts: Parts): Nic[] {
  const inner = inSubnets(parts, parts.plan.innerSubnets);
  return inner.filter(({ kind, subnet }) => kind === "endpoint" && subnet.vpc === parts.client);
}

/** Who stands in an appliance's outer subnet gets to the servers as it does. */
function besideAppliance(parts: Parts, sessions: readonly Nic[]): Statement[] {
  const { network, plan, client } = parts;
  if (!plan.appliance) return [];
  const planned = [...plan.innerSubnets, ...plan.outerSubnets];
  const addresses = setOfAddresses(plan.appliance.zones.flatMap((one) => [one.innerAddress, one.outerAddress]));
  const own = inSubnets(parts, planned).filter(
    ({ privateIps }) => privateIps && setsEqual(intersect(privateIps, addresses), privateIps),
  );
  const known = new Set([...own, ...sessions].map(({ address }) => address));
  const subnets = client.subnets.filter((subnet) => isPlanned(planned, subnet));
  return [fact("the appliance's subnets hold nothing but its interfaces", () => nobodyElseIn(network, subnets, known))];
}

/** The same of a hub; endpoints of its client VPCs are stated one by one. */
export function strangersInHub({ network, own, hub, webs }: HubFound): Statement[] {
  if (!network.graph.isWhole) return [];
  const balancers = new Set(webs.flatMap(balancersOf).map(({ address }) => address));
  const vpcs = webs.map(({ vpc }) => vpc);
  return [
    fact("the hub VPC holds nothing but its load balancers", () => nobodyElseIn(network, hub.subnets, balancers)),
    fact("the web VPCs that the bridge makes have no endpoints", () => noOtherEndpoints(own, vpcs, new Set())),
  ];
}
