import { formatIpv4 } from "../../ipv4";
import { forwardingListeners, listenersOf } from "../bridge-facts";
import { type Finding } from "../fault";
import { type ServiceConfig } from "../schema";
import { patchAt } from "../patch";
import { type Check, finding, mendable, oneOf } from "./finding";

const listenersMakeSense: Check = ({ listeners }) => {
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
};

const serviceListeners: Check = (config) => {
  const usable = forwardingListeners(config);
  return Object.entries(config.services).flatMap(([name, service]) =>
    (service.listeners ?? []).flatMap((listener, i) => {
      if (usable.includes(listener)) return [];
      const message = config.listeners[listener]
        ? "names a listener that redirects"
        : "names a listener that does not exist";
      const left = (service.listeners ?? []).filter((one) => usable.includes(one));
      const fix = oneOf(
        usable.filter((one) => !left.includes(one)),
        left.length > 0 ? "leave it out" : "leave listeners out, and have one listener forward",
      );
      const patch = patchAt(["services", name, "listeners"], left.length > 0 ? left : null);
      return [mendable(finding(["services", name, "listeners", i], "service-listener", message, fix), patch)];
    }),
  );
};

/** What a rule matches, as one text: equal texts mean that the second rule never sees a request. */
function matchText({ match }: ServiceConfig): string {
  const hosts = [...(match?.hosts ?? [])].map((host) => host.toLowerCase()).sort();
  return JSON.stringify([hosts, [...(match?.paths ?? [])].sort()]);
}

const distinctMatches: Check = (config) => {
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const [name, service] of Object.entries(config.services)) {
    if (service.match && !service.match.hosts && !service.match.paths) {
      findings.push(
        finding(
          ["services", name, "match"],
          "match-something",
          "has neither hosts nor paths",
          "write one of them, or leave match out",
        ),
      );
    }
    for (const listener of new Set(listenersOf(config, service))) {
      const key = `${listener} ${matchText(service)}`;
      const other = seen.get(key);
      if (!other) {
        seen.set(key, name);
        continue;
      }
      const message = service.match
        ? `matches the same requests as services.${other} on the ${listener} listener`
        : `takes all other requests on the ${listener} listener, as services.${other} does`;
      findings.push(
        finding(["services", name], "distinct-match", message, "write match.hosts or match.paths that tell them apart"),
      );
      break;
    }
  }
  if (Object.keys(config.services).length === 0) {
    findings.push(finding(["services"], "has-service", "names no service", "write at least one service with targets"));
  }
  return findings;
};

const healthTimes: Check = (config) =>
  Object.entries(config.services).flatMap(([name, { health }]) =>
    health.timeout < health.interval
      ? []
      : [
          mendable(
            finding(
              ["services", name, "health", "timeout"],
              "health-times",
              `must be shorter than the interval of ${health.interval} s`,
              "write a shorter timeout or a longer interval",
            ),
            patchAt(["services", name, "health", "timeout"], health.interval - 1),
          ),
        ],
  );

const distinctTargets: Check = (config) =>
  Object.entries(config.services).flatMap(([name, { targets }]) =>
    targets.flatMap((target, i) =>
      targets.indexOf(target) < i
        ? [
            mendable(
              finding(["services", name, "targets", i], "distinct-targets", "is listed twice", "list each target once"),
              patchAt(["services", name, "targets"], [...new Set(targets)].map(formatIpv4)),
            ),
          ]
        : [],
    ),
  );

/** What listeners and services must say together. */
export const SERVICE_CHECKS: readonly Check[] = [
  listenersMakeSense,
  serviceListeners,
  distinctMatches,
  healthTimes,
  distinctTargets,
];
