import {
  describeCheck,
  type Experiment,
  type Followed,
  type HopCount,
  type TriedCheck,
  type TriedRequest,
  type TriedStatement,
  urlOf,
} from "../../lab";
import { formatAddress } from "../../ip";
import { colorsFor, type Io } from "./io";
import { table } from "../../escape/columns";

function word(io: Io, holds: boolean | undefined): string {
  const { green, red, yellow } = colorsFor(io.stdout);
  return holds === undefined ? yellow("-") : holds ? green("holds") : red("BROKEN");
}

function proofWord(io: Io, { proof }: TriedStatement): string {
  const { yellow } = colorsFor(io.stdout);
  if (proof && !proof.holds && proof.verdict === "UNKNOWN") return yellow("UNKNOWN");
  return word(io, proof?.holds);
}

/** What became of a statement's packets, in the terms of what it says. */
function packetWord(statement: TriedStatement): string {
  const condition = statement.letPass > 0 ? ", let pass where they are inspected" : "";
  return `${countWord(statement)}${condition}`;
}

function countWord({ expected, probes, delivered, answered }: TriedStatement): string {
  if (probes === 0) return "none tried";
  if (expected === "DENIED") return delivered === 0 ? `none of ${probes} arrives` : `${delivered} of ${probes} arrive`;
  if (expected === "ALLOWED") return `${answered} of ${probes} answered`;
  return `${delivered} of ${probes} arrive, ${answered} answered`;
}

function statementRows(io: Io, statements: readonly TriedStatement[]): string[] {
  const { red } = colorsFor(io.stdout);
  const rows = table([
    ["PROOF", "PACKETS", "", ""],
    ...statements.map((one) => [proofWord(io, one), word(io, one.holds), packetWord(one), one.text]),
  ]);
  return rows.flatMap((row, i) => [
    row,
    ...(statements[i - 1]?.disagreements ?? []).slice(0, 5).map((line) => `    ${red("DISAGREE")}  ${line}`),
  ]);
}

/** Pairs of a network without statements: only what gets through is worth a line. */
function pairRows(io: Io, statements: readonly TriedStatement[]): string[] {
  const shown = statements.filter(({ delivered, disagreements }) => delivered > 0 || disagreements.length > 0);
  const rows = shown.flatMap((one) => [
    [packetWord(one), one.text],
    ...one.disagreements.slice(0, 5).map((line) => [colorsFor(io.stdout).red("DISAGREE"), line]),
  ]);
  return rows.length === 0 ? ["  nobody reaches anybody"] : table(rows, "  ");
}

/** The web servers that took turns, by the addresses that they have. */
function whoAnswered({ status, servers }: TriedRequest["response"]): string {
  if (servers.length === 0) return status === 0 ? "" : "the load balancer itself";
  const names = [...new Set(servers.map(({ address }) => address))];
  return `${servers.map(({ ips }) => formatAddress(ips[0] ?? 0)).join(", ")} ${names.join(", ")}`;
}

/** A target group's targets, from all nodes. */
function checkRows(io: Io, checks: readonly TriedCheck[]): string[] {
  const { red, green } = colorsFor(io.stdout);
  const groups = [...new Set(checks.map(({ check }) => check.group))];
  const rows = groups.map((group) => {
    const own = checks.filter(({ check }) => check.group === group);
    const healthy = own.filter(({ isHealthy }) => isHealthy).length;
    const wrong = own.filter(({ agrees }) => !agrees);
    const targets = new Set(own.map(({ check }) => `${check.address}:${check.port}`)).size;
    const nodes = new Set(own.map(({ check }) => check.node)).size;
    const from = `${targets} ${targets === 1 ? "target" : "targets"} from ${nodes} ${nodes === 1 ? "node" : "nodes"}`;
    return { wrong, cells: [`${healthy} of ${own.length} healthy`, from, group.address] };
  });
  const lines = table(
    rows.map(({ wrong, cells }) => [...cells, wrong.length === 0 ? green("agrees") : red("disagrees")]),
    "  ",
  );
  return rows.flatMap(({ wrong }, i) => [
    lines[i] ?? "",
    ...wrong.map((one) => `    ${red("DISAGREE")}  ${describeCheck(one)}`),
  ]);
}

function requestRows(io: Io, requests: readonly TriedRequest[]): string[] {
  const { red, green } = colorsFor(io.stdout);
  return table(
    requests.map(({ request, response, agrees, says }) => [
      `${urlOf(request)}${request.host === undefined ? "" : ` for ${request.host}`}`,
      response.banner ?? (response.status === 0 ? "no answer" : String(response.status)),
      whoAnswered(response),
      agrees ? green("agrees") : red(`the proof says ${says}`),
    ]),
    "  ",
  );
}

function hopRows(hops: readonly HopCount[]): string[] {
  return table(
    hops.map(({ address, source, destination, packets }) => [
      String(packets).padStart(3),
      `${source} -> ${destination}`,
      `to ${address}`,
    ]),
    "    ",
  );
}

function followedRows({ request, status, title, log, there, back }: Followed): string[] {
  return [
    `${request.from.address} (${formatAddress(request.source)}) asks ${urlOf(request)}${request.host === undefined ? "" : ` for ${request.host}`}`,
    `  answer    ${status}${title === undefined ? "" : ` ${title}`}`,
    `  web log   ${log ?? "nothing"}`,
    "  packets delivered on the way there",
    ...hopRows(there),
    "  and back",
    ...hopRows(back),
  ];
}

function summary({ statements, checks, requests, late }: Experiment): string {
  const probes = statements.reduce((sum, one) => sum + one.probes, 0) + checks.length + requests.length;
  const wrong =
    statements.flatMap((one) => one.disagreements).length +
    [...checks, ...requests].filter((one) => !one.agrees).length;
  const broken = statements.filter(({ holds }) => holds === false).length;
  const about = statements.some(({ expected }) => expected !== undefined) ? "statements" : "pairs";
  const agreement = wrong === 0 ? "proof and kernel agree on every one" : `proof and kernel disagree on ${wrong}`;
  return `${statements.length} ${about}, ${probes} probes: ${agreement}${broken > 0 ? `; ${broken} broken` : ""}${late > 0 ? `; ${late} answered at a second try only` : ""}`;
}

/** A run of a lab: of which network, named how, read from where, and how long it took. */
interface LabRun {
  readonly name: string;
  readonly source: string;
  readonly result: Experiment;
  readonly seconds: number;
}

/** What a lab has shown, for people. */
export function describeExperiment(io: Io, { name, source, result, seconds }: LabRun): string[] {
  const { statements, checks, requests, followed, lab, notes } = result;
  const isStated = statements.some(({ expected }) => expected !== undefined);
  return [
    `${name}  ${source}: ${lab.spaces.length} network namespaces, ${seconds.toFixed(1)} s`,
    "",
    ...(isStated ? statementRows(io, statements) : pairRows(io, statements)),
    ...(checks.length > 0 ? ["", "health checks of the load balancers' targets", ...checkRows(io, checks)] : []),
    ...(requests.length > 0 ? ["", "requests through the load balancer", ...requestRows(io, requests)] : []),
    ...(followed ? ["", ...followedRows(followed)] : []),
    ...(notes.length > 0 ? ["", ...notes.map(({ address, reason }) => `left out: ${address}: ${reason}`)] : []),
    "",
    summary(result),
  ];
}
