import { type z } from "zod";
import { isExisting } from "../bridge-facts";
import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { formatKey } from "../fault";
import { patchAt } from "../patch";
import { type vpc } from "../side-schema";
import { finding, mendable, oneOf } from "./finding";

interface Subnet {
  readonly zone: string;
  readonly id?: string | undefined;
  readonly route_table?: string | undefined;
  readonly clients?: boolean;
}

/** A side of any place, and where the file says it. */
interface Side {
  readonly role: "client" | "web";
  readonly path: KeyPath;
  readonly config: { readonly vpc: z.output<typeof vpc>; readonly subnets: Readonly<Record<string, Subnet>> };
}

/** A VPC that exists says the ids of its parts; one that is created has none yet. */
export function wholeSide({ role, path: side, config }: Side): Finding[] {
  const existing = isExisting(config);
  const words = formatKey(side);
  const findings: Finding[] = [];
  for (const [subnetName, subnet] of Object.entries(config.subnets)) {
    for (const key of ["id", "route_table"] as const) {
      const path = [...side, "subnets", subnetName];
      if (existing && subnet[key] === undefined) {
        findings.push(
          finding(path, "existing-side", `has no ${key}, but ${words}.vpc.id says the VPC exists`, `write its ${key}`),
        );
      } else if (!existing && subnet[key] !== undefined) findings.push(givenBeforeVpc([...path, key], words, key));
    }
  }
  if (Object.keys(config.subnets).length === 0) {
    const fix = `write at least one subnet of the ${role} VPC`;
    findings.push(finding([...side, "subnets"], "has-subnets", "holds no subnet", fix));
  }
  for (const key of ["secondary_cidrs", "routes"] as const) {
    if (!existing && config.vpc[key].length > 0) {
      const message = "describes a VPC that exists, but there is no id";
      const fix = `write ${words}.vpc.id, or leave ${key} out`;
      findings.push(finding([...side, "vpc", key], "existing-side", message, fix));
    }
  }
  return findings;
}

/** What only a VPC that exists can have. */
export function givenBeforeVpc(path: KeyPath, side: string, key: string): Finding {
  const message = `is given, but ${side}.vpc has no id, so the VPC would be created`;
  return finding(path, "existing-side", message, `write ${side}.vpc.id, or leave ${key} out`);
}

interface Web {
  readonly vpc: z.output<typeof vpc>;
  readonly subnets: Readonly<Record<string, Subnet>>;
  readonly security_groups?: readonly string[] | undefined;
  readonly attachment_subnets?: readonly string[] | undefined;
}

/** Servers that exist have groups; for those to come a group is made. */
export function ownSecurityGroups(side: KeyPath, web: Web): Finding[] {
  if (isExisting(web) === (web.security_groups !== undefined)) return [];
  if (!web.security_groups) {
    const message = "has no security_groups, but its VPC exists";
    return [finding(side, "existing-side", message, "write the web servers' security groups")];
  }
  const path = [...side, "security_groups"];
  const message = "is given, but the web VPC is created with its own group";
  return [mendable(finding(path, "existing-side", message, "leave it out"), patchAt(path, null))];
}

/** Names of no subnet, where the attachment's are listed. */
export function strangeAttachmentSubnets(side: KeyPath, web: Web): Finding[] {
  return (web.attachment_subnets ?? []).flatMap((name, i) => {
    if (Object.hasOwn(web.subnets, name)) return [];
    const fix = oneOf(unattached(web), "leave it out");
    return [finding([...side, "attachment_subnets", i], "subnet-name", "is no web subnet", fix)];
  });
}

/** What stands there already needs its VPC and its gateway to stand there too. */
export function attachmentExists(
  path: KeyPath,
  side: { readonly vpc: Web["vpc"]; readonly attachment?: object | undefined },
  gateway: { readonly id?: string | undefined },
): Finding[] {
  if (!side.attachment) return [];
  const at = [...path, "attachment"];
  const findings = isExisting(side) ? [] : [givenBeforeVpc(at, formatKey(path), "attachment")];
  if (gateway.id !== undefined) return findings;
  const message = "is of a transit gateway that exists, and transit_gateway has no id";
  return [...findings, finding(at, "attachment-gateway", message, "write transit_gateway.id, or leave it out")];
}

/** Web subnets that the attachment could be in too: of a zone that it has no subnet in yet. */
function unattached({ subnets, attachment_subnets: listed = [] }: Web): string[] {
  const zones = listed.flatMap((name) => (Object.hasOwn(subnets, name) ? (subnets[name]?.zone ?? []) : []));
  return Object.entries(subnets).flatMap(([name, { zone }]) => (zones.includes(zone) ? [] : [name]));
}

/** Names of no subnet, where some of a client's are listed. */
export function unknownClientSubnets(path: KeyPath, listed: readonly string[], known: readonly string[]): Finding[] {
  return listed.flatMap((name, i) => {
    if (known.includes(name)) return [];
    const left = known.filter((one) => !listed.includes(one));
    return [finding([...path, i], "subnet-name", "is no client subnet", oneOf(left, "leave it out"))];
  });
}

/** Names that two subnets of one VPC have. */
export function sharedNames(groups: readonly (readonly [KeyPath, Readonly<Record<string, unknown>> | undefined])[]) {
  const seen = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [path, subnets] of groups) {
    for (const name of Object.keys(subnets ?? {})) {
      const first = seen.get(name);
      const message = `is a name that ${first} has too`;
      if (first) findings.push(finding([...path, name], "subnet-name", message, "give it another name"));
      else seen.set(name, formatKey(path));
    }
  }
  return findings;
}

/** A route table's routes are every subnet's that it is associated with, so only clients may share theirs. */
export function sharedClientTables(side: KeyPath, all: Readonly<Record<string, Subnet>>): Finding[] {
  const subnets = Object.entries(all);
  return subnets.flatMap(([name, { clients, route_table: table }]) => {
    if (clients || !table) return [];
    const sharing = subnets.find(([, other]) => other.clients && other.route_table === table);
    if (!sharing) return [];
    const message = `is the table of ${sharing[0]}, so this subnet would get a way over the bridge too`;
    const path = [...side, "subnets", name, "route_table"];
    return [finding(path, "clients-own-tables", message, "give it a table of its own, or leave clients: false out")];
  });
}
