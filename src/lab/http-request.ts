import { type Address, formatAddress } from "../ip";
import { type LoadBalancer } from "../topology";
import { isOfWeb, type Scheme } from "./banners";
import { curlWord, shellWord } from "./literals";
import { type Port } from "./places";
import { hostText } from "./space";

/** A request through a load balancer, for one rule of one of its listeners. */
export interface HttpRequest {
  readonly from: Port;
  readonly source: Address;
  readonly balancer: LoadBalancer;
  readonly node: Port;
  /** The node's address that it is sent to. */
  readonly destination: Address;
  readonly scheme: Scheme;
  readonly port: number;
  readonly host?: string;
  readonly path: string;
  /** How often it is made: once for each target that could answer, for they take turns. */
  readonly times: number;
}

function portText(scheme: HttpRequest["scheme"], port: number): string {
  return (scheme === "http" && port === 80) || (scheme === "https" && port === 443) ? "" : `:${port}`;
}

export function urlOf(request: HttpRequest): string {
  const { scheme, destination, port, path } = request;
  return `${scheme}://${hostText(destination)}${portText(scheme, port)}${isOfWeb(request) ? path : ""}`;
}

/**
 * What curl is to do for one request, as words of its configuration. The path is no part of the URL that curl takes apart:
 * it is sent as it is. Nobody's settings, proxies, globs or other protocols than these two come into it.
 */
function curlOptions(request: HttpRequest): (readonly [string, string?])[] {
  const { source, scheme, destination, port, host, path } = request;
  const ip = hostText(destination);
  return [
    ["url", `${scheme}://${ip}:${port}/`],
    ...["insecure", "globoff", "path-as-is"].map((one): [string] => [one]),
    ["max-time", "4"],
    ["connect-timeout", "1"],
    ["proto", "=http,https"],
    ["noproxy", "*"],
    ["interface", formatAddress(source)],
    ["request-target", path],
    ["header", `Host: ${host ?? `${ip}${portText(scheme, port)}`}`],
  ];
}

/**
 * curl for one request.
 * @param more further arguments, as a shell takes them
 */
export function curlCommand(request: HttpRequest, more: string): string {
  const options = curlOptions(request).map(([name, value]) =>
    value === undefined ? `--${name}` : `--${name} ${shellWord(value)}`,
  );
  return `nsenter --net=/run/netns/${request.from.space} curl -q -s ${options.join(" ")} ${more} < /dev/null`;
}

/** A request that is made as often as it says, with what curl prints of each answer. */
export interface RepeatedRequest {
  readonly request: HttpRequest;
  readonly said: string;
}

const END = "__requests__";

/** A script for all requests of one client: one curl, which makes so many of them at a time. */
export function curlScript(space: string, requests: readonly RepeatedRequest[], most: number): string[] {
  const operations = requests.flatMap(({ request, said }) => {
    const options = [...curlOptions(request), ["output", "/dev/null"] as const];
    const lines = options.map(([name, value]) => (value === undefined ? name : `${name} = ${curlWord(value)}`));
    // Its escapes are curl's own.
    return Array.from({ length: request.times }, () => [...lines, `write-out = "${said}"`, "next"]);
  });
  return [
    `nsenter --net=/run/netns/${space} curl -q -s -Z --parallel-immediate --parallel-max ${most} -K - 2> /dev/null <<'${END}' || true`,
    ...operations.flat().slice(0, -1),
    END,
  ];
}
