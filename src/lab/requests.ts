import { type Address, familyOf, setOfAddresses } from "../ip";
import {
  type Answer,
  ask,
  type AskedRule,
  exampleOf,
  type Flow,
  hangsOnInspection,
  type HostEnd,
  linkOf,
  type ReachStatement,
  type Receiver,
  roundTrip,
  TCP,
  type Verdict,
  type Walker,
} from "../reachability";
import { type Listener, type ListenerAction, type LoadBalancer, type Nic } from "../topology";
import { BANNER, bannerLines, isOfWeb, schemeOf } from "./banners";
import { dialectOf, inDialect, IPV4, IPV6 } from "./dialects";
import { takenBehind } from "./endpoint-doors";
import { curlScript, type HttpRequest, type RepeatedRequest } from "./http-request";
import { isHost, isTarget, pathLike } from "./http-text";
import { type LabNetwork } from "./lab-network";
import { type Port, portsOf } from "./places";
import { type Sandbox } from "./sandbox";
import { hostText } from "./space";
import { inTurnsWhole } from "./turns";

/** What the client got. */
interface HttpAnswer {
  /** 0 when there was none, also where no HTTP is spoken; of several the first that works. */
  readonly status: number;
  /** The server's first line, where no HTTP is spoken. */
  readonly banner?: string;
  /** The web servers that answered, each once. */
  readonly servers: readonly Port[];
}

export interface TriedRequest {
  readonly request: HttpRequest;
  readonly response: HttpAnswer;
  /** The proof's word on the same host, path and port. */
  readonly says: Verdict;
  /** Something answered that is no "there is nobody". */
  readonly works: boolean;
  /** The proof leaves it to what inspects the packets, and the lab lets all pass there. */
  readonly isLetPass: boolean;
  readonly agrees: boolean;
  /** It got its answer only when it was made again. */
  readonly isLate: boolean;
}

/** At most so many turns are waited for. */
const MOST_TIMES = 16;

/** Who sends a request, with which of its addresses. */
type Client = Pick<HttpRequest, "from" | "source">;

/** A port of a load balancer. */
interface Door {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
}

/** The requests of one sender to every node that a listener has, for one host and path. */
function requestsTo(
  lab: LabNetwork,
  client: Client,
  { balancer, listener }: Door,
  what: Pick<HttpRequest, "host" | "path" | "times">,
): HttpRequest[] {
  const { port } = listener;
  const scheme = schemeOf(listener, lab.topology.loadBalancers);
  if (port === undefined || scheme === undefined || !canBeAsked(what)) return [];
  return lab.places.ports
    .filter(({ kind, nic }) => kind === "node" && nic !== undefined && isMetAt(lab, balancer, nic))
    .flatMap((node) => {
      const [destination] = inDialect(node.ips, dialectOf(client.source));
      return destination === undefined ? [] : [{ ...client, balancer, node, destination, scheme, port, ...what }];
    })
    .filter((request) => balancer.kind === "application" || isRecognized(lab, request));
}

/**
 * Whether a load balancer is met at an interface: one of its nodes', or one of an endpoint that leads to it. Of several
 * behind one endpoint there is one in the lab, and another may speak differently at the same port.
 */
function isMetAt({ topology }: LabNetwork, balancer: LoadBalancer, nic: Nic): boolean {
  return balancer.nodes.includes(nic) || takenBehind(topology, nic) === balancer;
}

/** Nobody can ask for what no request can have; the lab tells of rules that want it (see haproxy-rules). */
function canBeAsked({ host, path }: { readonly host?: string; readonly path: string }): boolean {
  return isTarget(path) && (host === undefined || isHost(host));
}

/**
 * Network load balancers don't sign what they pass on, so theirs must be the only node with this address. An endpoint's is
 * nobody else's in its own VPC.
 */
function isRecognized(
  { places, listens, topology }: LabNetwork,
  { from, node, destination, port }: HttpRequest,
): boolean {
  const isNear = from.subnet.vpc === node.subnet.vpc && linkOf(topology, node.nic) !== undefined;
  const isAlone = isNear || places.ports.every((one) => one === node || !one.ips.includes(destination));
  return isAlone && listens.get(node.space)?.has(port) === true;
}

/** One request for each rule of each listener and each node, from one sender. */
export function requestsFrom(lab: LabNetwork, from: Port): HttpRequest[] {
  const sources = [IPV4, IPV6].flatMap((dialect) => inDialect(from.ips, dialect).slice(0, 1));
  const asked = (action: ListenerAction): { host?: string; path: string; times: number } => {
    const [host] = action.hosts;
    const [path = "/"] = action.paths;
    const targets = action.groups.reduce((sum, group) => sum + group.targets.length, 0);
    return {
      ...(host !== undefined && { host: exampleOf(host) }),
      path: pathLike(exampleOf(path), path),
      times: Math.max(1, Math.min(targets, MOST_TIMES)),
    };
  };
  const all = sources.flatMap((source) =>
    lab.topology.loadBalancers
      .filter(({ kind }) => kind !== "other")
      .flatMap((balancer) =>
        balancer.listeners.flatMap((listener) =>
          listener.actions.flatMap((action) =>
            requestsTo(lab, { from, source }, { balancer, listener }, asked(action)),
          ),
        ),
      ),
  );
  // The first that is answered is shown in full, and only of the web's there is a log.
  return all.sort((one, other) => Number(isOfWeb(other)) - Number(isOfWeb(one)));
}

/** A load balancer that a statement is about, with where it is to be met. */
interface Meant {
  readonly balancer: LoadBalancer;
  readonly what: Pick<HttpRequest, "host" | "path" | "times">;
  readonly isMeant: (node: Port) => boolean;
}

/** What an end means: a load balancer, or those behind an interface endpoint. */
function meantBy({ topology }: LabNetwork, end: Receiver, rule: AskedRule): Meant[] {
  const what = ({ host, path = "/" }: AskedRule): Meant["what"] => ({
    ...(host !== undefined && { host }),
    ...{ path, times: 1 },
  });
  if (end.kind === "balancer") {
    return [{ balancer: end.balancer, what: what(end), isMeant: () => true }];
  }
  const { nic, others = [] } = end.kind === "host" ? end : {};
  const nics = [nic, ...others.flatMap((other) => (other.kind === "host" ? [other.nic] : []))];
  const balancers = linkOf(topology, nic)?.service?.balancers ?? [];
  return balancers.map((balancer) => ({
    balancer,
    what: what(rule),
    isMeant: (node) => nics.includes(node.nic),
  }));
}

/** Whether connections to a port are of a flow. */
function isOf({ protocol, port, ports }: Flow, wanted: number): boolean {
  if (protocol !== TCP) return false;
  if (ports) return ports.some(({ start, end }) => start <= wanted && wanted < end);
  return port === undefined || port === wanted;
}

/** The requests that a statement about a load balancer, or about an endpoint that leads to one, means. */
export function requestsOf(lab: LabNetwork, { from, to, flows }: ReachStatement): HttpRequest[] {
  const hosts = from.flatMap((end) => (end.kind === "host" ? portsOf(lab.places, end) : []));
  const clients = hosts.flatMap(({ port, ips }) => ips.map((source): Client => ({ from: port, source })));
  const rule = flows.find((flow) => flow.rule)?.rule ?? {};
  return to
    .flatMap((end) => meantBy(lab, end, rule))
    .flatMap(({ balancer, what, isMeant }) =>
      balancer.listeners
        .filter(({ port }) => port !== undefined && flows.some((flow) => isOf(flow, port)))
        .flatMap((listener) =>
          clients.flatMap((client) =>
            requestsTo(lab, client, { balancer, listener }, what).filter(({ node }) => isMeant(node)),
          ),
        ),
    );
}

/** A load balancer that gets no answer from its targets says so with one of these. */
const NO_TARGET = new Set([0, 502, 503, 504]);

/** So many requests are made at a time. */
const AT_ONCE = 16;

interface Got {
  readonly status: number;
  readonly server?: Port;
}

/** What every request prints when it is answered. */
const SAID = /^response (\d+) (\d+) (\S*) (\S*)$/gm;

/** Sends requests. @returns what came back to each, as often as it was made */
async function send(sandbox: Sandbox, lab: LabNetwork, requests: readonly HttpRequest[]): Promise<Got[][]> {
  const byClient = new Map<string, RepeatedRequest[]>();
  const banners: string[][] = [];
  requests.forEach((request, i) => {
    const { from, times } = request;
    const said = `response ${i} %{http_code} %header{x-lab-node} %header{x-lab-host}\\n`;
    if (!isOfWeb(request)) banners.push(...Array.from({ length: times }, () => bannerLines(request, i)));
    else byClient.set(from.space, [...(byClient.get(from.space) ?? []), { request, said }]);
  });
  const scripts = [...[...byClient].map(([space, own]) => curlScript(space, own, AT_ONCE)), ...banners];
  const printed = await sandbox.run(inTurnsWhole(scripts, AT_ONCE));
  const answers = requests.map((): Got[] => []);
  for (const [, i, status, node, space] of printed.matchAll(SAID)) {
    // Some other load balancer with the same address is not the one that was asked.
    const asked = requests[Number(i)];
    if (asked?.balancer.kind === "application" && asked.node.space !== node) continue;
    const server = lab.places.ports.find((port) => port.space === space);
    answers[Number(i)]?.push({ status: Number(status), ...(server && { server }) });
  }
  return answers;
}

function triedRequest(request: HttpRequest, got: readonly Got[], answer: Answer): TriedRequest {
  // A page that no web server signed comes from a host that only stands for others at the target's address.
  const good = got.filter(({ status, server }) =>
    isOfWeb(request) ? !NO_TARGET.has(status) && !(status === 200 && !server) : server !== undefined,
  );
  const servers = [...new Set(got.flatMap(({ server }) => server ?? []))];
  const [first] = isOfWeb(request) ? [] : servers;
  const response: HttpAnswer = {
    status: (good[0] ?? got[0])?.status ?? 0,
    servers,
    ...(first && { banner: `${BANNER} ${first.space}` }),
  };
  const { verdict: says } = answer;
  const works = good.length > 0;
  const isLetPass = works && hangsOnInspection(answer);
  const agrees = says === "UNKNOWN" || (says === "ALLOWED") === works;
  return { request, response, says, works, isLetPass, agrees, isLate: false };
}

/**
 * Sends the requests and holds what comes back against the proof. What should have worked and did not is tried once more,
 * since the machine may have been busy; the outcome says so, for that may also be something that fails now and then.
 */
export async function tryRequests(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  requests: readonly HttpRequest[],
): Promise<TriedRequest[]> {
  if (requests.length === 0) return [];
  const said = requests.map((request) => saidOf(walker, request));
  const got = await send(sandbox, lab, requests);
  const tried = requests.map((request, i) => triedRequest(request, got[i] ?? [], said[i]!));
  const missed = [...tried.keys()].filter((i) => said[i]!.verdict === "ALLOWED" && !tried[i]!.works);
  if (missed.length === 0) return tried;
  const again = await send(
    sandbox,
    lab,
    missed.map((i) => requests[i]!),
  );
  missed.forEach((i, n) => {
    const second = triedRequest(requests[i]!, again[n] ?? [], said[i]!);
    tried[i] = { ...second, isLate: second.works };
  });
  return tried;
}

/**
 * The proof's verdict on the request. Where AWS has a choice on the way to the node, it counts on the worst and the lab has
 * one outcome, which says nothing of it.
 */
function saidOf(walker: Walker, request: HttpRequest): Answer {
  const said = worstOf(walker, request);
  return said.verdict === "DENIED" && isChoice(walker, request) ? { ...said, verdict: "UNKNOWN" } : said;
}

/** Whether some of the ways to the node that AWS can pick let a connection through, and others do not. */
function isChoice(walker: Walker, { from, source, node, destination, port }: HttpRequest): boolean {
  const end = ({ subnet, nic }: Port, address: Address): HostEnd => ({
    ...{ kind: "host", subnet, addresses: setOfAddresses([address]), isOneOf: false },
    ...(nic && { nic }),
  });
  const trip = { from: end(from, source), to: end(node, destination), flow: { protocol: TCP, port } };
  return new Set(roundTrip(walker, trip, false).map(({ verdict }) => verdict)).size > 1;
}

function worstOf(walker: Walker, request: HttpRequest): Answer {
  const { from, source, balancer, node, destination, port, host, path } = request;
  const { subnet, nic } = from;
  const own = { addresses: setOfAddresses([source]), isOneOf: false };
  const family = familyOf(source);
  const side = family === "ipv6" ? { addresses: [], isOneOf: false, ipv6: own } : own;
  const sender: HostEnd = { kind: "host", subnet, ...(nic && { nic }), ...side };
  const met = { addresses: setOfAddresses([destination]), isOneOf: false };
  const endpoint: HostEnd | undefined = linkOf(walker.topology, node.nic) && {
    ...{ kind: "host", subnet: node.subnet, ...(node.nic && { nic: node.nic }) },
    ...(family === "ipv6" ? { addresses: [], isOneOf: false, ipv6: met } : met),
  };
  const rule: AskedRule = { host: host ?? hostText(destination), path };
  const to: Receiver = endpoint ?? { kind: "balancer", balancer, ...(node.nic && { node: node.nic }), ...rule };
  return ask(walker, { from: sender, to, flow: { protocol: TCP, port, family, rule } }, false);
}
