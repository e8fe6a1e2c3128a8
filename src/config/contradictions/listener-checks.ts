import { forwardingListeners } from "../bridge-facts";
import { type Finding } from "../fault";
import { patchAt } from "../patch";
import { type BridgeConfig, type ListenerName, type ServiceConfig } from "../schema";
import { finding, mendable, oneOf } from "./finding";

/** What a file of any place says of its ALB's listeners. */
type Listening = Pick<BridgeConfig, "listeners">;

/** Listeners that clash with each other, or with nothing behind them. */
export function listenersMakeSense({ listeners }: Listening): Finding[] {
  const { http, https } = listeners;
  const findings: Finding[] = [];
  if (!http && !https)
    findings.push(
      mendable(
        finding(["listeners"], "has-listener", "names no listener", "write http: {} or https with certificates"),
        patchAt(["listeners", "http"], {}),
      ),
    );
  if (http?.action === "redirect" && !https) {
    findings.push(
      finding(
        ["listeners", "http", "action"],
        "redirect-to-https",
        "has no HTTPS listener to redirect to",
        "write listeners.https with certificates, or action: forward",
      ),
    );
  }
  if (http && https && http.port === https.port) {
    const free = https.port === 443 ? 8443 : 443;
    findings.push(
      mendable(
        finding(
          ["listeners", "https", "port"],
          "listener-port",
          "is the HTTP listener's port too",
          `write another port, such as ${free}`,
        ),
        patchAt(["listeners", "https", "port"], free),
      ),
    );
  }
  return findings;
}

/** Listeners that services name, and that are none which forward. */
export function strangeListeners(
  config: Listening,
  services: readonly (readonly [string, { readonly listeners?: readonly ListenerName[] | undefined }])[],
): Finding[] {
  const usable = forwardingListeners(config);
  return services.flatMap(([name, { listeners = [] }]) =>
    listeners.flatMap((listener, i) => {
      if (usable.includes(listener)) return [];
      const message = config.listeners[listener]
        ? "names a listener that redirects"
        : "names a listener that does not exist";
      const left = listeners.filter((one) => usable.includes(one));
      const fix = oneOf(
        usable.filter((one) => !left.includes(one)),
        left.length > 0 ? "leave it out" : "leave listeners out, and have one listener forward",
      );
      const patch = patchAt(["services", name, "listeners"], left.length > 0 ? left : null);
      return [mendable(finding(["services", name, "listeners", i], "service-listener", message, fix), patch)];
    }),
  );
}

/** A service with the listeners that it is reached by. */
interface Listened {
  readonly name: string;
  readonly match: ServiceConfig["match"];
  readonly listeners: readonly string[];
}

/** What a rule matches, as one text: equal texts mean that the second rule never sees a request. */
function matchText(match: ServiceConfig["match"]): string {
  const hosts = [...(match?.hosts ?? [])].map((host) => host.toLowerCase()).sort();
  return JSON.stringify([hosts, [...(match?.paths ?? [])].sort()]);
}

/** A match that says nothing. */
export function emptyMatch({ name, match }: Pick<Listened, "name" | "match">): Finding[] {
  if (!match || match.hosts || match.paths) return [];
  const fix = "write one of them, or leave match out";
  return [finding(["services", name, "match"], "match-something", "has neither hosts nor paths", fix)];
}

/** Services of one ALB that the same requests would go to. */
export function sameMatches(services: readonly Listened[]): Finding[] {
  const seen = new Map<string, string>();
  return services.flatMap(({ name, match, listeners }): Finding[] => {
    for (const listener of new Set(listeners)) {
      const key = `${listener} ${matchText(match)}`;
      const other = seen.get(key);
      if (!other) {
        seen.set(key, name);
        continue;
      }
      const message = match
        ? `matches the same requests as services.${other} on the ${listener} listener`
        : `takes all other requests on the ${listener} listener, as services.${other} does`;
      const fix = "write match.hosts or match.paths that tell them apart";
      return [finding(["services", name], "distinct-match", message, fix)];
    }
    return [];
  });
}
