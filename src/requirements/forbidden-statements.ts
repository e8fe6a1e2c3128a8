import { type AddressPlan, clientVpcSubnets } from "../address-plan/plan";
import { cidrEquals } from "../ip";
import {
  endOfInternet,
  endOfNat,
  endOfNic,
  endOfSubnet,
  type Receiver,
  type Sender,
  type Statement,
} from "../reachability";
import { type LoadBalancer, type Subnet } from "../topology";
import { natsExactly } from "./conformity";
import { isPlanned } from "./planned-in";
import { fact, nothing, type Parts } from "./statement-parts";

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

function nodesOf(balancer: LoadBalancer | undefined): Receiver[] {
  return (balancer?.nodes ?? []).map(endOfNic);
}

/** Neither side opens anything towards the other but by the ALB. */
function betweenSides(parts: Parts): Statement[] {
  const { plan, client, web, balancer, own } = parts;
  const host = hostIn(parts);
  // What stands in these subnets gets to the servers: load balancers and appliances, and nobody else.
  const doors = [...plan.albSubnets, ...plan.outerSubnets];
  const clientSide = client.subnets.filter((subnet) => !isPlanned(doors, subnet));
  const [clientHosts, webSide] = [clientSide.map(host), web.subnets.map(host)];
  const nats = own.topology.natGateways.filter((nat) => nat.subnet?.vpc === client);
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
    ...nothing("no packet from the web side opens anything on the ALB", webSide, nodesOf(balancer)),
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
    ...nothing("no way from the internet to the ALB", [outside], nodesOf(balancer)),
  ];
}

/** A client's packets to the ALB go through its NAT gateway; any other source address is turned away by the ALB's group. */
function bypasses(parts: Parts): Statement[] {
  const { plan, client, balancer, own } = parts;
  const withClients = plan.clientSubnets.filter((one) => one.clients);
  const others = client.subnets.filter((subnet) => !isPlanned(withClients, subnet));
  const nodes = nodesOf(balancer);
  if (others.length === 0 || nodes.length === 0) return [];
  const known = own.topology.natGateways.filter((nat) => nat.subnet?.vpc === client);
  return [
    fact("the NAT gateways have the addresses that the ALB's security group names", () =>
      natsExactly(plan.nats, known),
    ),
    ...nothing("no packet from a subnet without clients opens anything on the ALB", others.map(hostIn(parts)), nodes),
  ];
}

/** What must stay impossible. */
export function forbidden(parts: Parts): Statement[] {
  return [...betweenSides(parts), ...internet(parts), ...bypasses(parts)];
}
