import { type HubPlan, type HubService } from "../address-plan/hub/hub-plan";

const USUAL_PORTS = { http: 80, https: 443 };

/** Scheme, host and port as a client writes them, without a port that the scheme implies. */
export function origin(scheme: "http" | "https", host: string, port = USUAL_PORTS[scheme]): string {
  return `${scheme}://${host}${port === USUAL_PORTS[scheme] ? "" : `:${port}`}`;
}

/** The part of a URL behind its origin that a pattern of paths takes for certain. */
export function pathOf(paths: readonly string[] | undefined): string {
  return paths?.[0]?.replace(/[*?].*$/, "") ?? "/";
}

/** The first host name that is no pattern. */
export function literalHost(hosts: readonly string[] | undefined): string | undefined {
  return hosts?.find((name) => !/[*?]/.test(name));
}

/** Where a service of a hub is found: a URL, or host and port of one that is not HTTP. */
export function serviceUrl(plan: HubPlan, { config, isHttp, listeners }: HubService, host: string): string {
  if (!isHttp) return `${host}:${config.port}`;
  const scheme = listeners.includes("https") ? "https" : "http";
  const port = plan.config.listeners[scheme]?.port;
  return origin(scheme, host, port) + pathOf(config.match?.paths);
}
