import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { after, formatCidr, formatAddress, type Address } from "../ip";
import { endOfNic, endOfSubnet, type Statement } from "../reachability";
import { type Nic } from "../topology";
import { subnetOf } from "./planned-in";
import { healthPort, listenerPorts, missing, nodeIn, opens, type AlbParts, type Parts } from "./statement-parts";

/** The web side's interfaces by address, so that a thousand targets are not each looked for among a thousand interfaces. */
function webServers({ network, web }: Parts): ReadonlyMap<Address, Nic> {
  const byAddress = new Map<Address, Nic>();
  for (const nic of network.topology.nics) {
    if (nic.subnet.vpc !== web) continue;
    for (const { start, end } of nic.privateIps ?? []) {
      // A range stands for an address that is not known; such an interface is nobody's target.
      if (end === after(start) && !byAddress.has(start)) byAddress.set(start, nic);
    }
  }
  return byAddress;
}

function clientToNode(parts: AlbParts, planned: PlannedSubnet, alb: PlannedSubnet, port: number): Statement {
  const { client, balancer, network } = parts;
  const text = `${planned.name} -> ALB node in ${alb.name}, port ${port}`;
  const from = subnetOf(client, planned.cidr);
  const node = nodeIn(balancer, alb.cidr);
  if (!from) return missing(text, `subnet ${formatCidr(planned.cidr)}`);
  if (!node) return missing(text, `ALB node in ${formatCidr(alb.cidr)}`);
  return opens(text, [endOfSubnet(from, network.topology.natGateways)], [endOfNic(node)], port);
}

/** Each client subnet opens every listener on every ALB node, through the NAT gateway, and hears back. */
export function clientsToNodes(parts: AlbParts): Statement[] {
  const { plan } = parts;
  const ports = listenerPorts(plan);
  return plan.clientSubnets
    .filter((one) => one.clients)
    .flatMap((planned) =>
      plan.albSubnets.flatMap((alb) => ports.map(({ port }) => clientToNode(parts, planned, alb, port))),
    );
}

/** A target of a service, on one of the ports that are asked for there. */
interface TargetPort {
  readonly service: string;
  readonly address: Address;
  readonly port: number;
}

/** Every target of every service, on its own port and on the one that health is checked on; what two share only once. */
function targetPorts({ plan }: Parts): TargetPort[] {
  const seen = new Set<string>();
  const all = plan.services.flatMap((service) =>
    service.targets.flatMap(({ address, port }) =>
      [...new Set([port, healthPort(service)]).values()].map((one) => ({ service: service.name, address, port: one })),
    ),
  );
  return all.filter(({ address, port }) => {
    const key = `${address}|${port}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Each ALB node opens every target, on its own port and on the one that health is checked on. */
export function nodesToTargets(parts: AlbParts): Statement[] {
  const { plan, balancer } = parts;
  const servers = webServers(parts);
  return targetPorts(parts).flatMap(({ service, address, port }) =>
    plan.albSubnets.map((alb): Statement => {
      const text = `ALB node in ${alb.name} -> ${service} ${formatAddress(address)}:${port}`;
      const node = nodeIn(balancer, alb.cidr);
      const server = servers.get(address);
      if (!node) return missing(text, `ALB node in ${formatCidr(alb.cidr)}`);
      if (!server) return missing(text, `web server ${formatAddress(address)}`);
      const from = endOfNic(node);
      return from.kind === "unknown" ? missing(text, from.address) : opens(text, [from], [endOfNic(server)], port);
    }),
  );
}
