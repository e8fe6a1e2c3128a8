import { type Listener, type ListenerAction, type Note } from "../topology";
import { isHost, isPath, isPort, pathLike } from "./http-text";
import { haproxyFormat } from "./literals";
import { aclLine, LONGEST_PATTERN } from "./patterns";

/** What a listener does with requests, as lines of HAProxy's frontend. */
export interface ListenerRules {
  readonly lines: readonly string[];
  /** Rules that never fit a request. */
  readonly notes: readonly Note[];
}

/** HAProxy's names for what requests of an action go to. */
export interface Backends {
  readonly of: (action: ListenerAction) => string;
  readonly failOpen: (backend: string) => string;
  readonly noneHealthy: (backend: string) => string;
}

const WHAT = {
  host: { fetched: "req.fhdr(host),field(1,:)", anyCase: true, fits: isHost },
  path: { fetched: "path", anyCase: false, fits: isPath },
} as const;

/** Whether some request of AWS's could meet the pattern. */
function canFit(kind: keyof typeof WHAT, pattern: string): boolean {
  // `*` and `?` may stand for anything that a request can have.
  const example = pattern.replace(/[*?]/g, "x");
  return pattern.length <= LONGEST_PATTERN && WHAT[kind].fits(kind === "path" ? pathLike(example, pattern) : example);
}

interface Condition {
  readonly acls: readonly string[];
  /** What stands in a rule's line. */
  readonly text: string;
  /** A pattern that no request fits. */
  readonly odd?: string;
}

/** Host names match in any case, paths do not (ALB guide, host and path conditions). */
function conditionOf(kind: keyof typeof WHAT, name: string, patterns: readonly string[]): Condition {
  if (patterns.length === 0) return { acls: [], text: "" };
  const { fetched, anyCase } = WHAT[kind];
  const odd = patterns.find((one) => !canFit(kind, one));
  const acls = patterns
    .filter((one) => canFit(kind, one))
    .map((one) => aclLine(`${name}-${kind}`, fetched, one, anyCase));
  return {
    acls: acls.length > 0 ? acls : [`acl ${name}-${kind} always_false`],
    text: ` ${name}-${kind}`,
    ...(odd !== undefined && { odd }),
  };
}

/**
 * Where a redirect leads, as HAProxy's log format. Its scheme and port are the only parts of the input.
 * @returns undefined for a scheme or port that AWS does not have (Elastic Load Balancing API, RedirectActionConfig)
 */
function locationOf({ protocol = "#{protocol}", port }: NonNullable<ListenerAction["redirect"]>): string | undefined {
  const scheme = protocol === "#{protocol}" ? "%[ssl_fc,iif(https,http)]" : protocol.toLowerCase();
  if (protocol !== "#{protocol}" && !/^https?$/.test(scheme)) return undefined;
  if (port !== undefined && !isPort(port)) return undefined;
  return `${scheme}://%[req.fhdr(host),field(1,:)]${port === undefined ? "" : haproxyFormat(`:${port}`)}%[capture.req.uri]`;
}

function fixedResponse(text: string): string {
  return `http-request return status 404 content-type text/plain string "${text}"`;
}

/** Lines of a frontend that deal with a request that an action takes; HAProxy wants all answers before all backends. */
interface Done {
  readonly answers: readonly string[];
  readonly backends: readonly string[];
}

function doneBy(action: ListenerAction, isIt: string, backends: Backends): Done {
  if (action.redirect) {
    const location = locationOf(action.redirect);
    const answer =
      location === undefined ? fixedResponse("no redirect") : `http-request redirect code 301 location ${location}`;
    return { answers: [`${answer} if ${isIt}`], backends: [] };
  }
  if (action.kind !== "forward" || action.groups.length === 0)
    return { answers: [`${fixedResponse("fixed response")} if ${isIt}`], backends: [] };
  const backend = backends.of(action);
  return {
    answers: [],
    backends: [
      `use_backend ${backends.failOpen(backend)} if ${isIt} ${backends.noneHealthy(backend)}`,
      `use_backend ${backend} if ${isIt}`,
    ],
  };
}

function notesOf({ address, redirect, isPartial }: ListenerAction, conditions: readonly Condition[]): Note[] {
  const isOdd = conditions.some(({ odd }) => odd !== undefined);
  const isAstray = redirect !== undefined && locationOf(redirect) === undefined;
  return [
    ...(isOdd ? [{ address, reason: "it has a host or path pattern that no request fits, or that AWS refuses" }] : []),
    ...(isPartial === true ? [{ address, reason: "it has conditions that the lab leaves out" }] : []),
    ...(isAstray ? [{ address, reason: "its redirect has a protocol or port that AWS does not have" }] : []),
  ];
}

/** What a listener does with a request, the first rule that fits deciding. */
export function listenerRules(listener: Listener, backends: Backends): ListenerRules {
  const ordered = [...listener.actions].sort((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity));
  const rules = ordered.map((action, i) => {
    const conditions = [
      conditionOf("host", `rule${i}`, action.hosts),
      conditionOf("path", `rule${i}`, action.paths),
    ] as const;
    const fits = conditions.map(({ text }) => text).join("");
    return {
      chosen: [
        ...conditions.flatMap(({ acls }) => acls),
        `http-request set-var(txn.rule) int(${i}) if !{ var(txn.rule) -m found }${fits}`,
      ],
      done: doneBy(action, `{ var(txn.rule) -m int ${i} }`, backends),
      notes: notesOf(action, conditions),
    };
  });
  return {
    notes: rules.flatMap(({ notes }) => notes),
    lines: [
      ...rules.flatMap(({ chosen }) => chosen),
      ...rules.flatMap(({ done }) => done.answers),
      ...rules.flatMap(({ done }) => done.backends),
    ],
  };
}
