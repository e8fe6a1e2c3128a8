import { type Family } from "../ip";
import { nearest } from "../naming/nearest";
import { parseProtocol } from "../topology";
import { ask } from "./ask";
import { byFamily, FAMILIES, hasBothFamilies, isFamily } from "./by-family";
import { type Flow, type Receiver, type Sender } from "./ends";
import { type NamedEnd, type NamedNetwork, receiverNamed, senderNamed } from "./named-ends";
import { TCP } from "./packets";
import { QuestionFault } from "./question-fault";
import { type Answer } from "./legs";
import { distinct } from "./reasons";
import { type Verdict } from "./verdict";
import { type Walker } from "./walker";

/** One question as text, as people write it. */
export interface NamedQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol?: string | number;
  readonly port?: string | number;
  readonly icmpType?: string | number;
  readonly sourcePort?: string | number;
  /** Over this family only. */
  readonly family?: string;
}

/** A question whose names are read: everyone that its ends stand for. */
export interface ReadQuestion {
  readonly from: readonly Sender[];
  readonly to: readonly Receiver[];
  readonly flow: Flow;
}

function numberIn(value: string | number | undefined, what: string, highest: number): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === "number" ? value : /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isInteger(number) || number < 0 || number > highest)
    throw new QuestionFault("number", String(value), `${what} "${value}" is not a number from 0 to ${highest}`);
  return number;
}

function protocolIn(value: string | number | undefined): number {
  const protocol = parseProtocol(String(value ?? "tcp"));
  if (protocol !== undefined && protocol !== "all") return protocol;
  const guess = nearest(String(value), ["tcp", "udp", "icmp"]);
  const next = guess === undefined ? "" : `; did you mean ${guess}?`;
  throw new QuestionFault(
    "protocol",
    String(value),
    `protocol "${value}" is not tcp, udp, icmp or a number from 0 to 255${next}`,
  );
}

/** Both are asked for where none is named. @throws QuestionFault for what is none */
export function familyIn(text: string | undefined): Family | undefined {
  if (text === undefined || isFamily(text)) return text;
  throw new QuestionFault("family", text, `family "${text}" is none; write ${FAMILIES.join(" or ")}`);
}

/** @throws QuestionFault when it names what does not exist, or says a port, protocol or family that is none */
export function readQuestion(network: NamedNetwork, question: NamedQuestion): ReadQuestion {
  const from = senderNamed(network, question.from);
  const to = receiverNamed(network, question.to, from.ends);
  const protocol = protocolIn(question.protocol);
  const port = numberIn(question.port, "port", 65535) ?? to.port;
  const icmpType = numberIn(question.icmpType, "ICMP type", 255);
  const family = familyIn(question.family);
  const sourcePort = numberIn(question.sourcePort, "source port", 65535);
  const empty = from.ends.length === 0 ? question.from : to.ends.length === 0 ? question.to : undefined;
  if (empty !== undefined)
    throw new QuestionFault("no-subnet", empty, `"${empty}" stands for no subnet in ${network.source}`);
  const flow: Flow = {
    protocol,
    ...portsOf(port, to, protocol),
    ...(to.rule && { rule: to.rule }),
    ...(icmpType !== undefined && { icmpType }),
    ...(family && { family }),
    ...(sourcePort !== undefined && { sourcePorts: [{ start: sourcePort, end: sourcePort + 1 }] }),
  };
  return { from: from.ends, to: to.ends, flow };
}

/** The port that was asked for, or those of what was asked for. */
export function portsOf(
  port: number | undefined,
  { ports }: Pick<NamedEnd<Receiver>, "ports">,
  protocol: number,
): Pick<Flow, "port" | "ports"> {
  if (port !== undefined) return { port };
  if (ports === undefined || protocol !== TCP) return {};
  const [only] = ports;
  return ports.length === 1 && only && only.end === only.start + 1 ? { port: only.start } : { ports };
}

/** The verdicts of several parts as one: all must be allowed. */
function worst(answers: readonly Answer[]): Answer {
  const order: readonly Verdict[] = ["DENIED", "UNKNOWN", "ALLOWED"];
  const verdict = order.find((one) => answers.some((answer) => answer.verdict === one)) ?? "UNKNOWN";
  const found = answers.find((answer) => answer.verdict === verdict);
  const explanations = distinct(
    answers.filter((answer) => answer.verdict !== "ALLOWED").flatMap((answer) => answer.explanations),
  );
  return { verdict, forward: found?.forward ?? [], return: found?.return ?? [], explanations };
}

/**
 * Do all packets of the question get there, and their answers back?
 * @param explain look for everything that stops them, not only the first (slower)
 * @throws QuestionFault when it names what does not exist
 */
export function answerNamed(
  network: NamedNetwork & { readonly walker: Walker },
  question: NamedQuestion,
  explain = true,
): Answer {
  const { walker } = network;
  const { from, to, flow } = readQuestion(network, question);
  const asked = (own: Flow, isExplained: boolean): Answer =>
    worst(
      from.flatMap((sender) =>
        to.map((receiver) => ask(walker, { from: sender, to: receiver, flow: own }, isExplained)),
      ),
    );
  const found = asked(flow, explain);
  if (flow.family || !hasBothFamilies(walker.topology)) return found;
  const families = byFamily(found.verdict, (family) => asked({ ...flow, family }, false));
  return { ...found, ...(families && { families }) };
}
