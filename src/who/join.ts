import { AccessReader } from "./access-reader";
import { type Answer, answerTo, type Known } from "./answer";
import { connectionsIn, lineOfRecord } from "./connections";
import { type FlowFormat } from "./flow-format";
import { FlowReader } from "./flow-reader";
import { flowLogIdIn, type LogFile, nodeAddressIn } from "./log-files";
import { eachLine } from "./log-lines";
import { LooseCandidates } from "./loose";
import { MissingRecords } from "./missing";
import { addConnection, type Outer, pairPart } from "./pairing";
import { addOuter, addRequest, byEnd, place, type Placed, type Request, requestsOf } from "./placing";
import { Seen } from "./seen";
import { isAsked, type Selection } from "./selection";
import { partOf, Spill } from "./spill";
import { TemporaryFolder } from "./temporary-folder";

/** Logs, and what is asked of them. */
export interface Question {
  readonly flowLogs: readonly LogFile[];
  /** Without any, connections are asked for and not requests. */
  readonly accessLogs: readonly LogFile[];
  /** For files without a header line. */
  readonly format?: FlowFormat;
  readonly selection: Selection;
  /** Seconds by which the two records of one connection may differ. */
  readonly skew: number;
}

/** How far the reading is; the rest takes about as long. */
interface Progress {
  readonly bytes: number;
  readonly all: number;
}

/** What was read, and how the answers are. */
export interface Summary {
  flowLines: number;
  accessLines: number;
  found: number;
  ambiguous: number;
  unknown: number;
  /** Fields that a flow log's format lacks without which nobody is found. */
  readonly lacking: readonly string[];
}

/** Whoever asks. */
export interface Listener {
  /**
   * Answers in the order of time, in several calls where there are many.
   * @param lacking see {@link Summary.lacking}
   */
  readonly onAnswers: (answers: readonly Answer[], lacking: readonly string[]) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Lets signals in: Ctrl-C must not wait for all parts. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const PARTS = 128;
/** Answers are put in the order of time in so many parts. */
const SLICES = 256;

/** Reads logs and says who made requests; each stage needs only one part of the lines at a time in memory. */
class Work {
  readonly seen = new Seen();
  readonly summary = { flowLines: 0, accessLines: 0, found: 0, ambiguous: 0, unknown: 0 };
  private readonly missing: MissingRecords;
  private readonly loose: LooseCandidates;
  private readonly requests: Spill;
  private readonly records: Spill;
  private readonly connections: Spill;
  private readonly outers: Spill;
  private bytes = 0;
  private first = Infinity;
  private last = -Infinity;

  constructor(
    private readonly question: Question,
    private readonly listener: Listener,
    private readonly folder: TemporaryFolder,
  ) {
    this.missing = new MissingRecords(question.skew);
    this.loose = new LooseCandidates(question.skew);
    [this.requests, this.records, this.connections, this.outers] = ["requests", "records", "connections", "outers"].map(
      (name) => new Spill(folder, name, PARTS),
    ) as [Spill, Spill, Spill, Spill];
  }

  async read(): Promise<void> {
    const { accessLogs, flowLogs } = this.question;
    for (const file of accessLogs) await this.readAccess(file);
    for (const file of flowLogs) await this.readFlows(file);
  }

  private countBytes(count: number): void {
    this.bytes += count;
    const { accessLogs, flowLogs } = this.question;
    const all = [...accessLogs, ...flowLogs].reduce((sum, { bytes }) => sum + bytes, 0);
    this.listener.onProgress({ bytes: this.bytes, all });
  }

  private async readAccess(file: LogFile): Promise<void> {
    const reader = new AccessReader(file);
    const node = nodeAddressIn(file);
    await eachLine(
      file,
      (line) => {
        const entry = reader.read(line);
        this.summary.accessLines++;
        addRequest(this.requests, entry, node, isAsked(this.question.selection, entry));
      },
      (count) => this.countBytes(count),
    );
  }

  private async readFlows(file: LogFile): Promise<void> {
    const reader = new FlowReader(file, this.question.format);
    const id = flowLogIdIn(file);
    await eachLine(
      file,
      (line) => {
        this.summary.flowLines++;
        const record = reader.read(line);
        const format = reader.current;
        if (!format) return;
        const source = this.seen.sourceOf(id, format);
        if (!record) return;
        const number = this.seen.note(record, source, id ?? format.text);
        const text = record.kind === "flow" ? lineOfRecord(number, record) : undefined;
        if (text !== undefined) this.records.add(partOf(text.slice(0, text.indexOf("\t")), PARTS), text);
      },
      (count) => this.countBytes(count),
    );
  }

  /** Records become connections, and those of NAT gateways get candidates. */
  async pair(): Promise<void> {
    for (let part = 0; part < PARTS; part++) {
      const lines = this.records.linesOf(part);
      for (const [number, one] of connectionsIn(lines, this.seen.interfaces))
        addConnection(this.connections, number, one);
      this.records.forget(part);
      await turn();
    }
    const sink = {
      outer: (outer: Outer) => addOuter(this.outers, outer),
      unmatched: (one: Parameters<MissingRecords["addUnmatched"]>[0]) => this.missing.addUnmatched(one),
    };
    for (let part = 0; part < PARTS; part++) {
      pairPart(this.connections.linesOf(part), this.question.skew, sink);
      await turn();
    }
    this.missing.explain();
  }

  /** Looks for requests without a connection, which show that records are missing, and for what only a list can be given of. */
  async look(): Promise<void> {
    const owners = new Map<string, number[]>();
    this.seen.interfaces.forEach(({ own, passesOn }, number) => {
      if (passesOn) for (const one of own) owners.set(one, [...(owners.get(one) ?? []), number]);
    });
    for (let part = 0; part < PARTS; part++) {
      await turn();
      for (const { request, outers, doubtful } of this.requestsIn(part)) {
        const there = outers.filter((one) => !doubtful.has(one)).map(({ number }) => number);
        const ids = new Set(there.map((number) => this.seen.interfaces[number]?.id));
        for (const number of owners.get(request.address) ?? []) {
          // A NAT gateway of another VPC may have the same address.
          const isElsewhere = ids.size > 0 && !ids.has(this.seen.interfaces[number]?.id);
          if (!isElsewhere && !there.includes(number)) this.missing.addRequest(number, request.from);
        }
        if (!request.asked) continue;
        this.first = Math.min(this.first, request.from);
        this.last = Math.max(this.last, request.from);
        for (const outer of outers) if (outer.inners === 0) this.loose.ask(outer);
      }
    }
    if (this.loose.isEmpty) return;
    for (let part = 0; part < PARTS; part++) {
      this.loose.look(this.connections.linesOf(part));
      await turn();
    }
  }

  /** The answers, a part of the time after the other. */
  async answer(): Promise<void> {
    const known: Known = { seen: this.seen, missing: this.missing, loose: this.loose, skew: this.question.skew };
    const slices = new Spill(this.folder, "answers", SLICES);
    const length = (this.last - this.first) / SLICES || 1;
    const { connection, time } = this.question.selection;
    if (connection && this.question.accessLogs.length === 0 && this.first === Infinity) {
      const [from, to] = time ?? [this.seen.from, this.seen.from];
      this.first = from;
      this.requests.add(0, JSON.stringify({ address: connection[0], port: connection[1], from, to, asked: {} }));
    }
    for (let part = 0; part < PARTS; part++) {
      await turn();
      for (const placed of this.requestsIn(part)) {
        const { request } = placed;
        if (!request.asked) continue;
        const answer = answerTo(placed, known);
        this.summary[answer.verdict]++;
        slices.add(Math.min(SLICES - 1, Math.floor((request.from - this.first) / length)), JSON.stringify(answer));
      }
    }
    for (let slice = 0; slice < SLICES; slice++) {
      const answers = slices.linesOf(slice).map((line) => JSON.parse(line) as Answer);
      answers.sort((one, other) => one.time - other.time || one.port - other.port);
      if (answers.length > 0) this.listener.onAnswers(answers, [...this.seen.lacking]);
    }
  }

  /** The requests of a part with the connections that they may have come by; without access logs, the connections themselves. */
  private *requestsIn(part: number): Generator<Placed> {
    const { accessLogs, skew } = this.question;
    const outers = byEnd(this.outers.linesOf(part));
    if (accessLogs.length === 0)
      for (const one of requestsOf(outers.values(), skew)) if (this.isAskedFor(one.request)) yield one;
    // A line that is there twice, as in a file that was copied, is one request.
    const requests = [...new Set(this.requests.linesOf(part))].map((line) => JSON.parse(line) as Request);
    yield* place(requests, outers, skew);
  }

  private isAskedFor({ address, port, from, to }: Request): boolean {
    const { connection, time } = this.question.selection;
    if (connection && (connection[0] !== address || connection[1] !== port)) return false;
    return !time || (to >= time[0] && from < time[1]);
  }
}

/**
 * Says which client made each of the requests that are asked for.
 * @throws LogFault for a file that is no such log
 */
export async function who(question: Question, listener: Listener): Promise<Summary> {
  const folder = new TemporaryFolder();
  try {
    const work = new Work(question, listener, folder);
    await work.read();
    await work.pair();
    await work.look();
    await work.answer();
    return { ...work.summary, lacking: [...work.seen.lacking] };
  } finally {
    folder.remove();
  }
}
