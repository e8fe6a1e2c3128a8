import { type Place } from "./file-schema";
import { type Finding } from "./fault";
import { OTHER_WAYS } from "./other-ways";

/** What is said of a word where a protocol stands. */
type Said = Pick<Finding, "message" | "fix" | "inHub">;

/** Protocols that begin as HTTP, so that an ALB carries them. Source: ELB user guide, listeners: WebSockets; target groups: protocol version. */
const WITHIN_HTTP: Readonly<Record<string, string>> = {
  ws: "HTTP",
  wss: "HTTPS",
  http2: "HTTP",
  h2: "HTTP",
  h2c: "HTTP",
};

/** Protocols of one TCP connection from client to server, which an NLB carries. */
const OVER_TCP = /^(tcp|mqtt|amqp|ldap|sftp|ssh|smtp|redis|postgres(ql)?|mysql|rdp)$/;
/** The same with TLS from the first byte on. */
const OVER_TLS = /^(tls|ssl|mqtts|amqps|ldaps|smtps)$/;
/** What is no one TCP connection: other protocols, and those that open further connections to addresses which they carry inside. */
const BEYOND = /^(udp|tcp_udp|quic|dtls|icmp|sctp|geneve|ftps?|dns|sip|any|all|-1)$/;

/** What a hub calls the protocol that a word means; undefined where it has none for it. */
export function hubProtocolOf(word: string): "TCP" | "TLS" | undefined {
  const lower = word.toLowerCase();
  if (OVER_TCP.test(lower)) return "TCP";
  return OVER_TLS.test(lower) ? "TLS" : undefined;
}

/** Whether a word means a protocol that an ALB has no listeners for. */
export function isBeyondAlb(word: string): boolean {
  return hubProtocolOf(word) !== undefined || BEYOND.test(word.toLowerCase());
}

/**
 * Why a service, or a listener, can't have a protocol, and where to go with it; undefined for a word that means none.
 * @param choices what can stand there
 */
export function unspoken(word: string, choices: readonly string[], place: Place): Said | undefined {
  const lower = word.toLowerCase();
  const inner = Object.hasOwn(WITHIN_HTTP, lower) ? WITHIN_HTTP[lower] : undefined;
  const choice = choices.find((one) => one === inner);
  if (inner && choice) return { message: `goes over ${inner} for an ALB`, fix: `write ${inner}` };
  if (!isBeyondAlb(word)) return undefined;
  return place === "hub" ? beyondHub(word, choices) : beyondAlb(word, `write ${choices.join(" or ")}`);
}

/** Why an ALB has no other protocols; and where to go with them. @param words what to write if the servers speak HTTP */
export function beyondAlb(word: string, words: string): Said {
  const isTcp = hubProtocolOf(word) !== undefined;
  const message =
    "is nothing that an ALB speaks, and only an ALB takes an address as its target that its own VPC has too";
  const other = isTcp ? `a hub, which carries TCP and TLS (bridge.place: hub), ${OTHER_WAYS}` : APPLIANCE;
  return {
    message,
    fix: `${words} if the servers speak it; for anything else use ${other}`,
    ...(isTcp && { inHub: true }),
  };
}

const APPLIANCE = "an appliance, which carries all of TCP and UDP, and ping (appliance, in a bridge of place client)";

/**
 * UDP and what goes beside TCP keep the client's address, which overlaps with everybody's. Source: ELB user guide, target
 * groups of Network Load Balancers: client IP preservation can't be switched off for UDP and TCP_UDP.
 */
function beyondHub(word: string, choices: readonly string[]): Said {
  const own = hubProtocolOf(word);
  if (own && choices.includes(own)) return { message: `goes over ${own} for an NLB`, fix: `write ${own}` };
  if (own)
    return { message: "is nothing that an ALB listens for", fix: `write it as the protocol of a service: ${own}` };
  const message =
    "is more than one TCP connection, and a hub carries TCP alone: for UDP an NLB keeps the client's address, which other VPCs have too";
  return { message, fix: `write ${choices.join(" or ")} if the servers speak it; for anything else use ${APPLIANCE}` };
}
