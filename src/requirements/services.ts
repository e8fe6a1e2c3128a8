import { formatAddress, type Address } from "../ip";
import { actionsTaking, type Explanation, type Evaluation, evaluationOf, keepsClientAddress } from "../reachability";
import { type LoadBalancer, type TargetGroup } from "../topology";

/** What a load balancer must offer: requests of this host and path, on this port, to exactly these targets. */
export interface ExpectedService {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly host?: string;
  readonly path?: string;
  /** All patterns of its rule. */
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly targets: readonly { readonly address: Address; readonly port: number }[];
  readonly targetProtocol: string;
  /** Whether its targets are told the client by proxy protocol; undefined where no load balancer could. */
  readonly proxyProtocol?: boolean;
  /** Without a path where none is asked for, as over TCP. */
  readonly health: { readonly port: number; readonly path?: string; readonly protocol: string };
}

const mismatch = (address: string, message: string): Explanation => ({
  code: "ELBV2_LISTENERS_MISMATCH",
  address,
  reason: { kind: "fact", text: message },
});

function groupFaults(group: TargetGroup, service: ExpectedService): Explanation[] {
  const faults: Explanation[] = [];
  const keyOf = (address: Address | undefined, port: number | undefined): string =>
    `${address === undefined ? "?" : formatAddress(address)}:${port ?? "?"}`;
  const registered = group.targets.map((target) => ({
    address: target.address,
    key: keyOf(target.ip, target.port ?? group.port),
  }));
  const wanted = new Set(service.targets.map((target) => keyOf(target.address, target.port)));
  for (const key of wanted)
    if (!registered.some((one) => one.key === key))
      faults.push(mismatch(group.address, `${key} is not registered in it`));
  for (const one of registered)
    if (!wanted.has(one.key))
      faults.push(mismatch(one.address, `${one.key} is registered, but the service has no such target`));
  const healthPort = group.healthCheck.port ?? group.port;
  if (healthPort !== service.health.port)
    faults.push(
      mismatch(group.address, `health is checked on port ${healthPort ?? "?"} instead of ${service.health.port}`),
    );
  if (service.health.path !== undefined && (group.healthCheck.path ?? "/") !== service.health.path)
    faults.push(
      mismatch(
        group.address,
        `health is checked at ${group.healthCheck.path ?? "/"} instead of ${service.health.path}`,
      ),
    );
  const healthProtocol = group.healthCheck.protocol ?? "HTTP";
  if (healthProtocol !== service.health.protocol)
    faults.push(
      mismatch(group.address, `health is checked over ${healthProtocol} instead of ${service.health.protocol}`),
    );
  if (group.protocol !== service.targetProtocol)
    faults.push(
      mismatch(group.address, `it speaks ${group.protocol} to its targets instead of ${service.targetProtocol}`),
    );
  return faults;
}

/** A server reads a header of proxy protocol, or takes it for what its client says. */
function proxied(
  { address, proxyProtocol: is }: TargetGroup,
  { proxyProtocol: wanted }: ExpectedService,
): Explanation[] {
  if (wanted === undefined || is === wanted) return [];
  if (is === undefined) return [mismatch(address, "whether it speaks proxy protocol to its targets is not known")];
  return [mismatch(address, `proxy protocol is ${is ? "on" : "off"}, and the file says ${wanted ? "on" : "off"}`)];
}

/** Servers admit and answer the load balancer's own addresses: what comes with the client's is dropped, or not answered. */
function handsOn({ kind }: LoadBalancer, group: TargetGroup): Explanation[] {
  if (kind !== "network" || !keepsClientAddress(group)) return [];
  return [mismatch(group.address, "it hands on the client's address instead of the load balancer's own")];
}

/** The service's requests go to its own targets, all of them, and are checked for health where the service says. */
export function serviceIsOffered(balancer: LoadBalancer, service: ExpectedService): Evaluation {
  const listener = balancer.listeners.find((one) => one.port === service.port);
  if (!listener) return evaluationOf([mismatch(balancer.address, `no listener on port ${service.port}`)]);
  const faults: Explanation[] = [];
  if (listener.protocol !== service.protocol)
    faults.push(mismatch(listener.address, `it speaks ${listener.protocol} instead of ${service.protocol}`));
  const [chosen] = actionsTaking(listener, service.host, service.path);
  if (!chosen || chosen.groups.length === 0)
    faults.push(mismatch(chosen?.address ?? listener.address, "the service's requests are not forwarded"));
  const [have, want] = [
    [...(chosen?.hosts ?? []), ...(chosen?.paths ?? [])],
    [...service.hosts, ...service.paths],
  ].map((patterns) => patterns.sort().join(" "));
  if (chosen && have !== want)
    faults.push(mismatch(chosen.address, `its rule takes ${have || "everything"} instead of ${want || "everything"}`));
  if (chosen?.isPartial === true)
    faults.push(mismatch(chosen.address, "its rule takes some of the requests only, by further conditions"));
  for (const group of chosen?.groups ?? [])
    faults.push(...groupFaults(group, service), ...proxied(group, service), ...handsOn(balancer, group));
  return evaluationOf(faults);
}

/** A listener that only sends clients to HTTPS. */
export function listenerRedirects(balancer: LoadBalancer, port: number, to: number): Evaluation {
  const listener = balancer.listeners.find((one) => one.port === port);
  const faults: Explanation[] = listener ? [] : [mismatch(balancer.address, `no listener on port ${port}`)];
  if (listener && listener.protocol !== "HTTP")
    faults.push(mismatch(listener.address, `it speaks ${listener.protocol} instead of HTTP`));
  for (const action of listener?.actions ?? []) {
    const { redirect } = action;
    if (action.kind !== "answer" || redirect?.protocol !== "HTTPS" || (redirect.port ?? port) !== to)
      faults.push(mismatch(action.address, "it does not redirect to HTTPS"));
  }
  return evaluationOf(faults);
}

/** The load balancer listens on these ports and no others. */
export function onlyTheseListeners(balancer: LoadBalancer, ports: readonly number[]): Evaluation {
  const faults = balancer.listeners
    .filter((one) => one.port === undefined || !ports.includes(one.port))
    .map((one) => mismatch(one.address, `port ${one.port ?? "?"} is not one of the bridge's`));
  return evaluationOf(faults);
}
