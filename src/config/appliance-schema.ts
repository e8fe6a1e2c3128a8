import * as z from "zod";
import { type Cidr, isCidrFault, parseCidr } from "../ipv4";
import { type IssueParams, pattern, zoneValue } from "./values";

/** Ports, both ends included; a single one is a range of one. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

const HIGHEST_PORT = 65535;
const PORTS_FIX = "a port such as 5432, or a range in quotes such as '8000-8010'";

function portsOf(value: number | string): PortRange | undefined {
  const text = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(String(value));
  if (!text) return undefined;
  const from = Number(text[1]);
  const to = Number(text[2] ?? text[1]);
  return from >= 1 && from <= to && to <= HIGHEST_PORT ? { from, to } : undefined;
}

/** A port, or a range of them as text. */
const portsValue = z
  .union([z.int().min(1).max(HIGHEST_PORT), z.string().min(1)])
  .meta({ rule: "ports", fix: PORTS_FIX, examples: [5432, "8000-8010"] })
  .transform((value, context): PortRange => {
    const ports = portsOf(value);
    if (ports) return ports;
    const params: IssueParams = { rule: "ports", fix: PORTS_FIX };
    context.addIssue({ code: "custom", message: `is no port and no range of ports from 1 to ${HIGHEST_PORT}`, params });
    return z.NEVER;
  });

/** A real prefix and what stands for it, as the file writes them. */
export interface WrittenPair {
  readonly real: Cidr;
  readonly virtual: Cidr;
  /** The key that the file has for it. */
  readonly key: string;
}

/** How one side is seen from the other one: one range for all of it, or one for each prefix. */
export type SeenAs = { readonly whole: Cidr } | { readonly pairs: readonly WrittenPair[] };

type AddFault = (message: string, fix: string, path?: string[]) => void;

function rangeOf(text: string, add: AddFault, path: string[]): Cidr | undefined {
  const result = parseCidr(text);
  if (!isCidrFault(result)) return result;
  add(result.reason, result.suggestion ?? "an IPv4 range such as 100.64.64.0/24", path);
  return undefined;
}

function pairsOf(written: Readonly<Record<string, string>>, add: AddFault): WrittenPair[] {
  return Object.entries(written).flatMap(([key, value]) => {
    const real = parseCidr(key);
    if (isCidrFault(real)) {
      const fix = real.suggestion ?? "an IPv4 range of that side";
      add(`has the key ${JSON.stringify(key)}, which ${real.reason}`, `${fix} as the key`);
      return [];
    }
    const virtual = rangeOf(value, add, [key]);
    return virtual ? [{ real, virtual, key }] : [];
  });
}

const seenAs = (what: string) =>
  z
    .union([z.string(), z.record(z.string(), z.string())])
    .meta({
      rule: "seen-as",
      fix: "a range such as 100.64.64.0/24, or a map of ranges such as { 10.64.0.0/24: 100.64.64.0/24 }",
      examples: ["100.64.64.0/24", { "10.64.0.0/24": "100.64.64.0/24" }],
    })
    .transform((value, context): SeenAs => {
      const add: AddFault = (message, fix, path = []) => {
        const params: IssueParams = { rule: "cidr", fix };
        context.addIssue({ code: "custom", message, params, path });
      };
      if (typeof value !== "string") {
        const pairs = pairsOf(value, add);
        if (Object.keys(value).length === 0) add("maps nothing", "a range for each prefix, or leave it out");
        return { pairs };
      }
      const whole = rangeOf(value, add, []);
      return whole ? { whole } : z.NEVER;
    })
    .optional()
    .describe(what);

const allowed = (what: string) =>
  z
    .array(
      z.strictObject({
        protocol: z.enum(["TCP", "UDP", "ICMP"]).describe("ICMP: echo requests (ping), which have no ports."),
        ports: z.array(portsValue).min(1).optional().describe("TCP, UDP: destination ports, single or as ranges."),
      }),
    )
    .default([])
    .describe(what);

/** What an appliance is, in the file of a bridge in the client VPC. */
export const appliance = z
  .strictObject({
    clients_seen_as: seenAs(
      "Range that the web side sees the clients in, as large as theirs, outside of every VPC; or a map from each range of clients. Default: cut from private addresses that neither side has.",
    ),
    web_seen_as: seenAs(
      "Range that clients see the web side in, as large as its subnets, outside of every VPC; or a map from each range that is to be reached. Default: cut from private addresses that neither side has.",
    ),
    initiate: z
      .enum(["client", "both"])
      .default("client")
      .describe("Who may open connections. both: the web side too, what web_to_client lists."),
    client_to_web: allowed("What clients may open towards the web side. Default: nothing."),
    web_to_client: allowed("What the web side may open towards clients, with initiate: both. Default: nothing."),
    zones: z
      .array(zoneValue)
      .min(1)
      .max(4)
      .optional()
      .describe(
        "Zones with an appliance of their own; clients of other zones use the first one. Default: of bridge.zones those with clients, else those of bridge.inner_subnets.",
      ),
    instance_type: pattern(
      /^[a-z0-9-]+[.][a-z0-9-]+$/,
      "instance-type",
      "must be an EC2 instance type",
      "c7gn.medium",
    ).default("c7gn.medium"),
    instance_interfaces: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe("How many network interfaces the instance type takes. Only for a type that overlap has no figures of."),
    resume: z
      .boolean()
      .default(false)
      .describe(
        "Running TCP connections go on over a new appliance by themselves; without it once the client sends something. Answers pass then that nobody is known to have asked for: they open nothing.",
      ),
    session_access: z
      .boolean()
      .default(false)
      .describe("Reach the appliances by Session Manager: interface endpoints and an instance profile."),
  })
  .optional()
  .describe("1:1 NAT on instances of yours: every TCP and UDP port and ping that is listed, in both directions.");

/** A range of ports as people write it. */
export function formatPorts({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}
