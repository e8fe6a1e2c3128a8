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
  type Answer,
  answerNamed,
  type Code,
  type Explanation,
  type HopKind,
  isAmong,
  judge,
  judgedByFamily,
  type KnownReceiver,
  type NamedNetwork,
  type OverFamily,
  QuestionFault,
  type QuestionRule,
  readQuestion,
  receiverNamed,
  receiversIn,
  type Reason as ReasonData,
  relatedTo,
  senderNamed,
  type Verdict,
  type WalkedHop,
  Walker,
} from "./reachability";
import {
  graphOfAny,
  graphOfFile,
  graphOfText,
  InputFault,
  type InputRule,
  type JsonObject,
  type ResourceGraph,
} from "./terraform";
import { buildTopology } from "./topology";
import { explainedOnce, shownHop } from "./words";

export { InputFault, QuestionFault };
export type { Code, HopKind, InputRule, OverFamily, QuestionRule, Verdict };

/** What a reason says, as a word for programs: `no-route`, `filter-stops`, `source-destination-check`. */
export type ReasonKind = ReasonData["kind"];

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
  /**
   * `ipv4` or `ipv6`: over this family of addresses only.
   * @default - over whichever family packets get there
   */
  readonly family?: OverFamily["family"];
}

/** One setting that stops packets, or leaves it open whether they pass. */
export interface Reason {
  readonly kind: ReasonKind;
  /** Explanation code of AWS Reachability Analyzer, such as `NO_ROUTE_TO_DESTINATION`; several kinds may share one. */
  readonly code: Code;
  /** Terraform address of the resource at fault; empty where none is. */
  readonly address: string;
  /** Terraform addresses of what else has to do with it, such as the subnet whose route table lacks a route. */
  readonly related: readonly string[];
  /** The same in words. They may change in any version; programs go by `kind`. */
  readonly message: string;
}

/** One step of a walk. */
export interface Hop {
  /** What becomes of the packets here. */
  readonly kind: HopKind;
  /** The same in words. They may change in any version; programs go by `kind`. */
  readonly at: string;
  /** Terraform address of where it happens; `internet` out there. */
  readonly address: string;
  /** Where the packets come from as they are after this step: addresses and ports, such as `10.0.1.10:1024-65535`. */
  readonly source: string;
  /** Where they go to as they are after this step, in the same form. */
  readonly destination: string;
  /**
   * The route that was followed: its Terraform address, or its table's where it is the local one, and the route in words.
   * @default - no route table decides here
   */
  readonly route?: { readonly address: string; readonly text: string };
  /**
   * Terraform addresses of the rules of security groups and network ACLs that let the packets through here.
   * @default - no filter decides here
   */
  readonly rules?: readonly string[];
  /**
   * What an address or port becomes here, in words.
   * @default - both stay
   */
  readonly rewrite?: string;
}

/** The steps of a walk: those of the request, and those of its answer. */
export interface Path {
  /** From the sender to the receiver, or to where it ends. */
  readonly there: readonly Hop[];
  /** From the receiver back to the sender; empty when nothing gets there. */
  readonly back: readonly Hop[];
}

/** What is said of a question. */
export interface Reach {
  /**
   * ALLOWED: all packets get there, and their answers come back. DENIED: for certain, some or all don't; that *none*
   * arrives is what {@link Network.shows} tells. UNKNOWN: it depends on what the input doesn't say.
   */
  readonly verdict: Verdict;
  /** One walk of the packets; where some are stopped, one of theirs. */
  readonly path: Path;
  /** Everything that stops the packets or leaves the verdict open; empty when they are allowed. */
  readonly reasons: readonly Reason[];
  /**
   * What holds over each family that the ends have addresses of.
   * @default - it is DENIED, over both; or the network has only IPv4; or the question is of one family
   */
  readonly families?: readonly OverFamily[];
}

/** What must be so: all packets get there and their answers back, or not one even arrives. */
export type Claim = "reaches" | "does not reach";

/** Whether a claim is shown to be true. */
export interface Shown extends Reach {
  /** Whether the claim is proved. */
  readonly holds: boolean;
}

/** A thing of the network that packets may be sent to. */
export interface Receiver {
  /** Its Terraform address, that of the gateway towards on-premises, or `internet`. */
  readonly address: string;
  readonly kind: "host" | "load-balancer" | "internet" | "on-premises" | "unknown";
}

/** Nothing gets there: there is no path to show. */
const NOTHING_ARRIVES = { path: { there: [], back: [] }, reasons: [] } as const;

const KINDS = {
  host: "host",
  balancer: "load-balancer",
  internet: "internet",
  "on-premises": "on-premises",
  unknown: "unknown",
  address: "unknown",
} as const;

const toldOf = ({ address, end }: KnownReceiver): Receiver => ({ address, kind: KINDS[end.kind] });

function hopOf(walked: WalkedHop): Hop {
  const { rules, ...shown } = shownHop(walked);
  return { kind: walked.kind, ...shown, ...(rules && { rules: [...new Set((walked.rules ?? []).flat())] }) };
}

const pathOf = ({ forward, return: back }: Answer): Path => ({ there: forward.map(hopOf), back: back.map(hopOf) });

function reasonsOf(explanations: readonly Explanation[]): Reason[] {
  return explainedOnce(explanations).map(({ explanation, shown: { code, address, message } }) => {
    return { kind: explanation.reason.kind, code, address, related: relatedTo(explanation), message };
  });
}

const KEYS: Readonly<Record<keyof Question, true>> = {
  ...{ from: true, to: true, port: true, protocol: true, sourcePort: true, icmpType: true, family: true },
};

/**
 * The question, if it is one: a port under a misspelt key would be no part of it, and the answer true of another port.
 * @throws QuestionFault when it is none
 */
function questionIn(asked: unknown): Question {
  const wanted = 'write { from: "...", to: "...", port: 443 }';
  if (typeof asked !== "object" || asked === null)
    throw new QuestionFault("no-question", String(asked), `${String(asked)} is no question; ${wanted}`);
  for (const key of ["from", "to"] as const) {
    const name = (asked as Partial<Record<keyof Question, unknown>>)[key];
    if (typeof name !== "string")
      throw new QuestionFault("no-question", key, `${key}: ${String(name)} is no name; ${wanted}`);
  }
  const stranger = Object.keys(asked).find((key) => !Object.hasOwn(KEYS, key));
  if (stranger !== undefined)
    throw new QuestionFault(
      "unknown-key",
      stranger,
      `"${stranger}" is no part of a question; write ${Object.keys(KEYS).join(", ")}`,
    );
  return asked as Question;
}

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
      const answer = answerNamed(this.network, questionIn(question));
      const { verdict, explanations, families } = answer;
      return { verdict, path: pathOf(answer), reasons: reasonsOf(explanations), ...(families && { families }) };
    });
  }

  /**
   * Whether a claim is proved for every packet of the question. What is UNKNOWN is proved neither way, so it can be that
   * neither claim holds.
   * @throws as {@link Network.reach}
   */
  shows(question: Question, claim: Claim): Shown {
    return this.asked(() => {
      const { from, to, flow } = readQuestion(this.network, questionIn(question));
      const expected = claim === "reaches" ? "ALLOWED" : "DENIED";
      const statement = { kind: "reach", text: "", from, to, flows: [flow], expected } as const;
      const found = judge(this.network.walker, statement);
      if (found.holds && claim === "does not reach") return { ...NOTHING_ARRIVES, verdict: found.verdict, holds: true };
      const walk = answerNamed(this.network, question);
      const explanations = walk.verdict === found.verdict ? walk.explanations : found.explanations;
      const families = judgedByFamily(this.network.walker, statement, found);
      const { verdict, holds } = found;
      return { verdict, holds, path: pathOf(walk), reasons: reasonsOf(explanations), ...(families && { families }) };
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
      const senders = senderNamed(this.network, from).ends;
      const named = [
        ...senders.filter((end) => end.kind !== "host" || end.nic !== undefined),
        ...to.flatMap((one) => [
          ...receiverNamed(this.network, one).ends,
          ...receiverNamed(this.network, one, senders).ends,
        ]),
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
      if (error instanceof QuestionFault)
        throw new QuestionFault(error.rule, secrets.text(error.asked), secrets.text(error.message));
      throw readable(error, this.network.source);
    }
  }
}

/** What the judge may not do any more is a fault of the input. */
function readable(error: unknown, source: string): unknown {
  return error instanceof LimitFault ? new InputFault("limit", error.message, source) : error;
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
