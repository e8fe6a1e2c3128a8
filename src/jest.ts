/**
 * `overlap-bridge/jest`: matchers for tests of any Terraform that AWS's network is made of.
 *
 * ```ts
 * import "overlap-bridge/jest";
 *
 * const synth = Testing.synthScope((scope) => new MyNetwork(scope, "network"));
 * expect(synth).toReach({ from: "aws_instance.app", to: "aws_lb.front", port: 80 });
 * expect(synth).not.toReach({ from: "internet", to: "aws_instance.app", port: 22 });
 * expect(synth).toReachOnly({ from: "aws_instance.app", to: ["aws_lb.front"], port: 80 });
 * ```
 *
 * What is expected is a synthesis, a plan or a state, as {@link readNetwork} takes them, or a network that was read.
 * What the judge can't tell (UNKNOWN) fails `toReach` and `not.toReach` alike: neither is proved then.
 */
import { visible } from "./escape/visible";
import { type Network, type Path, type Question, type Reason, readNetwork, type Shown } from "./judge";

/** One sender and everything that it may reach. */
export interface OnlyQuestion extends Omit<Question, "to"> {
  /** All that the sender must reach; it must reach nothing else among the hosts, load balancers and the internet of the input. */
  readonly to: readonly string[];
}

/** The matchers, as they are written after `expect(...)`. */
export interface ReachMatchers<R> {
  /** All packets get there and their answers back. With `not`: no packet gets there. UNKNOWN fails both. */
  toReach(question: Question): R;
  /** The sender reaches each of `to`, and no packet of its gets to anything else in the input. UNKNOWN fails it. */
  toReachOnly(question: OnlyQuestion): R;
}

/** What a matcher hands to Jest. */
interface Result {
  readonly pass: boolean;
  message(): string;
}

/** The part of Jest's matcher context that is used here. */
interface Context {
  readonly isNot?: boolean;
}

/** A test with many expectations of one text reads it once. An object may be changed between two of them, and a file too. */
let last: { readonly text: string; readonly network: Network } | undefined;

/** By what it can do: the judge's entry of the package has a class of its own. */
function isNetwork(received: object): received is Network {
  return "shows" in received && typeof received.shows === "function";
}

function networkOf(received: unknown): Network {
  if (typeof received === "string") {
    if (!received.trimStart().startsWith("{")) return readNetwork(received);
    if (last?.text !== received) last = { text: received, network: readNetwork(received) };
    return last.network;
  }
  if (typeof received !== "object" || received === null)
    throw new TypeError(
      `toReach: ${String(received)} is no synthesis, plan or state; expect its JSON as text or object, or the path of its file`,
    );
  return isNetwork(received) ? received : readNetwork(received);
}

function asked({ from, to, port, protocol = "tcp", family }: Question): string {
  const over = family === undefined ? "" : ` over ${family}`;
  return `${from} -> ${to}, ${protocol}${port === undefined ? "" : `/${port}`}${over}`;
}

/** What was found of each family, where it is not the same. */
function parted({ families = [] }: Shown): string {
  const verdicts = families.map(({ family, verdict }) => `${family}: ${verdict}`);
  return new Set(families.map(({ verdict }) => verdict)).size > 1 ? ` (${verdicts.join(", ")})` : "";
}

function hopLines(hops: Path["there"]): string[] {
  return hops.flatMap(({ address, at, source, destination, rewrite, route }, i) => [
    `${String(i + 1).padStart(4)}. ${address} ${at}: ${source} -> ${destination}`,
    ...(rewrite === undefined ? [] : [`        ${rewrite}`]),
    ...(route === undefined ? [] : [`        route ${route.text}  (${route.address})`]),
  ]);
}

function reasonLines(reasons: readonly Reason[], title: string): string[] {
  if (reasons.length === 0) return [];
  return ["", title, ...reasons.flatMap((one) => [`  ${one.code}  ${one.address}`, `        ${one.message}`])];
}

function walkLines({ path, verdict, reasons }: Shown): string[] {
  const there = path.there.length > 0 ? ["", "there", ...hopLines(path.there)] : [];
  const back = path.back.length > 0 ? ["", "and back", ...hopLines(path.back)] : [];
  const title = verdict === "UNKNOWN" ? "what leaves it open" : verdict === "DENIED" ? "what stops it" : "what arrives";
  return [...there, ...back, ...reasonLines(reasons, title)];
}

/** Names come from files that anybody wrote; what hides or steers in them is made visible. */
const told = (lines: readonly string[]): string => lines.map((line) => visible(line)).join("\n");

/** The end of a message's first sentence, by what was found. */
const FOUND = {
  ALLOWED: "packets get there",
  DENIED: "not all packets get there and their answers back",
  UNKNOWN: "it can't be told (UNKNOWN), which proves nothing",
} as const;

function toReach(this: Context, received: unknown, question: Question): Result {
  const isNot = this.isNot === true;
  const shown = networkOf(received).shows(question, isNot ? "does not reach" : "reaches");
  const wanted = isNot ? "that no packet gets there" : "that packets get there and their answers back";
  return {
    // Jest turns it round for `not`, where a claim that holds must therefore be false.
    pass: isNot ? !shown.holds : shown.holds,
    message: () =>
      told([
        `${asked(question)}: expected ${wanted}, but ${FOUND[shown.verdict]}${parted(shown)}`,
        ...walkLines(shown),
      ]),
  };
}

function toReachOnly(this: Context, received: unknown, question: OnlyQuestion): Result {
  if (this.isNot === true)
    throw new TypeError("not.toReachOnly says nothing certain; write toReach for what must be reached besides");
  const { to, ...rest } = question;
  // Without types a single name is easily written, and its letters are a list too.
  if (!Array.isArray(to)) throw new TypeError('toReachOnly: write a list of names, as in to: ["aws_lb.front"]');
  const network = networkOf(received);
  const wanted = to.map((one: string) => ({ question: { ...rest, to: one }, claim: "reaches" as const }));
  const others = network
    .receiversBeside(rest.from, to)
    .map(({ address }) => ({ question: { ...rest, to: address }, claim: "does not reach" as const }));
  const wrong = [...wanted, ...others].flatMap(({ question, claim }) => {
    const shown = network.shows(question, claim);
    return shown.holds ? [] : [{ question, claim, shown }];
  });
  return {
    pass: wrong.length === 0,
    message: () =>
      told([
        `${rest.from}: expected to reach ${to.join(", ") || "nothing"} and nothing else`,
        ...wrong.flatMap(({ question, claim, shown }) => [
          "",
          `${asked(question)}: ${claim === "reaches" ? "is to be reached" : "is not to be reached"}, but ${FOUND[shown.verdict]}${parted(shown)}`,
          ...walkLines(shown),
        ]),
      ]),
  };
}

type Jest = { extend(matchers: object): void };

/** Jest's own `expect`, where it is global; whoever imports it from @jest/globals adds {@link matchers} to it. */
(globalThis as { expect?: Jest }).expect?.extend({ toReach, toReachOnly });

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the one that @types/jest has
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- as @types/jest declares it
    interface Matchers<R, T = {}> extends ReachMatchers<R> {}
  }
}

// What @jest/globals exports as `expect` has its matchers from here.
declare module "expect" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- as it is declared there
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ReachMatchers<R> {}
}

/** The matchers, for whoever adds them by hand: `expect.extend(matchers)`. */
export const matchers = { toReach, toReachOnly };
