/**
 * `overlap-bridge/judge`: what a network of AWS lets through, told from Terraform's own JSON, before anything is deployed.
 *
 * ```ts
 * import { readNetwork } from "overlap-bridge/judge";
 *
 * const network = readNetwork("plan.json");
 * const { verdict, path, reasons } = network.reach({ from: "aws_instance.app", to: "aws_lb.front", port: 80 });
 * ```
 *
 * It asks nobody: no AWS account, no provider, no Terraform. What it can't know is UNKNOWN, and UNKNOWN is no proof.
 */
import { LimitFault, workOn } from "./limits";
import {
  answerNamed,
  isAmong,
  judge,
  type KnownReceiver,
  type NamedNetwork,
  QuestionFault,
  readQuestion,
  receiverNamed,
  receiversIn,
  senderNamed,
  Walker,
} from "./reachability";
import { type Verdict } from "./reachability/verdict";
import { graphOfAny, graphOfFile, graphOfText, InputFault, type JsonObject, type ResourceGraph } from "./terraform";
import { buildTopology } from "./topology";
import { shownAnswer, type ShownExplanation, type ShownHop as Hop, shownJudged } from "./words";

export { InputFault, QuestionFault };
export type { Hop, Verdict };

/**
 * A synthesis (`cdk.tf.json`, or what `Testing.synth` returns), or what `terraform show -json` writes of a plan or a state:
 * the path of a file, the JSON as text (it begins with `{`), or the parsed object. Which of the three it is, it tells itself.
 */
export type Input = string | object;

/** Who sends what to whom. */
export interface Question {
  /**
   * Who sends: a Terraform address (`aws_instance.app`, `module.a.aws_subnet.x["a"]`), an id or ARN that is in the input, an
   * IPv4 address with its VPC or subnet (`10.0.1.20@aws_vpc.main`), a public IPv4 address, or `internet`. A VPC or a subnet
   * stands for every host that could be in it.
   */
  readonly from: string;
  /** Who receives: as `from`, or a load balancer (`aws_lb.front`, `http://aws_lb.front/path`), or an IPv4 address as the sender sees it. */
  readonly to: string;
  /**
   * Destination port, 0 to 65535.
   * @default - the one that `to` says (`aws_instance.web:80`); without it, whether any port works
   */
  readonly port?: number;
  /**
   * `tcp`, `udp`, `icmp`, or a protocol number from 0 to 255.
   * @default "tcp"
   */
  readonly protocol?: string | number;
  /**
   * Source port, 0 to 65535.
   * @default - all that hosts pick
   */
  readonly sourcePort?: number;
  /**
   * ICMP type, 0 to 255.
   * @default 8, the echo request
   */
  readonly icmpType?: number;
}

/** One setting that stops packets, or leaves it open whether they pass. */
export interface Reason {
  /** Explanation code of AWS Reachability Analyzer, such as `NO_ROUTE_TO_DESTINATION`. */
  readonly code: string;
  /** Terraform address of the resource at fault; empty where none is. */
  readonly address: string;
  /** The same in words. */
  readonly message: string;
}

/** The steps of a walk: those of the request, and those of its answer. */
export interface Path {
  readonly there: readonly Hop[];
  readonly back: readonly Hop[];
}

/** What is said of a question. */
export interface Reach {
  /**
   * ALLOWED: all packets get there, and their answers come back. DENIED: for certain, some or all don't; that *none*
   * arrives is what {@link Network.shows} tells. UNKNOWN: it depends on what the input doesn't say.
   */
  readonly verdict: Verdict;
  readonly path: Path;
  /** Everything that stops the packets or leaves the verdict open; empty when they are allowed. */
  readonly reasons: readonly Reason[];
}

/** What must be so: all packets get there and their answers back, or not one even arrives. */
export type Claim = "reaches" | "does not reach";

/** Whether a claim is shown to be true. */
export interface Shown extends Reach {
  readonly holds: boolean;
}

/** A thing of the network that packets may be sent to. */
export interface Receiver {
  /** Its Terraform address, or `internet`. */
  readonly address: string;
  readonly kind: "host" | "load-balancer" | "internet" | "unknown";
}

/** Nothing gets there: there is no path to show. */
const NOTHING_ARRIVES = { path: { there: [], back: [] }, reasons: [] } as const;

const KINDS = {
  host: "host",
  balancer: "load-balancer",
  internet: "internet",
  unknown: "unknown",
  address: "unknown",
} as const;

const toldOf = ({ address, end }: KnownReceiver): Receiver => ({ address, kind: KINDS[end.kind] });

const plain = ({ code, address, message }: ShownExplanation): Reason => ({ code, address, message });

/** A network as Terraform's JSON describes it. Made by {@link readNetwork}. */
export class Network {
  private readonly network: NamedNetwork & { readonly walker: Walker };

  private constructor(graph: ResourceGraph, source: string) {
    const topology = buildTopology(graph);
    this.network = { graph, topology, source, walker: new Walker(topology) };
  }

  /** @see readNetwork */
  static read(input: Input): Network {
    const [graph, source] = graphIn(input);
    try {
      workOn(source);
      return new Network(graph, source);
    } catch (error) {
      throw readable(error, source);
    }
  }

  /**
   * Walks the packets of a question there and their answers back.
   * @throws QuestionFault when it names what is not in the input, or a port or protocol that is none
   * @throws InputFault when the answer would take more work than the judge is allowed
   */
  reach(question: Question): Reach {
    return this.asked(() => {
      const { verdict, forward, return: back, explanations } = shownAnswer(answerNamed(this.network, question));
      return { verdict, path: { there: forward, back }, reasons: explanations.map(plain) };
    });
  }

  /**
   * Whether a claim is proved for every packet of the question. What is UNKNOWN is proved neither way, so it can be that
   * neither claim holds.
   * @throws as {@link Network.reach}
   */
  shows(question: Question, claim: Claim): Shown {
    return this.asked(() => {
      const { from, to, flow } = readQuestion(this.network, question);
      const expected = claim === "reaches" ? "ALLOWED" : "DENIED";
      const found = shownJudged(
        judge(this.network.walker, { kind: "reach", text: "", from, to, flows: [flow], expected }),
      );
      if (found.holds && claim === "does not reach") return { ...NOTHING_ARRIVES, verdict: found.verdict, holds: true };
      const walk = shownAnswer(answerNamed(this.network, question));
      const path = { there: walk.forward, back: walk.return };
      const explanations = walk.verdict === found.verdict ? walk.explanations : found.explanations;
      return { verdict: found.verdict, holds: found.holds, path, reasons: explanations.map(plain) };
    });
  }

  /**
   * Everything that can receive: hosts (instances and other network interfaces), load balancers, and the internet where there
   * is a way out. Not among them is who might be added later to a subnet that is empty now.
   */
  get receivers(): readonly Receiver[] {
    return this.asked(() => receiversIn(this.network.topology).map(toldOf));
  }

  /**
   * What can receive besides what is named, and besides the sender itself.
   * @throws QuestionFault when a name names nothing
   */
  receiversBeside(from: string, to: readonly string[]): readonly Receiver[] {
    return this.asked(() => {
      const named = [
        ...senderNamed(this.network, from).ends.filter((end) => end.kind !== "host" || end.nic !== undefined),
        ...to.flatMap((one) => receiverNamed(this.network, one).ends),
      ];
      return receiversIn(this.network.topology)
        .filter((one) => !isAmong(one, named))
        .map(toldOf);
    });
  }

  /** What is in the input and could not be read; what may depend on it is UNKNOWN. */
  get unreadable(): readonly { readonly address: string; readonly reason: string }[] {
    return this.network.topology.unreadable.map(({ address, reason }) =>
      this.network.topology.secrets.data({ address, reason }),
    );
  }

  /** Asks; what is marked as sensitive in the input is shown by no answer and no fault. */
  private asked<T>(ask: () => T): T {
    const { secrets } = this.network.topology;
    workOn(this.network.source);
    try {
      return secrets.data(ask());
    } catch (error) {
      if (error instanceof QuestionFault) throw new QuestionFault(secrets.text(error.message));
      throw readable(error, this.network.source);
    }
  }
}

/** What the judge may not do any more is a fault of the input. */
function readable(error: unknown, source: string): unknown {
  return error instanceof LimitFault ? new InputFault(error.message, source) : error;
}

function graphIn(input: Input): readonly [ResourceGraph, string] {
  if (typeof input !== "string") return [graphOfAny(input as JsonObject, "the JSON"), "the JSON"];
  if (/^\s*\{/.test(input.slice(0, 1000))) return [graphOfText(input, "the JSON"), "the JSON"];
  return [graphOfFile(input), input];
}

/**
 * Reads Terraform's JSON into a network.
 * @throws InputFault with one line that says what can't be read, where, and what to do
 */
export function readNetwork(input: Input): Network {
  return Network.read(input);
}
