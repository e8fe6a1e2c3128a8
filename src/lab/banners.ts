import { type Address } from "../ip";
import { type Listener, type LoadBalancer } from "../topology";
import { dialectOf, inDialect, IPV6 } from "./dialects";
import { type Port } from "./places";
import { speaksHttp, type WebServer } from "./servers";
import { hostText } from "./space";

/** What a server says that speaks no HTTP: this word and its namespace. Then it hangs up. */
export const BANNER = "overlap-lab";

const PREFIX = "banner-";

/** Lua for HAProxy: whoever connects gets the banner, in which the frontend's name tells the host. */
export const BANNER_SCRIPT: readonly string[] = [
  'core.register_service("banner", "tcp", function(applet)',
  `  applet:send("${BANNER} " .. string.sub(applet.f:fe_name(), ${PREFIX.length + 1}) .. "\\n")`,
  "end)",
];

/**
 * HAProxy's configuration for the ports of servers that speak no HTTP, as a database's: each says a banner that names
 * its host, so that who answered can be told where several hosts have one and the same address.
 * @param script the file with the script
 * @param pem the file with certificate and key
 */
export function bannerConfig(servers: readonly WebServer[], script: string, pem: string): string[] {
  const frontends = servers.flatMap(({ port: { space, ips }, listens }) => {
    const own = listens.filter(({ isHttp }) => !isHttp);
    const hosts = inDialect(ips, IPV6).length > 0 ? ["", "ipv6@::"] : [""];
    const binds = own.flatMap(({ port, tls }) =>
      hosts.map(
        (host) =>
          `  bind ${host}:${port}${host === "" ? "" : " v6only"} namespace ${space}${tls ? ` ssl crt ${pem}` : ""}`,
      ),
    );
    return own.length === 0
      ? []
      : [`frontend ${PREFIX}${space}`, "  mode tcp", ...binds, "  tcp-request content use-service lua.banner"];
  });
  return frontends.length === 0 ? [] : ["global", `  lua-load ${script}`, ...frontends];
}

/** How somebody is spoken to; by tcp and tls nothing is asked, the server's banner is all there is. */
export type Scheme = "http" | "https" | "tcp" | "tls";

/** The protocol of the application load balancer's listener that a listener hands connections on to, if it does. */
function handedOnTo({ actions }: Listener, balancers: readonly LoadBalancer[]): string | undefined {
  for (const group of actions.flatMap(({ groups }) => groups))
    for (const { loadBalancer, port = group.port } of group.targets) {
      const own = balancers.find(({ address }) => address === loadBalancer)?.listeners.find((one) => one.port === port);
      if (own) return own.protocol.toUpperCase();
    }
  return undefined;
}

/**
 * How a listener is spoken to; behind a network load balancer's there may be web servers too.
 * @param balancers those that it may hand connections on to
 */
export function schemeOf(listener: Listener, balancers: readonly LoadBalancer[]): Scheme | undefined {
  const { protocol, actions } = listener;
  const known = protocol.toUpperCase();
  if (known === "HTTP" || known === "HTTPS") return known === "HTTP" ? "http" : "https";
  if (known !== "TCP" && known !== "TLS") return undefined;
  if (known === "TCP" && handedOnTo(listener, balancers) === "HTTPS") return "https";
  const isHttp = actions.some(({ groups }) => groups.some(speaksHttp));
  return isHttp ? (known === "TCP" ? "http" : "https") : known === "TCP" ? "tcp" : "tls";
}

/** Whether HTTP is spoken, so that there is a page, and a log that tells of it. */
export function isOfWeb({ scheme }: { readonly scheme: Scheme }): boolean {
  return scheme === "http" || scheme === "https";
}

/** Who connects, and to what. */
interface Call {
  readonly from: Port;
  readonly source: Address;
  readonly scheme: Scheme;
  readonly destination: Address;
  readonly port: number;
}

/** A script that connects and prints the host in the banner, if there is one, as the answer to the i-th request. */
export function bannerLines({ from, source, scheme, destination, port }: Call, i: number): string[] {
  const isIpv6 = dialectOf(destination) === IPV6;
  const kind = scheme === "tls" ? "OPENSSL" : isIpv6 ? "TCP6" : "TCP4";
  const family = scheme === "tls" ? `,verify=0,pf=ip${isIpv6 ? 6 : 4}` : "";
  const to = `${kind}:${hostText(destination)}:${port},bind=${hostText(source)},connect-timeout=1${family}`;
  const read = `timeout 4 nsenter --net=/run/netns/${from.space} socat -u ${to} STDOUT 2> /dev/null < /dev/null`;
  return [
    `said=$(${read}) || true`,
    'case "$said" in',
    `"${BANNER} "*[!A-Za-z0-9._-]*) ;;`,
    `"${BANNER} "*) echo "response ${i} 0 - \${said#${BANNER} }" ;;`,
    "esac",
  ];
}
