import { type Listener, type ListenerAction } from "../topology";

/** Host patterns: `*` any characters, `?` one, in any case (ALB guide, host conditions). */
export function matchesHost(pattern: string, host: string): boolean {
  return pattern.length === host.length && !isPattern(pattern)
    ? pattern.toLowerCase() === host.toLowerCase()
    : matchesPath(pattern.toLowerCase(), host.toLowerCase());
}

/** Path patterns are the same, but case counts (ALB guide, path conditions). */
export function matchesPath(pattern: string, path: string): boolean {
  if (!isPattern(pattern)) return pattern === path;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`).test(path);
}

/** A host or path that a pattern matches, to ask with. */
export function exampleOf(pattern: string): string {
  return pattern.replace(/\*/g, "any").replace(/\?/g, "x");
}

const isPattern = (text: string): boolean => /[*?]/.test(text);

/** A listener's rules by priority, the default action last. */
interface Ordered {
  /** Where in the order the rules of one host stand: most rules name theirs, and a listener may have thousands. */
  readonly ofHost: ReadonlyMap<string, readonly number[]>;
  /** Where the rules stand that several hosts may meet. */
  readonly ofAny: readonly number[];
  readonly actions: readonly ListenerAction[];
}

const ORDERED = new WeakMap<Listener, Ordered>();

function ordered(listener: Listener): Ordered {
  const known = ORDERED.get(listener);
  if (known) return known;
  const actions = [...listener.actions].sort((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity));
  const ofHost = new Map<string, number[]>();
  const ofAny: number[] = [];
  actions.forEach(({ hosts }, place) => {
    if (hosts.length === 0 || hosts.some(isPattern)) ofAny.push(place);
    else
      for (const host of new Set(hosts.map((one) => one.toLowerCase()))) {
        const places = ofHost.get(host);
        if (places) places.push(place);
        else ofHost.set(host, [place]);
      }
  });
  const found = { ofHost, ofAny, actions };
  ORDERED.set(listener, found);
  return found;
}

/** The rule, or the default action, that takes requests of this host and path: the first that fits (ALB guide, listener rules). */
export function actionTaking(
  listener: Listener,
  host: string | undefined,
  path: string | undefined,
): ListenerAction | undefined {
  const { ofHost, ofAny, actions } = ordered(listener);
  const fits = (place: number): boolean => {
    const { hosts, paths } = actions[place]!;
    const isHost = hosts.length === 0 || (host !== undefined && hosts.some((one) => matchesHost(one, host)));
    return isHost && (paths.length === 0 || paths.some((one) => matchesPath(one, path ?? "/")));
  };
  const own = host === undefined ? undefined : ofHost.get(host.toLowerCase())?.find(fits);
  const shared = ofAny.find((place) => (own === undefined || place < own) && fits(place));
  return actions[shared ?? own ?? actions.length];
}
