import { formatIpv4 } from "../ipv4";
import { zoneProblem } from "../reachability";
import {
  allDoubts,
  firstDoubt,
  type Listener,
  type ListenerAction,
  type LoadBalancer,
  type Note,
  type Target,
  type TargetGroup,
  type Topology,
} from "../topology";
import { type Port } from "./places";
import { ANSWERING_PORT } from "./hosts";
import { isPort, isTarget } from "./http-text";
import { listenerRules } from "./listener-rules";
import { haproxyWord } from "./literals";
import { healthProtocol } from "./servers";

/** Where HAProxy tells of its servers. */
export const HAPROXY_SOCKET = "/run/lab/haproxy.sock";

/** A target as one node of a load balancer checks it. */
export interface Check {
  /** HAProxy's names for it. */
  readonly backend: string;
  readonly server: string;
  readonly balancer: LoadBalancer;
  readonly node: Port;
  readonly group: TargetGroup;
  readonly target: Target;
  /** Where health is checked. */
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
}

/** HAProxy's configuration for all nodes of all load balancers, and for the hosts that only answer. */
export interface Balancing {
  readonly config: readonly string[];
  readonly needsCertificate: boolean;
  /** The TCP ports that each node listens on, by its namespace. */
  readonly listens: ReadonlyMap<string, ReadonlySet<number>>;
  readonly checks: readonly Check[];
  /** What can't be built. */
  readonly notes: readonly Note[];
}

const XFF = [
  "http-request set-header X-Forwarded-For %[req.hdr(x-forwarded-for)],\\ %[src] if { req.hdr(x-forwarded-for) -m found }",
  "http-request set-header X-Forwarded-For %[src] unless { req.hdr(x-forwarded-for) -m found }",
  "http-request set-header X-Forwarded-Proto http unless { ssl_fc }",
  "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
];

/** Where requests go when no target is healthy: to all of them (ALB guide, health checks, fail open). */
const failOpen = (backend: string): string => `${backend}-open`;
const noneHealthy = (backend: string): string => `{ nbsrv(${backend}) lt 1 }`;

class Writer {
  readonly lines: string[] = [];
  readonly notes: Note[] = [];
  readonly checks: Check[] = [];
  readonly listens = new Map<string, Set<number>>();
  needsCertificate = false;

  constructor(private readonly pem: string) {}

  private addressOf(target: Target): string | undefined {
    const [range] = target.nic?.privateIps ?? [];
    const ip = target.ip ?? range?.start;
    return ip === undefined ? undefined : formatIpv4(ip);
  }

  private serverLines(
    balancer: LoadBalancer,
    node: Port,
    group: TargetGroup,
    prefix: string,
    checkedIn: string | undefined,
    addressIn: (target: Target) => string | undefined,
  ): string[] {
    return group.targets.flatMap((target, i) => {
      const port = target.port ?? group.port;
      const address = addressIn(target) ?? this.addressOf(target);
      const ports = [port, group.healthCheck.port].filter((one) => one !== undefined);
      const isBuilt = port !== undefined && ports.every(isPort);
      if (target.note || !isBuilt || address === undefined || !node.nic || group.type === "lambda") {
        const reason = target.note?.reason ?? "the lab can't build this target";
        if (checkedIn !== undefined) this.notes.push({ address: target.address, reason });
        return [];
      }
      const problem = zoneProblem(balancer, node.nic, group, target);
      if (problem) return [];
      const tls = ["HTTPS", "TLS"].includes(group.protocol.toUpperCase()) ? " ssl verify none" : "";
      const check = group.healthCheck;
      const checkTls = healthProtocol(group) === "HTTPS";
      const own = formatIpv4(node.ips[0] ?? 0);
      const name = `${prefix}t${i}`;
      const server = `  server ${name} ${address}:${port} namespace ${node.space} source ${own}${tls}`;
      if (checkedIn === undefined) return [server];
      const checkPort = check.port ?? port;
      this.checks.push({
        backend: checkedIn,
        server: name,
        balancer,
        node,
        group,
        target,
        address,
        port: checkPort,
        tls: checkTls,
      });
      const how = checkTls ? "check-ssl verify none" : "no-check-ssl";
      return [`${server} check port ${checkPort} ${how} inter 200ms fall 2 rise 1`];
    });
  }

  private backend(
    balancer: LoadBalancer,
    node: Port,
    name: string,
    groups: readonly TargetGroup[],
    isHttp: boolean,
    addressIn: (target: Target) => string | undefined,
  ): void {
    const [first] = groups;
    const check = first?.healthCheck;
    const isHttpCheck = first !== undefined && healthProtocol(first) !== "TCP";
    const path = check?.path ?? "/";
    if (first && !isTarget(path))
      this.notes.push({ address: first.address, reason: "its health check's path is none, so the lab checks /" });
    this.lines.push(
      `backend ${name}`,
      `  mode ${isHttp ? "http" : "tcp"}`,
      "  balance roundrobin",
      ...(isHttpCheck
        ? [
            "  option httpchk",
            `  http-check send meth GET uri ${haproxyWord(isTarget(path) ? path : "/")} ver HTTP/1.1 hdr Host lab hdr User-Agent ELB-HealthChecker/2.0`,
            // The lab's servers refuse a path with a broken escape (400), and are there all the same.
            "  http-check expect status 200-400",
            // Not by some host that only has the same address.
            "  http-check expect hdr name x-lab-host",
          ]
        : []),
      ...groups.flatMap((group, g) => this.serverLines(balancer, node, group, `g${g}`, name, addressIn)),
      `backend ${failOpen(name)}`,
      `  mode ${isHttp ? "http" : "tcp"}`,
      "  balance roundrobin",
      ...groups.flatMap((group, g) => this.serverLines(balancer, node, group, `g${g}`, undefined, addressIn)),
    );
  }

  listener(
    balancer: LoadBalancer,
    node: Port,
    listener: Listener,
    id: string,
    addressIn: (target: Target) => string | undefined,
  ): void {
    const [ip] = node.ips;
    if (listener.port === undefined || ip === undefined) {
      this.notes.push({
        address: listener.address,
        reason: firstDoubt(listener, "port", "actions")?.reason ?? "its port is not known",
      });
      return;
    }
    if (!isPort(listener.port)) {
      this.notes.push({ address: listener.address, reason: `its port ${listener.port} is none (1 to 65535)` });
      return;
    }
    const protocol = listener.protocol.toUpperCase();
    const isHttp = protocol === "HTTP" || protocol === "HTTPS";
    const isTls = protocol === "HTTPS" || protocol === "TLS";
    if (!isHttp && protocol !== "TCP" && protocol !== "TLS") {
      this.notes.push({ address: listener.address, reason: `the lab has no listeners for ${protocol}` });
      return;
    }
    this.needsCertificate ||= isTls;
    this.listens.set(node.space, new Set([...(this.listens.get(node.space) ?? []), listener.port]));
    const bind = `  bind ${formatIpv4(ip)}:${listener.port} namespace ${node.space}${isTls ? ` ssl crt ${this.pem}` : ""}`;
    const backendOf = (action: ListenerAction): string => `${id}-${listener.actions.indexOf(action)}`;
    this.lines.push(`frontend ${id}`, `  mode ${isHttp ? "http" : "tcp"}`, bind);
    // With overlapping ranges another node can have the same address: the answer tells which one it was.
    if (isHttp) this.lines.push(`  http-after-response set-header X-Lab-Node ${node.space}`);
    const [only] = listener.actions;
    if (isHttp) {
      const { lines, notes } = listenerRules(listener, { of: backendOf, failOpen, noneHealthy });
      this.lines.push(...[...XFF, ...lines].map((line) => `  ${line}`));
      this.notes.push(...notes);
    } else if (only)
      this.lines.push(
        `  use_backend ${failOpen(backendOf(only))} if ${noneHealthy(backendOf(only))}`,
        `  default_backend ${backendOf(only)}`,
      );
    for (const action of listener.actions)
      if (action.kind === "forward" && action.groups.length > 0)
        this.backend(balancer, node, backendOf(action), action.groups, isHttp, addressIn);
      else if (action.kind === "unreadable")
        this.notes.push({ address: action.address, reason: "what the action forwards to is not known" });
    for (const group of listener.actions.flatMap(({ groups }) => groups))
      if (["HTTPS", "TLS"].includes(group.protocol.toUpperCase())) this.needsCertificate = true;
  }
}

/** Why a load balancer's connections can't be made as AWS makes them. */
function unbuilt(balancer: LoadBalancer): Note | undefined {
  const [doubt] = allDoubts(balancer);
  if (doubt) return doubt;
  if (balancer.kind === "other")
    return { address: balancer.address, reason: "the lab has no load balancers of this kind" };
  if (balancer.kind !== "network") return undefined;
  const groups = balancer.listeners.flatMap(({ actions }) => actions.flatMap((action) => action.groups));
  const preserves = groups.find((group) => group.preserveClientIp ?? group.type !== "ip");
  return preserves && { address: preserves.address, reason: "the lab has no client IP preservation" };
}

/**
 * One HAProxy serves every load balancer's nodes, each in its own network namespace, and answers on the hosts that have
 * no server of their own.
 * @param pem the file with certificate and key
 */
export function balancing(topology: Topology, ports: readonly Port[], pem: string): Balancing {
  const writer = new Writer(pem);
  topology.loadBalancers.forEach((balancer, b) => {
    const note = unbuilt(balancer);
    if (note) {
      writer.notes.push(note);
      return;
    }
    const nodes = ports.filter(({ kind, nic }) => kind === "node" && nic && balancer.nodes.includes(nic));
    for (const [n, node] of nodes.entries())
      for (const [l, listener] of balancer.listeners.entries())
        writer.listener(balancer, node, listener, `lb${b}n${n}l${l}`, (target) => {
          const port = target.nic && ports.find(({ nic }) => nic === target.nic);
          return port?.ips[0] === undefined ? undefined : formatIpv4(port.ips[0]);
        });
  });
  const hosts = ports.filter(({ kind }) => kind === "host");
  return {
    notes: writer.notes,
    checks: writer.checks,
    listens: writer.listens,
    needsCertificate: writer.needsCertificate,
    config: [
      "global",
      "  maxconn 4000",
      "  ssl-server-verify none",
      `  stats socket ${HAPROXY_SOCKET} mode 600`,
      "defaults",
      "  mode http",
      "  timeout client 5s",
      "  timeout server 2s",
      "  timeout connect 300ms",
      "  timeout check 300ms",
      "  retries 0",
      ...writer.lines,
      "frontend answer",
      ...[...hosts.map(({ space }) => space), "internet"].map(
        (space) => `  bind :${ANSWERING_PORT} namespace ${space}`,
      ),
      '  http-request return status 200 content-type text/plain string "an answer"',
    ],
  };
}
