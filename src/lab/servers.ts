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

/** A web server that a load balancer has as a target. */
export interface WebServer {
  readonly port: Port;
  readonly listens: readonly { readonly port: number; readonly tls: boolean }[];
  /** Ports that are wanted by HTTP and by HTTPS: one speaks only what was wanted first. */
  readonly notes: readonly Note[];
}

/** Every interface with the address of a target; which of several is meant, only the network decides. */
export function webServersOf(topology: Topology, ports: readonly Port[]): WebServer[] {
  const wanted: {
    readonly ip?: Address;
    readonly is: (port: Port) => boolean;
    readonly port: number;
    readonly tls: boolean;
  }[] = [];
  for (const group of topology.targetGroups)
    for (const target of group.targets) {
      const { ip, nic } = target;
      const is = (port: Port): boolean =>
        nic !== undefined ? port.nic === nic : ip !== undefined && port.ips.includes(ip);
      const tls = ["HTTPS", "TLS"].includes(group.protocol.toUpperCase());
      const number = target.port ?? group.port;
      if (number !== undefined) wanted.push({ is, port: number, tls });
      const health = group.healthCheck.port;
      const healthTls = healthProtocol(group) === "HTTPS";
      if (health !== undefined && health !== number) wanted.push({ is, port: health, tls: healthTls });
    }
  return ports.flatMap((port) => {
    if (port.kind !== "host" || port.isStandIn) return [];
    const own = new Map<number, boolean>();
    const notes: Note[] = [];
    for (const { is, port: number, tls } of wanted) {
      if (!is(port) || !isPort(number)) continue;
      if (!own.has(number)) own.set(number, tls);
      else if (own.get(number) !== tls)
        notes.push({
          address: port.address,
          reason: `port ${number} is a target with TLS and without, the lab's server speaks ${own.get(number) === true ? "TLS" : "plain HTTP"} there`,
        });
    }
    return own.size > 0 ? [{ port, notes, listens: [...own].map(([number, tls]) => ({ port: number, tls })) }] : [];
  });
}

/** Where a web server keeps its files, apart from the lab's own. */
export function serverFolder({ port }: Pick<WebServer, "port">, folder: string): string {
  return `${folder}/servers/${port.space}`;
}

/** nginx for one web server: its welcome page for every path, and a log that says what the server saw of the client. */
export function nginxConf(server: WebServer, folder: string): string[] {
  const own = serverFolder(server, folder);
  const hasTls = server.listens.some(({ tls }) => tls);
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
    ...server.listens.map(({ port, tls }) => `    listen ${port}${tls ? " ssl" : ""};`),
    ...(inDialect(server.port.ips, IPV6).length === 0 ? [] : server.listens).map(
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
