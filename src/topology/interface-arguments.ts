import { type AddressSet, setOfAddresses, union } from "../ip";
import { parseIpv4 } from "../ipv4";
import { isUnknown, type Resource, type Value } from "../terraform";
import { type Doubt, doubtOf, type Note } from "./doubts";
import { type Instance, type Nic, type SecurityGroup, type Subnet } from "./model";
import { type Registry } from "./registry";

/** Interfaces and instances by Terraform address, and where an Elastic IP sits. */
export interface Interfaces {
  readonly nics: Map<string, Nic>;
  readonly instances: Map<string, Instance>;
  readonly stray: Note[];
}

/** Set arguments only: what AWS fills in is left out. */
export function setOnly(resource: Resource, name: string): Value | undefined {
  const value = resource.values[name];
  return isUnknown(value) && resource.configured?.has(name) !== true ? undefined : value;
}

/** Addresses in arguments of any spelling; undefined when one of them isn't known. */
export function addresses(registry: Registry, ...values: readonly (Value | undefined)[]): AddressSet | undefined {
  const found: number[] = [];
  for (const value of values) {
    const { items, unknown } = registry.args.list(value);
    if (unknown) return undefined;
    for (const item of items) {
      const text = registry.args.textOf(item);
      const address = text === undefined ? undefined : parseIpv4(text);
      if (address === undefined) return undefined;
      found.push(address);
    }
  }
  return found.length > 0 ? setOfAddresses(found) : undefined;
}

export function groupsOf(
  registry: Registry,
  owner: Resource,
  values: readonly (Value | undefined)[],
  subnet: Subnet,
): { groups: SecurityGroup[]; doubts: Doubt<"groups">[] } {
  const groups: SecurityGroup[] = [];
  const doubts: Doubt<"groups">[] = [];
  let isSet = false;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    const { items, unknown } = registry.args.list(value);
    if (unknown) doubts.push(doubtOf(owner, "groups", "which security groups it has is not known"));
    for (const item of items) {
      const group = registry.group(item);
      if (group) groups.push(group);
      else doubts.push(doubtOf(owner, "groups", "one of its security groups is not known"));
    }
    isSet ||= items.length > 0 || unknown !== undefined;
  }
  // Without groups of its own an interface gets its VPC's default group (EC2 user guide, security groups).
  return { groups: isSet ? [...new Set(groups)] : [subnet.vpc.defaultGroup], doubts };
}

/** The public address of an instance sits on its first interface, also where that is a resource of its own. */
export function takePublicIp(registry: Registry, resource: Resource, nic: Nic | undefined): void {
  const ip = parseIpv4(registry.args.text(resource, "public_ip") ?? "");
  if (nic && ip !== undefined) nic.publicIp = withAddress(nic.publicIp, ip);
}

export function withAddress(known: Nic["publicIp"], ip: number): AddressSet {
  return typeof known === "string" ? setOfAddresses([ip]) : union(known, setOfAddresses([ip]));
}
