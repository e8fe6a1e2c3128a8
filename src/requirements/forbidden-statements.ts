import { type AddressPlan, clientVpcSubnets } from "../address-plan/plan";
import { cidrEquals, isEmptySet, setOfAddresses, subtract } from "../ip";
import {
  ANYTHING,
  endOfInternet,
  endOfNat,
  endOfNic,
  endOfSubnet,
  fault,
  type Evaluation,
  evaluationOf,
  type Receiver,
  type Sender,
  type Statement,
} from "../reachability";
import { type NatGateway, type Subnet } from "../topology";
import { fact, isPlanned, type Parts } from "./statement-parts";

/** No packet arrives; of nobody, or to nobody, nothing is stated. */
function nothing(text: string, from: readonly Sender[], to: readonly Receiver[]): Statement[] {
  if (from.length === 0 || to.length === 0) return [];
  return [{ kind: "reach", text, from, to, flows: ANYTHING, expected: "DENIED" }];
}

function isCreated({ config }: AddressPlan, subnet: Subnet): boolean {
  return !config.client.vpc.id && !config.web.vpc.id && subnet.cidr !== undefined;
}

/** A subnet's name in the bridge file; both VPCs may have the same range, so the VPC says whose it is. */
function nameOf({ plan, web }: Parts, subnet: Subnet): string {
  const named = (subnet.vpc === web ? plan.webSubnets : clientVpcSubnets(plan)).find(
    (one) => subnet.cidr !== undefined && cidrEquals(one.cidr, subnet.cidr),
  );
  return named?.name ?? subnet.address;
}

/** Any host at all of a subnet, whatever its groups say. */
function hostIn({ network }: Parts): (subnet: Subnet) => Sender & Receiver {
  return (subnet) => endOfSubnet(subnet, network.topology.natGateways);
}

/** Neither side opens anything towards the other but by the ALB. */
function betweenSides(parts: Parts): Statement[] {
  const { plan, client, web, balancer, network } = parts;
  const host = hostIn(parts);
  const clientSide = client.subnets.filter((subnet) => !isPlanned(plan.albSubnets, subnet));
  const [clientHosts, webSide] = [clientSide.map(host), web.subnets.map(host)];
  const nats = network.topology.natGateways.filter((nat) => nat.subnet?.vpc === client);
  return [
    ...clientSide.flatMap((subnet) =>
      nothing(`no packet from ${nameOf(parts, subnet)} to the web side`, [host(subnet)], webSide),
    ),
    ...web.subnets.flatMap((subnet) =>
      nothing(
        `no packet from the web side's ${nameOf(parts, subnet)} to any client or NAT subnet`,
        [host(subnet)],
        clientHosts,
      ),
    ),
    ...nothing("no packet from the web side to a NAT gateway", webSide, nats.map(endOfNat)),
    ...nothing("no packet from the web side opens anything on the ALB", webSide, balancer.nodes.map(endOfNic)),
  ];
}

function internet(parts: Parts): Statement[] {
  const { plan, client, web, balancer } = parts;
  const host = hostIn(parts);
  const outside = endOfInternet(parts.network.topology);
  const created = [...client.subnets, ...web.subnets].filter((subnet) => isCreated(plan, subnet));
  return [
    ...created.flatMap((subnet) =>
      nothing(`no way from ${nameOf(parts, subnet)} to the internet`, [host(subnet)], [outside]),
    ),
    ...nothing("no way from the internet to the ALB", [outside], balancer.nodes.map(endOfNic)),
  ];
}

/** The NAT gateways of the client VPC are those of the bridge file, with the addresses that it gives them. */
function natAddresses(plan: AddressPlan, known: readonly NatGateway[]): Evaluation {
  const ofClients = setOfAddresses(plan.nats.flatMap((nat) => nat.addresses));
  const strange = known.filter(({ privateIps }) => !privateIps || !isEmptySet(subtract(privateIps, ofClients)));
  const { explanations } = evaluationOf(
    strange.map(({ address }) => fault(address, "its private addresses are not those of the bridge file")),
  );
  return { holds: strange.length === 0 && known.length === plan.nats.length, explanations };
}

/** A client's packets to the ALB go through its NAT gateway; any other source address is turned away by the ALB's group. */
function bypasses(parts: Parts): Statement[] {
  const { plan, client, balancer, network } = parts;
  const withClients = plan.clientSubnets.filter((one) => one.clients);
  const others = client.subnets.filter((subnet) => !isPlanned(withClients, subnet));
  const nodes = balancer.nodes.map(endOfNic);
  if (others.length === 0 || nodes.length === 0) return [];
  const known = network.topology.natGateways.filter((nat) => nat.subnet?.vpc === client);
  return [
    fact("the NAT gateways have the addresses that the ALB's security group names", () => natAddresses(plan, known)),
    ...nothing("no packet from a subnet without clients opens anything on the ALB", others.map(hostIn(parts)), nodes),
  ];
}

/** What must stay impossible. */
export function forbidden(parts: Parts): Statement[] {
  return [...betweenSides(parts), ...internet(parts), ...bypasses(parts)];
}
