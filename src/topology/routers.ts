import { intersect, isEmptySet, setOfCidr } from "../ip";
import {
  isHash,
  isHashOf,
  readRouter,
  type RouterInterface,
  type RouterReading,
  scriptOrNothing,
  type UnreadKind,
} from "../linux-router";
import { isUnknown, type Resource, typesOf, type Value } from "../terraform";
import { type Interfaces, setOnly } from "./interface-arguments";
import { templateOf } from "./launch-templates";
import { type HostRouter, type Instance, type Nic } from "./model";
import { type Registry } from "./registry";

/** User data with the resource that has it as an argument, or why it is not known; undefined where there is none. */
type UserData =
  | { readonly kind: "text"; readonly text: string; readonly of: string }
  | { readonly kind: "unknown"; readonly why: UnreadKind; readonly of: string }
  | undefined;

const ARGUMENTS = ["user_data", "user_data_base64"] as const;

/**
 * Instances that forward: an interface without source/destination check takes packets for others (EC2 user guide, NAT
 * instances), and what the instance does with them its user data say.
 */
export function readRouters(registry: Registry, { instances, nics }: Interfaces): void {
  for (const instance of instances.values()) {
    const resource = registry.graph.get(instance.address);
    if (!resource || instance.nics.every(({ sourceDestCheck }) => sourceDestCheck)) continue;
    const userData = runningUserData(registry, resource);
    if (!userData) continue;
    const router = routerOf(registry, { instance, resource, nics }, userData);
    for (const nic of instance.nics) nic.router = router;
  }
}

interface Owner {
  readonly instance: Instance;
  readonly resource: Resource;
  readonly nics: ReadonlyMap<string, Nic>;
}

function routerOf(registry: Registry, owner: Owner, userData: NonNullable<UserData>): HostRouter {
  const { instance } = owner;
  const interfaces = devicesOf(registry, owner);
  const script = userData.kind === "text" ? scriptOrNothing(userData.text) : undefined;
  return {
    address: instance.address,
    scriptOf: userData.of,
    interfaces: interfaces ?? [],
    ...(script !== undefined && { script }),
    isSensitive: registry.graph.secrets.holds(userData.of),
    reading: readingOf(instance, userData, interfaces),
  };
}

function readingOf(
  { doubts }: Instance,
  userData: NonNullable<UserData>,
  interfaces: HostRouter["interfaces"] | undefined,
): RouterReading {
  const unread = (why: UnreadKind): RouterReading => ({ kind: "unread", unread: { why } });
  if (userData.kind === "unknown") return unread(userData.why);
  const known = interfaces?.map(({ device, nic }) => asInterface(device, nic));
  if (!known || doubts.interfaces.length > 0 || known.some((one) => one === undefined)) return unread("interface");
  const all = known.filter((one) => one !== undefined);
  // Where two of them may have one address nobody can say which of them a line means.
  const isClear = all.every((one, place) =>
    all.slice(place + 1).every(({ addresses }) => isEmptySet(intersect(addresses, one.addresses))),
  );
  return isClear ? readRouter(userData.text, all) : unread("interface");
}

function asInterface(device: number, { subnet, privateIps }: Nic): RouterInterface | undefined {
  const { cidr } = subnet;
  if (!cidr) return undefined;
  return { device, addresses: privateIps ?? setOfCidr(cidr), isPicked: privateIps === undefined, subnet: cidr };
}

/** Which interface is which device; undefined where that is not known of one. */
function devicesOf(registry: Registry, { instance, resource, nics }: Owner): HostRouter["interfaces"] | undefined {
  const { args, graph } = registry;
  const found = new Map<Nic, number>();
  const note = (id: Value | undefined, index: Value | undefined): void => {
    const linked = args.link(id);
    const nic = linked.kind === "resource" ? nics.get(linked.resource.address) : undefined;
    const device = args.numberOf(index);
    if (nic && device !== undefined) found.set(nic, device);
  };
  for (const block of args.blocks(setOnly(resource, "network_interface")))
    note(block.network_interface_id, block.device_index);
  for (const block of args.blocks(setOnly(resource, "primary_network_interface"))) note(block.network_interface_id, 0);
  for (const one of graph.ofType(typesOf("interface-attachment"), "managed"))
    note(one.values.network_interface_id, one.values.device_index);
  for (const one of graph.ofType(typesOf("interface"))) {
    const nic = nics.get(one.address);
    for (const block of args.blocks(setOnly(one, "attachment"))) {
      const device = args.numberOf(block.device_index);
      if (nic && device !== undefined) found.set(nic, device);
    }
  }
  const all = instance.nics.map((nic) => ({ nic, device: nic.kind === "instance" ? 0 : found.get(nic) }));
  const devices = all.flatMap(({ nic, device }) => (device === undefined ? [] : [{ nic, device }]));
  const isWhole = devices.length === all.length && new Set(devices.map(({ device }) => device)).size === all.length;
  return isWhole ? devices.sort((one, other) => one.device - other.device) : undefined;
}

/** States of an instance in which it does nothing with packets, or soon won't [EC2 API: InstanceState]. */
const NOT_RUNNING = ["shutting-down", "stopped", "stopping", "terminated"];

/** The user data of an instance that runs. What AWS does not tell of an account is not the same as none. */
function runningUserData(registry: Registry, resource: Resource): UserData {
  const { address, values } = resource;
  if (NOT_RUNNING.some((state) => state === values.instance_state))
    return { kind: "unknown", why: "not-running", of: address };
  const isUntold = registry.graph.isWhole && ARGUMENTS.every((name) => values[name] === undefined);
  const told = userDataOf(registry, resource);
  return told ?? (isUntold ? { kind: "unknown", why: "no-user-data", of: address } : undefined);
}

/** What an instance itself says comes before its template; a state tells what it really runs. */
function userDataOf(registry: Registry, resource: Resource): UserData {
  const own = ARGUMENTS.map((name) => said(registry, resource, name)).find(Boolean);
  const template = templateOf(registry, resource);
  if (template === "unknown") return own?.kind === "text" && !isHash(own.text) ? own : unknownOf(resource);
  const given = template && said(registry, template.resource, "user_data");
  if (!own) return given && template.isOther ? unknownOf(template.resource) : given;
  if (own.kind === "unknown" || !isHash(own.text)) return own;
  return given?.kind === "text" && isHashOf(own.text, given.text) ? given : own;
}

function unknownOf({ address }: Resource): UserData {
  return { kind: "unknown", why: "user-data-not-known", of: address };
}

function said({ args }: Registry, resource: Resource, name: string): UserData {
  const value = setOnly(resource, name);
  if (value === undefined || value === null || value === "") return undefined;
  const text = isUnknown(value) ? undefined : args.textOf(value);
  return text === undefined ? unknownOf(resource) : { kind: "text", text, of: resource.address };
}
