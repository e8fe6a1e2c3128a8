import { nearest } from "../config/nearest";
import { UserError } from "../project/user-error";
import { type Answer, ask, distinct, type Flow, type Verdict } from "../reachability";
import { type Network } from "../requirements/network";
import { parseProtocol } from "../topology";
import { shownAnswer, type ShownAnswer } from "../words";
import { receiverNamed, senderNamed } from "./ends";

/** One question as text, as it comes from the command line or a line of a file. */
export interface AskedQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol?: string | number;
  readonly port?: string | number;
  readonly icmpType?: string | number;
  readonly sourcePort?: string | number;
}

function numberIn(value: string | number | undefined, what: string, highest: number): number | undefined {
  if (value === undefined) return undefined;
  const number = typeof value === "number" ? value : /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isInteger(number) || number < 0 || number > highest)
    throw new UserError(`${what} "${value}" is not a number from 0 to ${highest}`);
  return number;
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

function noProtocol(text: string): UserError {
  const guess = nearest(text, ["tcp", "udp", "icmp"]);
  const next = guess === undefined ? "" : `; did you mean ${guess}?`;
  return new UserError(`protocol "${text}" is not tcp, udp, icmp or a number from 0 to 255${next}`);
}

/** Answers one question; @throws UserError when it names what does not exist. */
export function answer(network: Network, question: AskedQuestion, explain = true): ShownAnswer {
  const from = senderNamed(network, question.from);
  const to = receiverNamed(network, question.to);
  const protocol = parseProtocol(String(question.protocol ?? "tcp"));
  if (protocol === undefined || protocol === "all") throw noProtocol(String(question.protocol));
  const port = numberIn(question.port, "port", 65535) ?? to.port;
  const icmpType = numberIn(question.icmpType, "ICMP type", 255);
  const sourcePort = numberIn(question.sourcePort, "source port", 65535);
  const flow: Flow = {
    protocol,
    ...(port !== undefined && { port }),
    ...(icmpType !== undefined && { icmpType }),
    ...(sourcePort !== undefined && { sourcePorts: [{ start: sourcePort, end: sourcePort + 1 }] }),
  };
  if (from.ends.length === 0 || to.ends.length === 0)
    throw new UserError(
      `"${from.ends.length === 0 ? question.from : question.to}" stands for no subnet in ${network.source}`,
    );
  const answers = from.ends.flatMap((sender) =>
    to.ends.map((receiver) => ask(network.walker, { from: sender, to: receiver, flow }, explain)),
  );
  return shownAnswer(worst(answers));
}
