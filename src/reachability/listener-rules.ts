import { Meter } from "../limits";
import { type Listener, type ListenerAction } from "../topology";
import { oncePer } from "./remembered";

/** Host patterns: `*` any characters, `?` one, in any case (ALB guide, host conditions). */
export function matchesHost(pattern: string, host: string): boolean {
  return matchesWhole(pattern.toLowerCase(), host.toLowerCase());
}

/** Path patterns are the same, but case counts (ALB guide, path conditions). */
export function matchesPath(pattern: string, path: string): boolean {
  return matchesWhole(pattern, path);
}

/**
 * Two places go forward side by side; where they differ, the last `*` takes one character more. Nothing before that star is
 * tried again, so the time grows with the product of the two lengths at most, whatever the pattern.
 */
function matchesWhole(pattern: string, text: string): boolean {
  let [at, place] = [0, 0];
  /** Behind the last star, and up to where it takes the text. */
  let star: { readonly behind: number; taken: number } | undefined;
  while (place < text.length) {
    const sign = pattern[at];
    if (sign === "*") star = { behind: ++at, taken: place };
    else if (sign === "?" || (sign !== undefined && sign === text[place])) [at, place] = [at + 1, place + 1];
    else if (star) [at, place] = [star.behind, ++star.taken];
    else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
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
  /** Counts what is compared: AWS takes patterns of 128 characters, a file may hold longer ones. */
  readonly meter: Meter;
}

const ordered = oncePer((listener: Listener): Ordered => {
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
  return { ofHost, ofAny, actions, meter: new Meter("pairs", `the rules of ${listener.address}`) };
});

/**
 * The rules, or the default action, that take requests of this host and path: the first that fits (ALB guide, listener
 * rules). One that has other conditions, too, takes some of them and leaves the others to the next.
 */
export function actionsTaking(
  listener: Listener,
  host: string | undefined,
  path: string | undefined,
): readonly ListenerAction[] {
  const { ofHost, ofAny, actions, meter } = ordered(listener);
  const asked = (host?.length ?? 0) + (path?.length ?? 1);
  const fits = (place: number): boolean => {
    const { hosts, paths } = actions[place]!;
    meter.spend([...hosts, ...paths].reduce((sum, one) => sum + 1 + (one.length * asked) / 1000, 0));
    const isHost = hosts.length === 0 || (host !== undefined && hosts.some((one) => matchesHost(one, host)));
    return isHost && (paths.length === 0 || paths.some((one) => matchesPath(one, path ?? "/")));
  };
  const ofOwn = host === undefined ? [] : (ofHost.get(host.toLowerCase()) ?? []);
  const found: ListenerAction[] = [];
  let [own, shared] = [0, 0];
  for (;;) {
    // Both lists are in order, so the next place is the smaller one's.
    const [left = Infinity, right = Infinity] = [ofOwn[own], ofAny[shared]];
    const place = Math.min(left, right);
    const action = actions[place];
    if (!action) return found;
    if (left < right) own++;
    else shared++;
    if (!fits(place)) continue;
    found.push(action);
    if (action.isPartial !== true) return found;
  }
}
