import { type Address } from "../ip";
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
import { type Dialect, dialectsOf, inDialect, IPV4, IPV6 } from "./dialects";
import { type Port } from "./places";
import { ANSWERING_PORT } from "./host-spaces";
import { admittedBy, type Door, endpointDoors } from "./endpoint-doors";
import { isPort, isTarget } from "./http-text";
import { listenerRules } from "./haproxy-rules";
import { haproxyWord } from "./literals";
import { machineOf } from "./machines";
import { healthProtocol } from "./servers";
import { hostText } from "./space";

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
  /** Where health is checked, and from where. */
  readonly address: Address;
  readonly source: Address;
  readonly port: number;
  readonly tls: boolean;
}

/** HAProxy's configuration for all nodes of all load balancers, and for the hosts that only answer. */
export interface HaproxySetup {
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

/** How long there is between two checks of a target, in milliseconds; and between any two, where there are many. */
const FAST = 200;
const MOST_OFTEN = 5;

/** Where requests go when no target is healthy: to all of them (ALB guide, health checks, fail open). */
const failOpen = (backend: string): string => `${backend}-open`;
const noneHealthy = (backend: string): string => `{ nbsrv(${backend}) lt 1 }`;

/** What is written for all nodes of all load balancers. */
class Written {
  readonly lines: string[] = [];
  readonly notes: Note[] = [];
  readonly checks: Check[] = [];
  readonly listens = new Map<string, Set<number>>();
  needsCertificate = false;

  /** @param pem the file with certificate and key */
  constructor(
    readonly ports: readonly Port[],
    readonly pem: string,
  ) {}

  note(address: string, reason: string): void {
    this.notes.push({ address, reason });
  }

  /**
   * Where a target is reached: the address that its interface has in the lab, or the one that the input names. Of a load
   * balancer behind another one it is that of its first node.
   */
  addressOf({ nic, ip, loadBalancer }: Target, dialect: Dialect): Address | undefined {
    const port = this.ports.find((one) =>
      loadBalancer === undefined ? nic && one.nic === nic : one.kind === "node" && one.address === loadBalancer,
    );
    const known = [
      ...(port?.ips ?? []),
      ...(ip === undefined ? [] : [ip]),
      ...(nic?.privateIps ?? []).map(({ start }) => start),
    ];
    return inDialect(known, dialect)[0];
  }
}

/** The family of a group's targets (NLB guide and ALB guide, IP address type of a target group). */
const dialectOfGroup = ({ isIpv6 }: TargetGroup): Dialect => (isIpv6 === true ? IPV6 : IPV4);

/** The servers of one backend, as they are written. */
interface Backend {
  readonly name: string;
  readonly isHttp: boolean;
  readonly groups: readonly TargetGroup[];
}

const usesTls = (group: TargetGroup): boolean => ["HTTPS", "TLS"].includes(group.protocol.toUpperCase());
const modeLine = (isHttp: boolean): string => `  mode ${isHttp ? "http" : "tcp"}`;

/** Where a listener of a node is met: at the node itself, or at an endpoint that leads there. */
interface Front {
  readonly at: Port;
  /** Whom it lets in; undefined: everybody. */
  readonly admits?: readonly string[];
}

/**
 * Who is not let in learns nothing: the connection ends before anything is sent on. Not at once, since a client that is
 * sent away in the same moment may not have seen that the endpoint was there.
 */
function rejecting(admits: readonly string[] | undefined): string[] {
  if (admits === undefined) return [];
  const accept = admits.length > 0 ? [`  tcp-request content accept if { src ${admits.join(" ")} }`] : [];
  return ["  tcp-request inspect-delay 200ms", ...accept, "  tcp-request content reject if WAIT_END"];
}

/** One node of a load balancer. */
class Node {
  constructor(
    private readonly written: Written,
    private readonly balancer: LoadBalancer,
    private readonly node: Port,
  ) {}

  /** A target's server; undefined where there is none: the lab can't build it, or AWS sends it nothing from this node. */
  private serverOf(
    group: TargetGroup,
    target: Target,
  ): { address: Address; source: Address; port: number } | Note | undefined {
    const { nic } = this.node;
    const port = target.port ?? group.port;
    const dialect = dialectOfGroup(group);
    const address = this.written.addressOf(target, dialect);
    const [source] = inDialect(this.node.ips, dialect);
    const ports = [port, group.healthCheck.port].filter((one) => one !== undefined);
    if (
      target.note ||
      port === undefined ||
      !ports.every(isPort) ||
      address === undefined ||
      source === undefined ||
      !nic ||
      group.type === "lambda"
    )
      return { address: target.address, reason: target.note?.reason ?? "the lab can't build this target" };
    const isUsed = target.loadBalancer !== undefined || !zoneProblem(this.balancer, nic, group, target);
    return isUsed ? { address, source, port } : undefined;
  }

  /**
   * The servers of a group.
   * @param prefix of their names
   * @param checkedIn the backend in which their health is checked; undefined where it isn't
   */
  private serverLines(group: TargetGroup, prefix: string, checkedIn: string | undefined): string[] {
    return group.targets.flatMap((target, i) => {
      const found = this.serverOf(group, target);
      if (found === undefined) return [];
      if ("reason" in found) {
        if (checkedIn !== undefined) this.written.notes.push(found);
        return [];
      }
      const { address, source, port } = found;
      const server = `${prefix}t${i}`;
      const line = `  server ${server} ${hostText(address)}:${port} namespace ${this.node.space} source ${hostText(source)}${usesTls(group) ? " ssl verify none" : ""}`;
      if (checkedIn === undefined) return [line];
      const { balancer, node } = this;
      const tls = healthProtocol(group) === "HTTPS";
      const checkPort = group.healthCheck.port ?? port;
      this.written.checks.push({
        backend: checkedIn,
        server,
        balancer,
        node,
        group,
        target,
        address,
        source,
        port: checkPort,
        tls,
      });
      const how = tls ? "check-ssl verify none" : "no-check-ssl";
      return [`${line} check port ${checkPort} ${how} fastinter ${FAST}ms fall 2 rise 1`];
    });
  }

  private checkLines(first: TargetGroup | undefined): string[] {
    const path = first?.healthCheck.path ?? "/";
    if (first && !isTarget(path))
      this.written.note(first.address, "its health check's path is none, so the lab checks /");
    if (first === undefined || healthProtocol(first) === "TCP") return [];
    return [
      "  option httpchk",
      `  http-check send meth GET uri ${haproxyWord(isTarget(path) ? path : "/")} ver HTTP/1.1 hdr Host lab hdr User-Agent ELB-HealthChecker/2.0`,
      // The lab's servers refuse a path with a broken escape (400), and are there all the same.
      "  http-check expect status 200-400",
      // Not by some host that only has the same address.
      "  http-check expect hdr name x-lab-host",
    ];
  }

  private backend({ name, isHttp, groups }: Backend): void {
    this.written.lines.push(
      `backend ${name}`,
      modeLine(isHttp),
      "  balance roundrobin",
      ...this.checkLines(groups[0]),
      ...groups.flatMap((group, place) => this.serverLines(group, `g${place}`, name)),
      `backend ${failOpen(name)}`,
      modeLine(isHttp),
      "  balance roundrobin",
      ...groups.flatMap((group, place) => this.serverLines(group, `g${place}`, undefined)),
    );
  }

  /** Why a listener can't be built. */
  private problemOf({ protocol }: Listener, port: number): string | undefined {
    if (!isPort(port)) return `its port ${port} is none (1 to 65535)`;
    const known = protocol.toUpperCase();
    return ["HTTP", "HTTPS", "TCP", "TLS"].includes(known) ? undefined : `the lab has no listeners for ${known}`;
  }

  /**
   * @param id the frontend's name, with which those of its backends begin
   * @param fronts where it is met
   */
  listener(listener: Listener, id: string, fronts: readonly Front[]): void {
    const { written, node } = this;
    const { port } = listener;
    const isMet = [IPV4, IPV6].some((dialect) => inDialect(node.ips, dialect).length > 0);
    if (port === undefined || !isMet) {
      written.note(listener.address, firstDoubt(listener, "port", "actions")?.reason ?? "its port is not known");
      return;
    }
    const problem = this.problemOf(listener, port);
    if (problem !== undefined) {
      written.note(listener.address, problem);
      return;
    }
    const isHttp = ["HTTP", "HTTPS"].includes(listener.protocol.toUpperCase());
    const backendOf = (action: ListenerAction): string => `${id}-${listener.actions.indexOf(action)}`;
    for (const [i, front] of fronts.entries()) {
      this.frontend(listener, i === 0 ? id : `${id}f${i}`, front);
      this.rules(listener, isHttp, backendOf);
    }
    if (fronts.length > 0) this.actions(listener, isHttp, backendOf);
  }

  private frontend({ port = 0, protocol }: Listener, name: string, { at, admits }: Front): void {
    const { written } = this;
    const isHttp = ["HTTP", "HTTPS"].includes(protocol.toUpperCase());
    const isTls = ["HTTPS", "TLS"].includes(protocol.toUpperCase());
    written.needsCertificate ||= isTls;
    written.listens.set(at.space, new Set([...(written.listens.get(at.space) ?? []), port]));
    // One address of each family, as the load balancer's name resolves to them.
    const ips = [IPV4, IPV6].flatMap((dialect) => inDialect(at.ips, dialect).slice(0, 1));
    const binds = ips.map(
      (ip) => `  bind ${hostText(ip)}:${port} namespace ${at.space}${isTls ? ` ssl crt ${written.pem}` : ""}`,
    );
    written.lines.push(`frontend ${name}`, modeLine(isHttp), ...binds, ...rejecting(admits));
    // With overlapping ranges another node can have the same address: the answer tells which one it was.
    if (isHttp) written.lines.push(`  http-after-response set-header X-Lab-Node ${at.space}`);
  }

  /** Which backend gets a request or a connection. */
  private rules(listener: Listener, isHttp: boolean, backendOf: (action: ListenerAction) => string): void {
    const [only] = listener.actions;
    if (isHttp) {
      const { lines, notes } = listenerRules(listener, { of: backendOf, failOpen, noneHealthy });
      this.written.lines.push(...[...XFF, ...lines].map((line) => `  ${line}`));
      this.written.notes.push(...notes);
    } else if (only)
      this.written.lines.push(
        `  use_backend ${failOpen(backendOf(only))} if ${noneHealthy(backendOf(only))}`,
        `  default_backend ${backendOf(only)}`,
      );
  }

  private actions({ actions }: Listener, isHttp: boolean, backendOf: (action: ListenerAction) => string): void {
    for (const action of actions)
      if (action.kind === "forward" && action.groups.length > 0)
        this.backend({ name: backendOf(action), isHttp, groups: action.groups });
      else if (action.kind === "unreadable")
        this.written.note(action.address, "what the action forwards to is not known");
    if (actions.some(({ groups }) => groups.some(usesTls))) this.written.needsCertificate = true;
  }
}

/** Why a load balancer can't be built. */
function unbuilt(balancer: LoadBalancer): Note | undefined {
  const [doubt] = allDoubts(balancer);
  if (doubt) return doubt;
  return balancer.kind === "other"
    ? { address: balancer.address, reason: "the lab has no load balancers of this kind" }
    : undefined;
}

/** Why its targets would see another source than in AWS; by an endpoint they see the node's all the same. */
function preserving({ kind }: LoadBalancer, { actions }: Listener): Note | undefined {
  if (kind !== "network") return undefined;
  const groups = actions.flatMap((action) => action.groups);
  const preserves = groups.find((group) => group.preserveClientIp ?? group.type !== "ip");
  return preserves && { address: preserves.address, reason: "the lab has no client IP preservation" };
}

/** All listeners of a load balancer, at its nodes and at the endpoints that lead there. */
function writeBalancer(written: Written, balancer: LoadBalancer, place: number, doors: readonly Door[]): void {
  const note = unbuilt(balancer);
  if (note) {
    written.notes.push(note);
    return;
  }
  const left = new Map(balancer.listeners.map((listener) => [listener, preserving(balancer, listener)]));
  for (const kept of left.values()) if (kept) written.notes.push(kept);
  const nodes = written.ports.filter(({ kind, nic }) => kind === "node" && nic && balancer.nodes.includes(nic));
  for (const [nodePlace, node] of nodes.entries())
    for (const [listenerPlace, listener] of balancer.listeners.entries()) {
      const led = doors.filter((door) => door.balancer === balancer && door.node === node);
      const fronts = led.map((door): Front => {
        const admits = admittedBy(door, listener);
        return { at: door.at, ...(admits && { admits }) };
      });
      new Node(written, balancer, node).listener(
        listener,
        `lb${place}n${nodePlace}l${listenerPlace}`,
        left.get(listener) ? fronts : [{ at: node }, ...fronts],
      );
    }
}

/**
 * One HAProxy serves every load balancer's nodes, each in its own network namespace, and answers on the hosts that have
 * no server of their own.
 * @param pem the file with certificate and key
 */
export function balancing(topology: Topology, ports: readonly Port[], pem: string): HaproxySetup {
  const written = new Written(ports, pem);
  const { doors, notes } = endpointDoors(topology, ports);
  written.notes.push(...notes);
  topology.loadBalancers.forEach((balancer, place) => writeBalancer(written, balancer, place, doors));
  const hosts = ports.filter(({ kind, nic }) => kind === "host" && !machineOf(nic));
  return {
    notes: written.notes,
    checks: written.checks,
    listens: written.listens,
    needsCertificate: written.needsCertificate,
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
      `  default-server inter ${Math.max(FAST, MOST_OFTEN * written.checks.length)}ms`,
      "  retries 0",
      ...written.lines,
      "frontend answer",
      ...[...hosts.map(({ space }) => space), "internet"].map(
        (space) => `  bind :${ANSWERING_PORT} namespace ${space}`,
      ),
      ...hosts
        .filter(({ ips }) => inDialect(ips, IPV6).length > 0)
        .map(({ space }) => space)
        .concat(dialectsOf(ports).includes(IPV6) ? ["internet"] : [])
        .map((space) => `  bind ipv6@:::${ANSWERING_PORT} v6only namespace ${space}`),
      '  http-request return status 200 content-type text/plain string "an answer"',
    ],
  };
}
