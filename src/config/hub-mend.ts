import { type Mend } from "./fault";
import { schemaAt } from "./file-schema";
import { isMap, patchBetween } from "./patch";
import { hubProtocolOf } from "./protocol-words";
import { zoneLetters } from "./regions";

type Plain = Readonly<Record<string, unknown>>;

/** Where a hub and its NAT gateways are looked for first; the rules find another range where this one is not free. */
const [HUB_RANGE, NAT_RANGE] = ["100.64.8.0/24", "100.64.0.0/25"];
/** The most zones that a hub, and a client's NAT range, may have. */
const MOST_ZONES = 4;

function mapIn(value: unknown, key: string): Plain {
  const inner = isMap(value) ? value[key] : undefined;
  return isMap(inner) ? inner : {};
}

/** A map without these keys. */
function without(map: Plain, keys: readonly string[]): Plain {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** The value without the keys that the client VPC's place knows here, and a hub does not; others are faults of their own. */
function withoutOtherKeys(value: unknown, path: readonly string[], input: unknown): unknown {
  if (!isMap(value)) return value;
  const [hub, client] = [schemaAt(path, input, "hub"), schemaAt(path, input, "client")];
  const isOther = (key: string) =>
    Object.hasOwn(client?.properties ?? {}, key) && !Object.hasOwn(hub?.properties ?? {}, key);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      isOther(key) ? [] : [[key, withoutOtherKeys(inner, [...path, key], input)]],
    ),
  );
}

function zonesIn(subnets: Plain): string[] {
  return Object.values(subnets).flatMap((subnet) => {
    const zone = isMap(subnet) ? subnet["zone"] : undefined;
    return typeof zone === "string" ? [zone] : [];
  });
}

/** The hub's zones: those of the bridge, else of its balancers, else of the sides; two at least, in one way of naming. */
function hubZones(input: unknown): string[] {
  const bridge = mapIn(input, "bridge");
  const written = Array.isArray(bridge["zones"]) ? bridge["zones"].filter((zone) => typeof zone === "string") : [];
  const sides = ["client", "web"].flatMap((side) => zonesIn(mapIn(mapIn(input, side), "subnets")));
  const own = [...written, ...zonesIn(mapIn(bridge, "alb_subnets"))];
  const first = [...own, ...sides][0];
  const region = isMap(input) ? input["region"] : undefined;
  const letters = first?.length === 1 && typeof region === "string" ? (zoneLetters(region) ?? []) : [];
  const alike = (zones: readonly string[]) => zones.filter((zone) => (zone.length === 1) === (first?.length === 1));
  const kept = [...new Set(alike(own))].slice(0, MOST_ZONES);
  return kept.length > 1 ? kept : [...new Set([...kept, ...alike(sides), ...letters])].slice(0, 2);
}

/** What a TCP or TLS service keeps of a service; TLS without a certificate is left to the servers. */
function streamService(service: Plain, protocol: "TCP" | "TLS", certificates: unknown): Plain {
  const rest = without(service, ["match", "listeners", "priority", "health"]);
  const own = rest["certificates"] ?? certificates;
  const isTls = protocol === "TLS" && own !== undefined;
  const checks = mapIn(service, "health");
  const isAsked = checks["protocol"] === "HTTP" || checks["protocol"] === "HTTPS";
  const kept = isAsked ? checks : without(checks, ["path", "matcher"]);
  return {
    ...rest,
    protocol: isTls ? "TLS" : "TCP",
    // In the client VPC a service without a port has port 80.
    port: rest["port"] ?? 80,
    ...(isTls && { certificates: own }),
    ...(Object.keys(kept).length > 0 && { health: kept }),
  };
}

function hubServices(input: unknown): Record<string, unknown> {
  const { certificates } = mapIn(mapIn(input, "listeners"), "https");
  return Object.fromEntries(
    Object.entries(mapIn(input, "services")).map(([name, service]) => {
      const protocol = isMap(service) ? service["protocol"] : undefined;
      const own = typeof protocol === "string" ? hubProtocolOf(protocol) : undefined;
      return [name, own && isMap(service) ? streamService(service, own, certificates) : service];
    }),
  );
}

function isHttp(service: unknown): boolean {
  const protocol = isMap(service) ? (service["protocol"] ?? "HTTP") : undefined;
  return protocol === "HTTP" || protocol === "HTTPS";
}

/** The sides as the hub has them; those that the file writes as a hub's stay. */
function hubSides(input: Plain): Plain {
  const { client, web } = input;
  const nat = isMap(client) && client["way"] !== "endpoint" && client["nat"] === undefined;
  return {
    ...(isMap(client) && { client: { way: "nat", ...client, ...(nat && { nat: { cidr: NAT_RANGE } }) } }),
    ...(isMap(web) && { web: { way: "transit_gateway", ...web } }),
  };
}

/** Logs that are still of something, where VPCs log no more. */
function hubLogs(logs: unknown): Plain {
  if (!isMap(logs)) return {};
  return logs["access_logs"] === false && logs["flow_logs"] !== true ? {} : { logs };
}

/** The file's content with a hub between its sides instead of a bridge in the client VPC. */
function asHub(input: Plain): unknown {
  const { logs, listeners, alb } = input;
  const rest = without(input, ["client", "web", "logs", "services", "listeners", "alb"]);
  const services = hubServices(input);
  const account = mapIn(input, "client")["account"];
  const isAlb = Object.values(services).some(isHttp);
  const hub = {
    ...rest,
    ...hubSides(input),
    bridge: {
      place: "hub",
      cidr: HUB_RANGE,
      ...(account !== undefined && { account }),
      ...without(mapIn(input, "bridge"), ["place"]),
      zones: hubZones(input),
    },
    ...(isAlb && listeners !== undefined && { listeners }),
    ...(isAlb && alb !== undefined && { alb }),
    services,
    ...hubLogs(logs),
  };
  return withoutOtherKeys(hub, [], hub);
}

/** Whether TLS that a service speaks is left to its servers. */
function hasServerTls(input: Plain, after: unknown): boolean {
  return Object.entries(mapIn(input, "services")).some(([name, service]) => {
    const protocol = isMap(service) ? service["protocol"] : undefined;
    const now = mapIn(mapIn(after, "services"), name)["protocol"];
    return typeof protocol === "string" && hubProtocolOf(protocol) === "TLS" && now === "TCP";
  });
}

/**
 * The change that makes a hub of a bridge in the client VPC: the sides and services stay, with the keys that a hub has for them.
 * Ranges are for the rules to mend. Undefined where the content is no map.
 */
export function hubMend(input: unknown): Mend | undefined {
  if (!isMap(input)) return undefined;
  const after = asHub(input);
  const conditions = [
    ...(Object.keys(mapIn(input, "demo")).length > 0 ? ["the demo hosts may go, which a hub has none of"] : []),
    ...(hasServerTls(input, after) ? ["the servers end TLS themselves"] : []),
  ];
  const onlyIf = conditions.join(" and ");
  return { patch: patchBetween(input, after), ...(onlyIf && { onlyIf }) };
}
