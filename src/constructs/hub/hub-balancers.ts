import { type Construct } from "constructs";
import { type HubService, type HubWeb, type PlannedNlbListener } from "../../address-plan/hub/hub-plan";
import { hubBalancerName } from "../../address-plan/names";
import { healthProtocolOf } from "../../config/hub-sides";
import { type ListenerName } from "../../config/schema";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { FrontDoor, type FrontServiceProps, type ListenersProps } from "../front-door";
import { type HubContext } from "./hub-context";
import { type HandedOnProps, StreamDoor, type StreamListenerProps } from "./stream-door";

function natAddressesOf({ plan }: HubContext, clients: readonly string[]): string[] {
  return plan.clients.flatMap((client) =>
    client.way === "nat" && clients.includes(client.name)
      ? client.nats.flatMap(({ addresses }) => addresses.map(formatIpv4))
      : [],
  );
}

/** The listeners that a web side's services are reached by, and the one that redirects to HTTPS. */
function listenersFor(services: readonly HubService[], { plan: { config } }: HubContext): ListenersProps {
  const { http, https } = config.listeners;
  const used = new Set(services.flatMap(({ listeners }) => listeners));
  const redirects = http?.action === "redirect" && used.has("https");
  return {
    ...(http && (used.has("http") || redirects) && { http }),
    ...(https &&
      used.has("https") && {
        https: { port: https.port, certificates: https.certificates, tlsPolicy: https.tls_policy },
      }),
  };
}

function frontService({ name, config, priority, targets, targetPort, listeners }: HubService): FrontServiceProps {
  const { protocol, health, match } = config;
  if (protocol !== "HTTP" && protocol !== "HTTPS") throw new Error(`${name} is no service of HTTP`);
  const checked = healthProtocolOf(config);
  return {
    name,
    priority,
    targets: targets.map(({ address }) => ({ address: formatIpv4(address) })),
    port: targetPort,
    protocol,
    health: {
      ...health,
      protocol: checked === "TCP" ? protocol : checked,
      healthyThreshold: health.healthy,
      unhealthyThreshold: health.unhealthy,
    },
    ...(match && { match }),
    listeners,
  };
}

/** The ALB of a web side's services of HTTP and HTTPS. */
export function addAlb(scope: Construct, web: HubWeb, context: HubContext): FrontDoor {
  const { plan, hubVpc } = context;
  const { alb } = plan.config;
  const services = plan.services.filter((service) => service.web === web.name && service.isHttp);
  const isHandedOn = web.nlbListeners.some(({ to }) => to.kind === "alb");
  const albName = hubBalancerName(plan.name, web.name, "alb");
  return new FrontDoor(scope, "alb", {
    name: plan.name,
    albName,
    groupName: albName,
    vpcId: hubVpc.vpcId,
    subnets: web.balancerSubnets.map(({ name }) => hubVpc.balancerSubnet(name)),
    natAddresses: natAddressesOf(context, web.albNatClients),
    nlbCidrs: isHandedOn ? web.balancerPrefixes.map(formatCidr) : [],
    listeners: listenersFor(services, context),
    services: services.map(frontService),
    idleTimeout: alb.idle_timeout,
    deletionProtection: alb.deletion_protection,
    desyncMitigationMode: alb.desync_mitigation_mode,
    xffHeaderProcessingMode: alb.xff_header_processing_mode,
    xffClientPort: alb.xff_client_port,
    wafAclArn: alb.waf_acl_arn,
    logBucket: context.logBucket,
    accessLogs: plan.config.logs?.access_logs,
  });
}

function streamListener(planned: PlannedNlbListener, service: HubService, context: HubContext): StreamListenerProps {
  const { config, name, targets, targetPort } = service;
  const { certificates, tls_policy: policy, idle_timeout: idleTimeout, health } = config;
  const isTls = planned.protocol === "TLS";
  return {
    port: planned.port,
    natAddresses: natAddressesOf(context, planned.natClients),
    service: {
      name,
      targets: targets.map(({ address }) => formatIpv4(address)),
      port: targetPort,
      protocol: isTls ? (config.target_protocol ?? "TLS") : "TCP",
      proxyProtocol: config.proxy_protocol,
      health: {
        ...health,
        protocol: healthProtocolOf(config),
        healthyThreshold: health.healthy,
        unhealthyThreshold: health.unhealthy,
      },
    },
    ...(isTls && certificates && { tls: { certificates, ...(policy !== undefined && { policy }) } }),
    ...(idleTimeout !== undefined && { idleTimeout }),
  };
}

function handedOn(web: HubWeb, listener: ListenerName, { context, alb }: Behind): HandedOnProps {
  const made = alb?.listeners.get(listener);
  const port = context.plan.config.listeners[listener]?.port;
  if (!alb || !made || port === undefined) throw new Error(`the ALB of ${web.name} has no ${listener} listener`);
  const protocol = listener === "https" ? "HTTPS" : "HTTP";
  return { name: `${web.name}-${listener}`, port, protocol, albArn: alb.alb.arn, listener: made };
}

interface Behind {
  readonly context: HubContext;
  readonly alb: FrontDoor | undefined;
}

/** The NLB of a web side: its services of TCP and TLS, and the way from its endpoint service to its ALB. */
export function addNlb(scope: Construct, web: HubWeb, behind: Behind): StreamDoor {
  const { context } = behind;
  const { plan, hubVpc } = context;
  const services = new Map(plan.services.map((service) => [service.name, service]));
  return new StreamDoor(scope, "nlb", {
    bridge: plan.name,
    nlbName: hubBalancerName(plan.name, web.name, "nlb"),
    vpcId: hubVpc.vpcId,
    subnets: web.balancerSubnets.map(({ name }) => hubVpc.balancerSubnet(name)),
    listeners: web.nlbListeners.flatMap((planned) => {
      const service = planned.to.kind === "service" ? services.get(planned.to.service) : undefined;
      return service ? [streamListener(planned, service, context)] : [];
    }),
    handedOn: web.nlbListeners.flatMap(({ to }) => (to.kind === "alb" ? [handedOn(web, to.listener, behind)] : [])),
    hasEndpointService: web.endpointClients.length > 0,
    deletionProtection: plan.config.nlb.deletion_protection,
    ...(plan.config.logs?.access_logs && context.logBucket && { logBucket: context.logBucket }),
  });
}
