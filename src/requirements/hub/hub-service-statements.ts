import { healthProtocolOf } from "../../config/hub-sides";
import { openListeners } from "../../address-plan/hub/plan-hub-services";
import { type HubService, type PlannedNlbListener } from "../../address-plan/hub/hub-plan";
import { evaluationOf, type Evaluation, exampleOf, type Explanation, fault, type Statement } from "../../reachability";
import { type LoadBalancer } from "../../topology";
import { type ExpectedService, listenerRedirects, onlyTheseListeners, serviceIsOffered } from "../services";
import { fact } from "../statement-parts";
import { type FoundWeb, type HubFound } from "./hub-found";

/** What the file says of a service, on whatever port it is offered. */
function expected(service: HubService): Omit<ExpectedService, "port" | "protocol"> {
  const { config, name, targets, targetPort, healthPort, isHttp } = service;
  const { match, health, protocol, target_protocol: own } = config;
  const hosts = isHttp ? (match?.hosts ?? []) : [];
  const paths = isHttp ? (match?.paths ?? []) : [];
  const [host, path] = [hosts, paths].map((patterns) => patterns[0] && exampleOf(patterns[0]));
  const checked = healthProtocolOf(config);
  const toTargets = protocol === "TLS" ? (own ?? "TLS") : protocol;
  return {
    name,
    ...(host !== undefined && { host }),
    ...(path !== undefined && { path }),
    hosts,
    paths,
    targets: targets.map(({ address }) => ({ address, port: targetPort })),
    targetProtocol: toTargets,
    ...(!isHttp && { proxyProtocol: config.proxy_protocol }),
    health: { port: healthPort, protocol: checked, ...(checked !== "TCP" && { path: health.path }) },
  };
}

function offeredText({ name, targets }: HubService, port: number): string {
  return `${name}: port ${port} forwards to its ${targets.length} targets and checks their health`;
}

/** The ALB listens where the services of HTTP and HTTPS say, and sends each one's requests to its own targets. */
function byAlb({ plan: { config } }: HubFound, { services, label }: FoundWeb, alb: LoadBalancer): Statement[] {
  const http = services.filter(({ isHttp }) => isHttp);
  const { http: plain, https } = config.listeners;
  const own = openListeners(config, http);
  const ports = own.flatMap((name) => config.listeners[name]?.port ?? []);
  const offered = http.flatMap((service) =>
    service.listeners.flatMap((name): Statement[] => {
      const port = config.listeners[name]?.port;
      if (port === undefined) return [];
      const protocol = name === "https" ? "HTTPS" : "HTTP";
      return [fact(offeredText(service, port), () => serviceIsOffered(alb, { ...expected(service), port, protocol }))];
    }),
  );
  const redirects =
    own.includes("http") && plain?.action === "redirect" && https
      ? [
          fact(`the ${label} side's ALB redirects port ${plain.port} to HTTPS on port ${https.port}`, () =>
            listenerRedirects(alb, plain.port, https.port),
          ),
        ]
      : [];
  const only = `the ${label} side's ALB listens on ${ports.join(" and ")}, nothing else`;
  return [...offered, ...redirects, fact(only, () => onlyTheseListeners(alb, ports))];
}

/** The ALB's listener on a port, as the NLB's target group for it must be. */
interface HandedOn {
  readonly alb: LoadBalancer | undefined;
  readonly port: number;
  /** What is spoken there, and what health is checked by. */
  readonly protocol: "HTTP" | "HTTPS";
}

/** Connections to a port of the NLB go to the ALB, and nowhere else. */
function isHandedOn(nlb: LoadBalancer, { alb, port, protocol }: HandedOn): Evaluation {
  const listener = nlb.listeners.find((one) => one.port === port);
  const groups = listener?.actions.flatMap((action) => action.groups) ?? [];
  const [group] = groups;
  const [target, ...others] = groups.flatMap(({ targets }) => targets);
  const isAlb = alb !== undefined && target?.loadBalancer === alb.address && (target.port ?? group?.port) === port;
  const isOnly = groups.length === 1 && others.length === 0 && listener?.protocol === "TCP";
  const where = group?.address ?? listener?.address ?? nlb.address;
  if (!group || !isAlb || !isOnly)
    return evaluationOf([fault(where, `port ${port} is not handed on to ${alb?.address ?? "the ALB"} alone`)]);
  const faults: Explanation[] = [];
  const say = (text: string): void => void faults.push(fault(where, text));
  if (group.port !== port) say(`its port is ${group.port ?? "?"} instead of ${port}`);
  if (group.protocol !== "TCP") say(`it speaks ${group.protocol} to the ALB instead of TCP`);
  // Source: ELB API, TargetDescription: the zone is for targets that are addresses.
  if (target?.zone !== undefined) say("a zone is named, which AWS refuses of an ALB");
  const { healthCheck } = group;
  if ((healthCheck.port ?? group.port) !== port) say(`health is checked on port ${healthCheck.port ?? "?"}`);
  if (healthCheck.protocol !== protocol)
    say(`health is checked over ${healthCheck.protocol ?? "?"} instead of ${protocol}`);
  return evaluationOf(faults);
}

/** The NLB listens on the ports of its services, and on those that it hands on to the ALB. */
function byNlb(web: FoundWeb, nlb: LoadBalancer): Statement[] {
  const { plan, services, label, alb } = web;
  const byName = new Map(services.map((service) => [service.name, service]));
  const stated = plan.nlbListeners.map(({ port, protocol, to }: PlannedNlbListener): Statement => {
    const service = to.kind === "service" ? byName.get(to.service) : undefined;
    if (service)
      return fact(offeredText(service, port), () => serviceIsOffered(nlb, { ...expected(service), port, protocol }));
    const spoken = to.kind === "alb" && to.listener === "https" ? "HTTPS" : "HTTP";
    return fact(`the ${label} side's NLB hands port ${port} on to its ALB`, () =>
      isHandedOn(nlb, { alb, port, protocol: spoken }),
    );
  });
  const ports = plan.nlbListeners.map(({ port }) => port);
  const only = `the ${label} side's NLB listens on ${ports.join(" and ")}, nothing else`;
  return [...stated, fact(only, () => onlyTheseListeners(nlb, ports))];
}

/** What each web side's load balancers offer. */
export function hubOffers(found: HubFound): Statement[] {
  return found.webs.flatMap((web) => [
    ...(web.alb ? byAlb(found, web, web.alb) : []),
    ...(web.nlb ? byNlb(web, web.nlb) : []),
  ]);
}
