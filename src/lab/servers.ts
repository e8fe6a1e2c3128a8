import { type Address } from "../ip";
import { type Note, type TargetGroup, type Topology } from "../topology";
import { isPort } from "./http-text";
import { NGINX_DOLLAR, nginxText } from "./literals";
import { inDialect, IPV6 } from "./dialects";
import { type Port } from "./places";

/**
 * What health is checked by; where nothing is set, HTTP behind application load balancers also of HTTPS targets, and TCP
 * behind network load balancers (ALB guide and NLB guide, health checks for target groups).
 */
export function healthProtocol({ healthCheck, protocol }: TargetGroup): "HTTP" | "HTTPS" | "TCP" {
  const set = healthCheck.protocol?.toUpperCase();
  if (set === "HTTP" || set === "HTTPS" || set === "TCP") return set;
  return protocol.toUpperCase().startsWith("HTTP") ? "HTTP" : "TCP";
}

/** What a server speaks at a port: HTTP, or only a banner that names it; either with TLS or without. */
interface Speech {
  readonly tls: boolean;
  readonly isHttp: boolean;
}

/** A server that a load balancer has as a target. */
export interface WebServer {
  readonly port: Port;
  readonly listens: readonly (Speech & { readonly port: number })[];
  /** Ports that are wanted in several ways: one speaks only what was wanted first. */
  readonly notes: readonly Note[];
}

/** Whether a group's targets speak HTTP; what a network load balancer checks by HTTP at the same port does, too. */
export function speaksHttp(group: TargetGroup): boolean {
  const { protocol, type, healthCheck } = group;
  if (protocol.toUpperCase().startsWith("HTTP") || type === "alb") return true;
  return healthCheck.port === undefined && healthProtocol(group) !== "TCP";
}

function speechOf(group: TargetGroup): Speech {
  return { tls: ["HTTPS", "TLS"].includes(group.protocol.toUpperCase()), isHttp: speaksHttp(group) };
}

const spoken = ({ tls, isHttp }: Speech): string =>
  isHttp ? (tls ? "TLS" : "plain HTTP") : tls ? "TLS without HTTP" : "plain TCP";

/** Why a port that is wanted in two ways is served in one of them only. */
function clash(number: number, own: Speech, other: Speech): string {
  const how = own.isHttp === other.isHttp ? "with TLS and without" : "with HTTP and without";
  return `port ${number} is a target ${how}, the lab's server speaks ${spoken(own)} there`;
}

/** Every interface with the address of a target; which of several is meant, only the network decides. */
export function webServersOf(topology: Topology, ports: readonly Port[]): WebServer[] {
  const wanted: {
    readonly ip?: Address;
    readonly is: (port: Port) => boolean;
    readonly port: number;
    readonly speech: Speech;
  }[] = [];
  for (const group of topology.targetGroups)
    for (const target of group.targets) {
      const { ip, nic } = target;
      const is = (port: Port): boolean =>
        nic !== undefined ? port.nic === nic : ip !== undefined && port.ips.includes(ip);
      const number = target.port ?? group.port;
      if (number !== undefined) wanted.push({ is, port: number, speech: speechOf(group) });
      const health = group.healthCheck.port;
      const checked = healthProtocol(group);
      const speech = { tls: checked === "HTTPS", isHttp: checked !== "TCP" };
      if (health !== undefined && health !== number) wanted.push({ is, port: health, speech });
    }
  return ports.flatMap((port) => {
    if (port.kind !== "host" || port.isStandIn) return [];
    const own = new Map<number, Speech>();
    const notes: Note[] = [];
    for (const { is, port: number, speech } of wanted) {
      if (!is(port) || !isPort(number)) continue;
      const first = own.get(number);
      if (first === undefined) own.set(number, speech);
      else if (first.tls !== speech.tls || first.isHttp !== speech.isHttp)
        notes.push({ address: port.address, reason: clash(number, first, speech) });
    }
    return own.size > 0
      ? [{ port, notes, listens: [...own].map(([number, speech]) => ({ port: number, ...speech })) }]
      : [];
  });
}

/** Where a web server keeps its files, apart from the lab's own. */
export function serverFolder({ port }: Pick<WebServer, "port">, folder: string): string {
  return `${folder}/servers/${port.space}`;
}

/** Whether a server has pages, so that nginx runs for it. */
export function hasPages({ listens }: WebServer): boolean {
  return listens.some(({ isHttp }) => isHttp);
}

/** nginx for one web server: its welcome page for every path, and a log that says what the server saw of the client. */
export function nginxConf(server: WebServer, folder: string): string[] {
  const own = serverFolder(server, folder);
  const listens = server.listens.filter(({ isHttp }) => isHttp);
  const hasTls = listens.some(({ tls }) => tls);
  return [
    "user root;",
    "worker_processes 1;",
    `pid ${own}/nginx.pid;`,
    `error_log ${own}/error.log;`,
    "events { worker_connections 256; }",
    "http {",
    `  ${NGINX_DOLLAR}`,
    "  types { text/html html; }",
    "  default_type text/html;",
    `  log_format lab '$remote_addr:$remote_port "$request" $status "$http_user_agent" X-Forwarded-For="$http_x_forwarded_for"';`,
    `  access_log ${own}/access.log lab;`,
    ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `  ${kind}_temp_path ${own}/${kind};`),
    "  server {",
    ...listens.map(({ port, tls }) => `    listen ${port}${tls ? " ssl" : ""};`),
    ...(inDialect(server.port.ips, IPV6).length === 0 ? [] : listens).map(
      ({ port, tls }) => `    listen [::]:${port} ipv6only=on${tls ? " ssl" : ""};`,
    ),
    ...(hasTls ? [`    ssl_certificate ${folder}/lab.pem;`, `    ssl_certificate_key ${folder}/lab.pem;`] : []),
    `    add_header X-Lab-Host ${nginxText(server.port.space)} always;`,
    `    root ${folder}/page;`,
    "    location / { try_files $uri /index.html; }",
    "  }",
    "}",
  ];
}

export function servedPorts(servers: readonly WebServer[], port: Port): number[] {
  return servers.find((one) => one.port === port)?.listens.map((listen) => listen.port) ?? [];
}
