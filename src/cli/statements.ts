import { type AddressPlan, clientVpcSubnets } from "../address-plan/plan";
import { cidrEquals, formatCidr, formatIpv4, type Ipv4 } from "../ipv4";
import {
  attachmentFlagsOff,
  endOfNat,
  endOfNic,
  endOfSubnet,
  exampleOf,
  type FactStatement,
  type ExpectedService,
  type Flow,
  ICMP,
  listenerRedirects,
  noDefaultTables,
  noMixedRoutes,
  noPropagation,
  onlyTheseAdditions,
  onlyTheseListeners,
  PUBLIC,
  type Receiver,
  routesWaitForAttachments,
  type Sender,
  serviceIsOffered,
  type Statement,
  steeredRoutesLegal,
  targetZonesUsable,
  TCP,
  UDP,
} from "../reachability";
import { type ResourceGraph } from "../terraform";
import { type Nic, type Subnet } from "../topology";
import { senderNamed, sideVpc, receiverNamed } from "./ends";
import { comparisonWithout } from "./comparison-statements";
import { conformity, demo } from "./conformity-statements";
import { UserError } from "./io";
import { type Network } from "./network-of";
import { packages } from "./package-statements";
import { healthPort, listenerPorts, missing, type Parts, subnetOf } from "./statement-parts";

/** TCP, UDP, ping, and one protocol that stands for all others. */
const ANYTHING: readonly Flow[] = [TCP, UDP, ICMP, 50].map((protocol) => ({ protocol }));

/** The web side's interfaces by address, so that a thousand targets are not each looked for among a thousand interfaces. */
function webServers({ network, web }: Parts): ReadonlyMap<Ipv4, Nic> {
  const byAddress = new Map<Ipv4, Nic>();
  for (const nic of network.topology.nics) {
    if (nic.subnet.vpc !== web) continue;
    for (const { start, end } of nic.privateIps ?? []) {
      // A range stands for an address that is not known; such an interface is nobody's target.
      if (end === start + 1 && !byAddress.has(start)) byAddress.set(start, nic);
    }
  }
  return byAddress;
}

/** Each client subnet opens every listener on every ALB node, through the NAT gateway, and hears back. */
function clientsToNodes(parts: Parts): Statement[] {
  const { plan, client, balancer, network } = parts;
  return plan.clientSubnets
    .filter((one) => one.clients)
    .flatMap((planned) =>
      plan.albSubnets.flatMap((alb) =>
        listenerPorts(plan).map(({ port }): Statement => {
          const text = `${planned.name} -> ALB node in ${alb.name}, port ${port}`;
          const from = subnetOf(client, planned.cidr);
          const node = balancer.nodes.find((one) => one.subnet.cidr && cidrEquals(one.subnet.cidr, alb.cidr));
          if (!from || !node)
            return missing(text, from ? `ALB node in ${formatCidr(alb.cidr)}` : `subnet ${formatCidr(planned.cidr)}`);
          return {
            kind: "reach",
            text,
            from: [endOfSubnet(from, network.topology.natGateways)],
            to: [endOfNic(node)],
            flows: [{ protocol: TCP, port }],
            expected: "ALLOWED",
          };
        }),
      ),
    );
}

/** Each ALB node opens every target, on its own port and on the one that health is checked on. */
function nodesToTargets(parts: Parts): Statement[] {
  const { plan, balancer } = parts;
  const seen = new Set<string>();
  const servers = webServers(parts);
  return plan.services.flatMap((service) =>
    service.targets.flatMap((target) =>
      [...new Set([target.port, healthPort(service)])].flatMap((port) =>
        plan.albSubnets.flatMap((alb): Statement[] => {
          const key = `${alb.name}|${target.address}|${port}`;
          if (seen.has(key)) return [];
          seen.add(key);
          const text = `ALB node in ${alb.name} -> ${service.name} ${formatIpv4(target.address)}:${port}`;
          const node = balancer.nodes.find((one) => one.subnet.cidr && cidrEquals(one.subnet.cidr, alb.cidr));
          const server = servers.get(target.address);
          if (!node || !server)
            return [
              missing(text, node ? `web server ${formatIpv4(target.address)}` : `ALB node in ${formatCidr(alb.cidr)}`),
            ];
          const from = endOfNic(node);
          return from.kind === "unknown"
            ? [missing(text, from.address)]
            : [
                {
                  kind: "reach",
                  text,
                  from: [from],
                  to: [endOfNic(server)],
                  flows: [{ protocol: TCP, port }],
                  expected: "ALLOWED",
                },
              ];
        }),
      ),
    ),
  );
}

function offers(parts: Parts): Statement[] {
  const { plan, balancer } = parts;
  const ports = listenerPorts(plan);
  const statements: Statement[] = plan.services.flatMap((service) =>
    ports
      .filter(
        ({ forwards, protocol }) =>
          forwards && (service.config.listeners ?? ["http", "https"]).includes(protocol === "HTTP" ? "http" : "https"),
      )
      .map(({ port, protocol }) => {
        const { match, health } = service.config;
        const [host, path] = [match?.hosts, match?.paths].map((patterns) => patterns?.[0] && exampleOf(patterns[0]));
        const expected: ExpectedService = {
          name: service.name,
          port,
          protocol,
          ...(host !== undefined && { host }),
          ...(path !== undefined && { path }),
          targets: service.targets,
          targetProtocol: service.config.protocol,
          hosts: match?.hosts ?? [],
          paths: match?.paths ?? [],
          health: {
            port: healthPort(service),
            path: health.path,
            protocol: health.protocol ?? service.config.protocol,
          },
        };
        return serviceIsOffered(balancer, expected);
      }),
  );
  const https = ports.find(({ protocol }) => protocol === "HTTPS");
  for (const { port, forwards } of ports)
    if (!forwards && https) statements.push(listenerRedirects(balancer, port, https.port));
  return [
    ...statements,
    onlyTheseListeners(
      balancer,
      ports.map(({ port }) => port),
    ),
  ];
}

/** What must stay impossible. */
function forbidden(parts: Parts): Statement[] {
  const { plan, client, web, balancer, network } = parts;
  const nats = network.topology.natGateways;
  const isAlb = (subnet: Subnet): boolean =>
    plan.albSubnets.some((one) => subnet.cidr !== undefined && cidrEquals(one.cidr, subnet.cidr));
  const host = (subnet: Subnet): Sender & Receiver => endOfSubnet(subnet, nats);
  const clientSide = client.subnets.filter((subnet) => !isAlb(subnet));
  // Any host at all of the web subnets, whatever its groups say: that covers every web server.
  const webSide = web.subnets.map(host);
  const deny = (text: string, from: readonly Sender[], to: readonly Receiver[]): Statement[] =>
    from.length === 0 || to.length === 0
      ? []
      : [{ kind: "reach", text, from, to, flows: ANYTHING, expected: "DENIED" }];
  const internet = { kind: "internet", addresses: PUBLIC, isAbstract: true } as const;
  return [
    ...clientSide.flatMap((subnet) =>
      deny(`no packet from ${nameOf(parts, subnet)} to the web side`, [host(subnet)], webSide),
    ),
    ...web.subnets.flatMap((subnet) =>
      deny(
        `no packet from the web side's ${nameOf(parts, subnet)} to any client or NAT subnet`,
        [host(subnet)],
        clientSide.map(host),
      ),
    ),
    ...deny(
      "no packet from the web side to a NAT gateway",
      webSide,
      nats.filter((nat) => nat.subnet?.vpc === client).map(endOfNat),
    ),
    ...deny("no packet from the web side opens anything on the ALB", webSide, balancer.nodes.map(endOfNic)),
    ...[...client.subnets, ...web.subnets]
      .filter((subnet) => isCreated(plan, subnet))
      .flatMap((subnet) => deny(`no way from ${nameOf(parts, subnet)} to the internet`, [host(subnet)], [internet])),
    ...deny("no way from the internet to the ALB", [internet], balancer.nodes.map(endOfNic)),
    ...bypasses(parts, host),
  ];
}

/** A client's packets to the ALB go through its NAT gateway; any other source address is turned away by the ALB's group. */
function bypasses(
  { plan, client, balancer, network }: Parts,
  host: (subnet: Subnet) => Sender & Receiver,
): Statement[] {
  const others = client.subnets.filter(
    (subnet) => !plan.clientSubnets.some((one) => one.clients && subnet.cidr && cidrEquals(one.cidr, subnet.cidr)),
  );
  const nodes = balancer.nodes.map(endOfNic);
  if (others.length === 0 || nodes.length === 0) return [];
  const ofClients = new Set(plan.nats.flatMap((nat) => nat.addresses));
  const known = network.topology.natGateways.filter((nat) => nat.subnet?.vpc === client);
  const strange = known.filter(
    (nat) =>
      !nat.privateIps ||
      nat.privateIps.some(({ start, end }) =>
        Array.from({ length: end - start }, (_, i) => start + i).some((one) => !ofClients.has(one)),
      ),
  );
  const addresses: FactStatement = {
    kind: "fact",
    text: "the NAT gateways have the addresses that the ALB's security group names",
    holds: strange.length === 0 && known.length === plan.nats.length,
    explanations: strange.map((nat) => ({
      code: "BAD_STATE",
      address: nat.address,
      message: "its private addresses are not those of the bridge file",
    })),
  };
  return [
    addresses,
    {
      kind: "reach",
      text: "no packet from a subnet without clients opens anything on the ALB",
      from: others.map(host),
      to: nodes,
      flows: ANYTHING,
      expected: "DENIED",
    },
  ];
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

/** A state names the gateway by an id; whether the bridge's own is behind it only the gateway itself tells. */
function gatewayIsThere(graph: ResourceGraph): FactStatement {
  const text = "the transit gateway is there";
  const isThere = graph.resources.some((one) => one.type === "aws_ec2_transit_gateway");
  return isThere ? { kind: "fact", text, holds: true, explanations: [] } : missing(text, "aws_ec2_transit_gateway");
}

/** Of a gateway that only its id is known of nothing is stated: it is taken for granted (see taken-for-granted.ts). */
function gateway({ network: { graph, topology }, plan }: Parts): Statement[] {
  const { id } = plan.config.transit_gateway;
  const isOutside = topology.transitGateways.some((one) => one.address === id && one.doubts.attachments.length > 0);
  return isOutside ? [] : [gatewayIsThere(graph), noDefaultTables(topology)];
}

function structural(parts: Parts): Statement[] {
  const { network, plan, web } = parts;
  const { graph, topology } = network;
  const subnets = new Set(plan.webSubnets.map((one) => formatCidr(one.cidr)));
  const routes = new Set([...plan.albPrefixes, ...plan.config.web.vpc.routes].map(formatCidr));
  return [
    ...gateway(parts),
    noPropagation(topology),
    attachmentFlagsOff(graph),
    onlyTheseAdditions(topology, web, subnets, routes),
    steeredRoutesLegal(topology),
    targetZonesUsable(topology),
    routesWaitForAttachments(graph),
    noMixedRoutes(graph),
  ];
}

/** What the user wrote under `expect:`. @throws UserError when an end names nothing that is in the JSON */
function expected(network: Network, plan: AddressPlan): Statement[] {
  return plan.config.expect.map((one, i): Statement => {
    const named = <T>(key: "from" | "to", find: (network: Network, text: string) => T): T => {
      try {
        return find(network, one[key]);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        throw new UserError(`bridges/${plan.name}.yaml: expect[${i}].${key}: ${error.message}`);
      }
    };
    const from = named("from", senderNamed);
    const to = named("to", receiverNamed);
    const port = one.port ?? to.port;
    const protocol = { tcp: TCP, udp: UDP, icmp: ICMP }[one.protocol];
    const text = `expect: ${one.from} -> ${one.to}${one.port === undefined ? "" : ` port ${one.port}`} ${one.is}`;
    return {
      kind: "reach",
      text,
      from: from.ends,
      to: to.ends,
      flows: [{ protocol, ...(port !== undefined && { port }) }],
      expected: one.is === "allowed" ? "ALLOWED" : "DENIED",
    };
  });
}

/** Every statement that must hold for a bridge, in the words of its file. */
export function statementsOf(network: Network, plan: AddressPlan): Statement[] {
  const [client, web] = [sideVpc(network, "client"), sideVpc(network, "web")];
  const balancer =
    network.topology.loadBalancers.find((one) => one.nodes.some((node) => node.subnet.vpc === client)) ??
    network.topology.loadBalancers[0];
  if (!client || !web) return [missing("both VPCs are there", client ? "web VPC" : "client VPC")];
  if (!balancer) return [missing("the ALB is there", "aws_lb")];
  const parts: Parts = { network, plan, client, web, balancer };
  return [
    ...clientsToNodes(parts),
    ...nodesToTargets(parts),
    ...offers(parts),
    ...forbidden(parts),
    ...conformity(parts),
    ...demo(parts),
    ...packages(parts),
    ...comparisonWithout(parts),
    ...structural(parts),
    ...expected(network, plan),
  ];
}
