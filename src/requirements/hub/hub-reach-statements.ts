import { listenerPortsFor } from "../../address-plan/hub/plan-hub-services";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Address, after, formatAddress, formatCidr } from "../../ip";
import { endOfNic, endOfSubnet, type Statement } from "../../reachability";
import { type LoadBalancer, type Nic, type Vpc } from "../../topology";
import { subnetOf } from "../planned-in";
import { missing, nodeIn, opens } from "../statement-parts";
import { type FoundClient, type FoundWeb, type HubFound, servicesFor } from "./hub-found";

/** A load balancer and the ports of it that one client side's services listen on. */
interface Opened {
  readonly balancer: LoadBalancer;
  readonly name: "ALB" | "NLB";
  readonly ports: readonly number[];
}

const sorted = (ports: readonly number[]): number[] => [...new Set(ports)].sort((a, b) => a - b);

/** What a client side by NAT opens on a web side's load balancers. */
export function openedBy({ plan }: HubFound, client: FoundClient, web: FoundWeb): Opened[] {
  const own = servicesFor(web, client);
  const portsOf = (isHttp: boolean): number[] =>
    sorted(own.filter((one) => one.isHttp === isHttp).flatMap((one) => listenerPortsFor(plan.config, one)));
  const { alb, nlb } = web;
  return [
    ...(alb ? [{ balancer: alb, name: "ALB", ports: portsOf(true) } as const] : []),
    ...(nlb ? [{ balancer: nlb, name: "NLB", ports: portsOf(false) } as const] : []),
  ];
}

function nodeName({ label }: FoundWeb, name: string, { name: subnet }: PlannedSubnet): string {
  return `${label} side's ${name} node in ${subnet}`;
}

/** Each client subnet opens the ports of its services on every node of the load balancers, through its NAT gateway. */
function throughNat(found: HubFound, client: FoundClient, web: FoundWeb): Statement[] {
  const { natGateways } = found.network.topology;
  const withClients = client.plan.subnets.filter((one) => one.clients);
  return openedBy(found, client, web).flatMap(({ balancer, name, ports }) =>
    withClients.flatMap((planned) => {
      const from = subnetOf(client.vpc, planned.cidr);
      return web.plan.balancerSubnets.flatMap((at) => {
        const node = nodeIn(balancer, at.cidr);
        return ports.map((port): Statement => {
          const text = `${client.label} ${planned.name} -> ${nodeName(web, name, at)}, port ${port}`;
          if (!from) return missing(text, `subnet ${formatCidr(planned.cidr)}`);
          if (!node) return missing(text, `${name} node in ${formatCidr(at.cidr)}`);
          return opens(text, [endOfSubnet(from, natGateways)], [endOfNic(node)], port);
        });
      });
    }),
  );
}

/** The interface of an endpoint in the subnet with this range. */
export function endpointIn(
  { network }: HubFound,
  client: FoundClient,
  web: string,
  at: PlannedSubnet,
): Nic | undefined {
  const address = client.roles.endpoints?.get(web);
  const subnet = subnetOf(client.vpc, at.cidr);
  return network.topology.nics.find(
    (nic) => nic.kind === "endpoint" && nic.subnet === subnet && nic.address === address,
  );
}

/** Each client subnet opens the ports of its services on every interface of its endpoint, and what is behind it. */
function throughEndpoints(found: HubFound, client: FoundClient): Statement[] {
  const { plan } = client;
  if (plan.way !== "endpoint") return [];
  const withClients = plan.subnets.filter((one) => one.clients);
  return plan.endpoints.flatMap(({ web, subnets, ports }) =>
    withClients.flatMap((planned) =>
      subnets.flatMap((at) => {
        const [from, nic] = [subnetOf(client.vpc, planned.cidr), endpointIn(found, client, web, at)];
        return ports.map((port): Statement => {
          const text = `${client.label} ${planned.name} -> endpoint for ${web} in ${at.name}, port ${port}`;
          if (!from) return missing(text, `subnet ${formatCidr(planned.cidr)}`);
          if (!nic) return missing(text, `endpoint in ${formatCidr(at.cidr)}`);
          return opens(text, [endOfSubnet(from)], [endOfNic(nic)], port);
        });
      }),
    ),
  );
}

/** Interfaces of a VPC by address. */
function hostsOf({ network }: HubFound, vpc: Vpc): ReadonlyMap<Address, Nic> {
  const byAddress = new Map<Address, Nic>();
  for (const nic of network.topology.nics) {
    if (nic.subnet.vpc !== vpc) continue;
    // A range stands for an address that is not known; such an interface is nobody's target.
    for (const { start, end } of nic.privateIps ?? [])
      if (end === after(start) && !byAddress.has(start)) byAddress.set(start, nic);
  }
  return byAddress;
}

/** Every node opens every target of its load balancer's services, on its own port and on the one that health is checked on. */
function toTargets(found: HubFound, web: FoundWeb): Statement[] {
  const hosts = hostsOf(found, web.vpc);
  const seen = new Set<string>();
  return web.services.flatMap(({ name, isHttp, targets, targetPort, healthPort }) => {
    const [balancer, kind] = isHttp ? ([web.alb, "ALB"] as const) : ([web.nlb, "NLB"] as const);
    return targets.flatMap(({ address }) =>
      sorted([targetPort, healthPort]).flatMap((port) => {
        const key = `${kind} ${address} ${port}`;
        if (seen.has(key) || !balancer) return [];
        seen.add(key);
        const server = hosts.get(address);
        return web.plan.balancerSubnets.map((at): Statement => {
          const text = `${nodeName(web, kind, at)} -> ${name} ${formatAddress(address)}:${port}`;
          const node = nodeIn(balancer, at.cidr);
          if (!node) return missing(text, `${kind} node in ${formatCidr(at.cidr)}`);
          if (!server) return missing(text, `server ${formatAddress(address)}`);
          const from = endOfNic(node);
          return from.kind === "unknown" ? missing(text, from.address) : opens(text, [from], [endOfNic(server)], port);
        });
      }),
    );
  });
}

/** What comes by endpoint for services of HTTP: each node of the NLB hands it to each node of the ALB. */
function toAlb({ plan }: HubFound, web: FoundWeb): Statement[] {
  const { alb, nlb } = web;
  const ports = web.plan.nlbListeners.flatMap(({ to }) =>
    to.kind === "alb" ? (plan.config.listeners[to.listener]?.port ?? []) : [],
  );
  if (!alb || !nlb) return [];
  return ports.flatMap((port) =>
    web.plan.balancerSubnets.flatMap((at) =>
      web.plan.balancerSubnets.map((to): Statement => {
        const text = `${nodeName(web, "NLB", at)} -> its ALB node in ${to.name}, port ${port}`;
        const [sender, receiver] = [nodeIn(nlb, at.cidr), nodeIn(alb, to.cidr)];
        if (!sender) return missing(text, `NLB node in ${formatCidr(at.cidr)}`);
        if (!receiver) return missing(text, `ALB node in ${formatCidr(to.cidr)}`);
        const from = endOfNic(sender);
        return from.kind === "unknown" ? missing(text, from.address) : opens(text, [from], [endOfNic(receiver)], port);
      }),
    ),
  );
}

/** Clients reach the load balancers of their services, these reach the targets, and the answers come back. */
export function hubReach(found: HubFound): Statement[] {
  const { clients, webs } = found;
  return [
    ...clients.flatMap((client) =>
      client.plan.way === "nat"
        ? webs.flatMap((web) => throughNat(found, client, web))
        : throughEndpoints(found, client),
    ),
    ...webs.flatMap((web) => [...toAlb(found, web), ...toTargets(found, web)]),
  ];
}
