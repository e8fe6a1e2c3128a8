import {
  endOfNic,
  endOfSubnet,
  judge,
  type Judged,
  linkOf,
  type ReachStatement,
  type Receiver,
  type Sender,
  type Walker,
} from "../reachability";
import { type Note, type Topology } from "../topology";
import { isOfWeb } from "./banners";
import { tryChecks, type TriedCheck } from "./health";
import { egressOnlyGatewaysOf } from "./ipv6-border";
import { labNetwork, type LabNetwork } from "./lab-network";
import { throughMachines } from "./machine-questions";
import { type Port } from "./places";
import { allPairs, questionOf } from "./questions";
import { follow, type Followed } from "./following";
import { type HttpRequest } from "./http-request";
import { requestsFrom, requestsOf, type TriedRequest, tryRequests } from "./requests";
import { type Foretold, foretold, kernelHolds, tryAll, type TriedQuestion, works } from "./run";
import { type Sandbox } from "./sandbox";
import { setupScript } from "./setup";

/** A statement, or a pair of ends, as the proof and as packets show it. */
export interface TriedStatement {
  readonly text: string;
  /** What the statement says; undefined for a pair that nobody said anything of. */
  readonly expected?: "ALLOWED" | "DENIED";
  readonly proof?: Judged;
  /** Whether packets did what the statement says; undefined when none could be tried. */
  readonly holds?: boolean;
  readonly probes: number;
  /** How many got there, and how many of them brought a reply. */
  readonly delivered: number;
  readonly answered: number;
  /** How many got there only because the lab lets pass what is inspected. */
  readonly letPass: number;
  readonly disagreements: readonly string[];
}

/** What a lab has shown. */
export interface Experiment {
  readonly lab: LabNetwork;
  readonly statements: readonly TriedStatement[];
  readonly checks: readonly TriedCheck[];
  readonly requests: readonly TriedRequest[];
  /** How many probes and requests got their answer only at a second try: a busy machine, or what fails now and then. */
  readonly late: number;
  readonly followed?: Followed;
  readonly notes: readonly Note[];
}

/** More network namespaces than this are no longer built on one machine. */
export const MOST_SPACES = 1000;

/** What is to be tried on a topology: its statements, or without any every pair of its ends. */
export interface Task {
  readonly topology: Topology;
  readonly walker: Walker;
  readonly statements: readonly ReachStatement[];
}

/** Everybody who could send or receive, for a network that nobody has said anything of. */
function everybody({ topology }: Task): (Sender & Receiver)[] {
  const nics = topology.nics.map(endOfNic);
  const used = new Set(topology.nics.map(({ subnet }) => subnet));
  const subnets = topology.subnets
    .filter((subnet) => !used.has(subnet))
    .map((subnet) => endOfSubnet(subnet, topology.natGateways));
  const nodes = topology.loadBalancers.flatMap((balancer) => balancer.nodes.map(endOfNic));
  const internet =
    topology.internetGateways.length + egressOnlyGatewaysOf(topology).length === 0
      ? []
      : [{ kind: "internet", addresses: [{ start: 0, end: 2 ** 32 }], isAbstract: true } as const];
  return [...nics, ...subnets, ...nodes, ...internet];
}

/** The lab for a task, as yet only on paper. */
export function layOut(task: Task): LabNetwork {
  const ends =
    task.statements.length > 0 ? task.statements.flatMap(({ from, to }) => [...from, ...to]) : everybody(task);
  return labNetwork(task.topology, ends);
}

/** A host whose packets were seen to reach a node that is meant, a real one if there is any. */
function clientOf(tried: readonly TriedQuestion[], isMeant: (node: Port) => boolean): Port | undefined {
  const clients = tried
    .flatMap((one) => one.tried)
    .filter(({ probe: { to } }) => typeof to !== "string" && to.kind === "node" && isMeant(to))
    .filter(works)
    .flatMap(({ probe: { from } }) => (typeof from !== "string" && from.kind === "host" ? [from] : []));
  return clients.find(({ isStandIn }) => !isStandIn) ?? clients[0];
}

/** The clients of the requests: one of any node, and one of each interface endpoint, which only its own VPC gets to. */
function clientsOf({ topology }: LabNetwork, tried: readonly TriedQuestion[]): Port[] {
  const ofLinks = topology.privateLinks.map((link) => clientOf(tried, ({ nic }) => linkOf(topology, nic) === link));
  return [...new Set([clientOf(tried, () => true), ...ofLinks])].filter((one) => one !== undefined);
}

function describeRequest(request: HttpRequest): string {
  return `${request.from.address} asks ${request.scheme}://${request.host ?? request.balancer.address}${request.path}`;
}

function triedStatement(
  question: TriedQuestion,
  statement: ReachStatement | undefined,
  proof: Judged | undefined,
  requests: readonly TriedRequest[],
): TriedStatement {
  const { text, tried, disagreements } = question;
  const told = requests
    .filter(({ agrees }) => !agrees)
    .map(
      ({ request, response, says }) =>
        `${describeRequest(request)}: the proof says ${says}, the answer is ${response.banner ?? (response.status || "none")}`,
    );
  const isThroughInspection = requests.some(({ isLetPass }) => isLetPass);
  const letPass =
    tried.filter(({ says, did }) => says.ifLetPass && did.isDelivered).length +
    requests.filter(({ isLetPass }) => isLetPass).length;
  const expectsAnswer = statement?.expected === "ALLOWED";
  const isTried = tried.length + requests.length > 0;
  const certain = requests.filter(({ isLetPass }) => expectsAnswer || !isLetPass);
  const requestsHold = certain.every((one) => one.works === expectsAnswer);
  const packetsHold = statement && (tried.length === 0 || kernelHolds(statement, question));
  const holds = !requestsHold ? false : isThroughInspection && packetsHold === true ? undefined : packetsHold;
  return {
    text,
    ...(statement && { expected: statement.expected }),
    ...(proof && { proof }),
    ...(isTried && holds !== undefined && { holds }),
    probes: tried.length + requests.length,
    delivered: tried.filter(({ did }) => did.isDelivered).length + requests.filter((one) => one.works).length,
    answered: tried.filter(({ did }) => did.isAnswered).length + requests.filter((one) => one.works).length,
    letPass,
    disagreements: [...disagreements.map(({ message }) => message), ...told],
  };
}

/** What the proof says to the statements. On a large network it takes a while, in which nothing stands yet. */
export function judgeAll({ walker, statements }: Task): Judged[] {
  return statements.map((statement) => judge(walker, statement));
}

/** What is asked of a lab, with what the proof says of each packet. */
function foretell(lab: LabNetwork, task: Task, judged: readonly Judged[]): Promise<Foretold> {
  const { walker, statements } = task;
  const ends = statements.length > 0 ? [] : everybody(task);
  const questions =
    statements.length > 0
      ? statements.map((one) => questionOf(lab, one))
      : [...allPairs(lab, ends, ends), ...throughMachines(lab)];
  const isShut = (question: number): boolean => {
    const said = judged[question];
    return said !== undefined && said.holds && said.expected === "DENIED";
  };
  return foretold(lab, walker, questions, isShut);
}

/** Builds the lab in an open sandbox and tries everything. */
export async function experiment(
  sandbox: Sandbox,
  lab: LabNetwork,
  task: Task,
  judged: readonly Judged[] = judgeAll(task),
): Promise<Experiment> {
  const { walker, statements } = task;
  // Single packets are proved while the lab is built.
  const [, probes] = await Promise.all([sandbox.run(setupScript(lab)), foretell(lab, task, judged)]);
  const tried = await tryAll(sandbox, lab, walker, probes);
  // Before the targets' health is known, requests would go to sick ones too.
  const checks = await tryChecks(sandbox, lab, walker);
  const asked = statements.map((one) => requestsOf(lab, one));
  const clients = clientsOf(lab, tried);
  const byRule = clients.flatMap((one) => requestsFrom(lab, one));
  const answers = await tryRequests(sandbox, lab, walker, [...asked.flat(), ...byRule]);
  let at = 0;
  const results = tried.map((question, i) => {
    const own = asked[i] ?? [];
    const result = triedStatement(question, statements[i], judged[i], answers.slice(at, at + own.length));
    at += own.length;
    return result;
  });
  const requests = answers.slice(at);
  const shown = requests.find(({ response, request }) => response.servers.length > 0 && request.from === clients[0]);
  return {
    lab,
    statements: results,
    checks,
    requests,
    late: [...tried.flatMap((one) => one.tried), ...answers].filter(({ isLate }) => isLate).length,
    ...(shown && isOfWeb(shown.request) && { followed: await follow(sandbox, lab, shown.request) }),
    notes: lab.notes,
  };
}

/** All statements hold, in the proof and in the kernel, and the two agree on every packet. */
export function isGood({ statements, checks, requests }: Experiment): boolean {
  return (
    statements.every(
      ({ proof, holds, disagreements }) => disagreements.length === 0 && holds !== false && (proof?.holds ?? true),
    ) && [...checks, ...requests].every(({ agrees }) => agrees)
  );
}
