import { type PlannedAppliance } from "../../address-plan/appliance/appliance-plan";
import { type MappedPrefix } from "../../address-plan/appliance/virtual-ranges";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Address, type AddressSet, intersect, isEmptySet, setHas, setOfCidr, setSize } from "../../ip";
import { type HostEnd, usableAddresses } from "../../reachability";
import { isCertain, type Nic, type SecurityGroup, type Subnet, type Vpc } from "../../topology";
import { webGroupsOf } from "../facts";
import { rolesIn } from "../found-roles";
import { subnetOf } from "../planned-in";
import { sideNamed } from "../sides";
import { standInFor } from "../stand-ins";
import { type Parts } from "../statement-parts";

/** Addresses of a subnet that one mapped prefix holds, and what stands for them. */
export interface MappedPart {
  readonly planned: PlannedSubnet;
  readonly subnet: Subnet;
  readonly pair: MappedPrefix;
  readonly real: AddressSet;
  readonly virtual: AddressSet;
  /** Any host there, in the groups that the file names; undefined where it names none. */
  readonly nic: Nic | undefined;
}

/** The appliance of one zone, as far as it is there. */
export interface FoundAppliance {
  readonly planned: PlannedAppliance["zones"][number];
  readonly inner: Nic | undefined;
  readonly outer: Nic | undefined;
}

/** The parts of a bridge that its appliances join. */
export interface ApplianceFound extends Parts {
  readonly appliance: PlannedAppliance;
  readonly zones: readonly FoundAppliance[];
  readonly clients: readonly MappedPart[];
  readonly webs: readonly MappedPart[];
  /** Groups of existing clients that the file names. */
  readonly clientGroups: readonly SecurityGroup[];
  readonly webGroups: readonly SecurityGroup[];
}

/** How far an address of a mapped prefix lies behind what stands for it. */
export function offsetOf({ real, virtual }: MappedPrefix): number {
  return real.base - virtual.base;
}

function moved(set: AddressSet, by: number): AddressSet {
  return set.map(({ start, end }) => ({ start: Number(start) + by, end: Number(end) + by }));
}

/** The interface with just this address. */
function nicAt({ network }: Parts, vpc: Vpc, planned: PlannedSubnet, address: Address): Nic | undefined {
  const subnet = subnetOf(vpc, planned.cidr);
  return network.topology.nics.find(
    (nic) =>
      nic.subnet === subnet && nic.privateIps && setSize(nic.privateIps) === 1 && setHas(nic.privateIps, address),
  );
}

/** Who stands in the mapped subnets of a side. */
interface Side {
  readonly vpc: Vpc;
  readonly subnets: readonly PlannedSubnet[];
  readonly mapped: readonly MappedPrefix[];
  readonly name: string;
  /** Undefined: the file names none, so nobody can say what they let in. */
  readonly groups: readonly SecurityGroup[] | undefined;
}

function partsOfSide({ plan }: Parts, { vpc, subnets, mapped, name, groups }: Side): MappedPart[] {
  return subnets.flatMap((planned): MappedPart[] => {
    const subnet = subnetOf(vpc, planned.cidr);
    if (!subnet) return [];
    const addresses = usableAddresses(planned.cidr);
    const hosts = { name: `${name} in ${planned.name}`, subnet, addresses, whose: `the ${name}s` };
    const nic = groups && standInFor(plan, { ...hosts, groups });
    return mapped.flatMap((pair): MappedPart[] => {
      const real = intersect<Address>(addresses, setOfCidr(pair.real));
      return isEmptySet(real) ? [] : [{ planned, subnet, pair, real, virtual: moved(real, -offsetOf(pair)), nic }];
    });
  });
}

/** What of an appliance a network has; undefined where the bridge has none. */
export function applianceIn(parts: Parts): ApplianceFound | undefined {
  const { plan, network, client, web } = parts;
  const { appliance } = plan;
  if (!appliance) return undefined;
  const roles = rolesIn(network.graph);
  const groupsCalled = (names: readonly string[]) =>
    network.topology.securityGroups.filter(({ address }) => names.includes(address));
  const side = sideNamed(plan, { role: "web", name: "web" });
  const webGroups = groupsCalled(side ? webGroupsOf(side, roles) : []);
  const given = plan.config.client.security_groups;
  const clientGroups = groupsCalled((given ?? []).map((id) => roles.called(id)));
  const clientSubnets = plan.clientSubnets.filter((one) => one.clients);
  return {
    ...parts,
    appliance,
    clientGroups,
    webGroups,
    zones: appliance.zones.map((planned) => ({
      planned,
      inner: nicAt(parts, client, planned.inner, planned.innerAddress),
      outer: nicAt(parts, client, planned.outer, planned.outerAddress),
    })),
    clients: partsOfSide(parts, {
      vpc: client,
      subnets: clientSubnets,
      mapped: appliance.clients,
      name: "client",
      groups: given && clientGroups,
    }),
    webs: partsOfSide(parts, {
      vpc: web,
      subnets: plan.webSubnets,
      mapped: appliance.web,
      name: "web server",
      groups: webGroups,
    }),
  };
}

/** What a group that exists lets its hosts open is not in the input: whoever may open it is meant. */
function isRead({ groups, doubts }: Nic): boolean {
  return doubts.groups.length === 0 && (groups ?? []).every((group) => isCertain(group, "rules"));
}

/** Hosts of a part as senders, with their own addresses. */
export function sending({ subnet, nic, real }: MappedPart): HostEnd {
  return { kind: "host", subnet, ...(nic && isRead(nic) && { nic }), addresses: real, isOneOf: false };
}

/** The same as receivers, by what stands for them. */
export function receiving({ subnet, nic, virtual }: MappedPart): HostEnd {
  return { kind: "host", subnet, ...(nic && { nic }), addresses: virtual, isOneOf: false };
}
