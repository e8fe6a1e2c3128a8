import { isIPv6 } from "node:net";

/** An end as it is written, in its parts: who it is, and what it says of port and path. */
export interface EndText {
  /** `client`, `10.64.0.10@web`, `aws_lb.front`, `shop`. */
  readonly name: string;
  readonly port?: number;
  /** Written where a port should be, and none. */
  readonly badPort?: string;
  readonly path?: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

function withPort(name: string, text: string): EndText {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65535 ? { name, port } : { name, badPort: text };
}

/** An address of IPv6, which has colons itself: `2001:db8::9@aws_vpc.v`, and `[2001:db8::9]:443` with a port (RFC 3986). */
function readIpv6(text: string): EndText | undefined {
  const [own, place] = splitPlace(text);
  const [, bracketed, port] = /^\[([^\]]*)\](?::(.*))?$/.exec(own) ?? [];
  const address = bracketed ?? own;
  if (!isIPv6(address)) return undefined;
  const name = place === undefined ? address : `${address}@${place}`;
  return port === undefined ? { name } : withPort(name, port);
}

/** Splits `http://shop/path`, `10.64.0.10:80@web` and `aws_instance.web:443` into their parts. */
export function readEnd(text: string): EndText {
  const ipv6 = readIpv6(text);
  if (ipv6) return ipv6;
  const url = /^(https?):\/\/([^/:]+)(?::([^/]*))?(\/.*)?$/.exec(text);
  if (url) {
    const [, scheme = "", name = "", port, path] = url;
    const end = port === undefined ? { name, port: PORTS[scheme]! } : withPort(name, port);
    return { ...end, ...(path !== undefined && { path }) };
  }
  const at = /^([^@]*?)(?::([^:@\]"]+))?@(.+)$/.exec(text);
  if (at) return at[2] === undefined ? { name: `${at[1]}@${at[3]}` } : withPort(`${at[1]}@${at[3]}`, at[2]);
  const ported = /^(.*[^:]):(\d+)$/.exec(text);
  if (ported && !/\["[^"]*$/.test(ported[1]!)) return withPort(ported[1]!, ported[2]!);
  return { name: text };
}

/** What stands before and after the first `@`; the second part is undefined when there is none. */
export function splitPlace(name: string): readonly [address: string, place: string | undefined] {
  const [address = "", place] = name.split(/@(.*)/s);
  return [address, place];
}

/** What a network outside of AWS is called: `on-premises@aws_customer_gateway.office`. */
export const ON_PREMISES = "on-premises";
