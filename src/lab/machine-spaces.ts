import { type AddressSet, formatAddress, formatCidr, toCidrs } from "../ip";
import { type LinuxRouter, type PolicyRule } from "../linux-router";
import { inDialect, IPV4 } from "./dialects";
import { type Machine, machineOf } from "./machines";
import { type Port } from "./places";
import { deviceUp, type Ruleset, type Space } from "./space";

/** Tables and priorities behind all that a script is likely to use: what Amazon Linux does for each interface on its own. */
const OWN_TABLE = 30_000;
const OWN_PRIORITY = 32_000;

/** The device of an interface, by the index that the router's model has. */
type DeviceOf = (device: number | undefined) => string | undefined;

function deviceNames({ devices }: Machine): DeviceOf {
  const names = new Map([...devices.values()].map(({ device, name }) => [device, name]));
  return (device) => (device === undefined ? undefined : names.get(device));
}

/** A rule for each part of its addresses, since a rule takes one prefix. */
function ruleLines({ priority, device, src, dst, table }: PolicyRule, deviceOf: DeviceOf): string[] {
  const parts = (word: string, set: AddressSet | undefined): string[] =>
    set === undefined ? [""] : toCidrs(set).map((cidr) => ` ${word} ${formatCidr(cidr)}`);
  const iif = device === undefined ? "" : ` iif ${deviceOf(device)}`;
  return parts("from", src).flatMap((from) =>
    parts("to", dst).map((to) => `rule add pref ${priority}${from}${to}${iif} lookup ${table}`),
  );
}

function routeLines({ routes }: LinuxRouter, deviceOf: DeviceOf): string[] {
  return routes.map(({ cidr, device, table }) => {
    const name = deviceOf(device);
    // Hardware addresses are nobody's here, so the next hop is whatever lies beyond the cable.
    const to = name === undefined ? `blackhole ${formatCidr(cidr)}` : `${formatCidr(cidr)} dev ${name}`;
    return `route replace ${to} table ${table}`;
  });
}

/** What the machine sends itself leaves by the interface whose address it has, as Amazon Linux sees to it. */
function ownLines(own: readonly Port[]): string[] {
  return own.flatMap(({ device, ips }, i) => [
    `route add default dev ${device} table ${OWN_TABLE + i}`,
    ...inDialect(ips, IPV4).map(
      (ip) => `rule add pref ${OWN_PRIORITY} from ${formatAddress(ip)} lookup ${OWN_TABLE + i}`,
    ),
  ]);
}

function interfaceLines({ router, devices }: Machine, own: readonly Port[]): string[] {
  const [first] = own;
  const source = first && inDialect(first.ips, IPV4)[0];
  return [
    ...own.flatMap(({ device, ips, subnet, nic }) => {
      const index = nic && devices.get(nic)?.device;
      const mtu = router.interfaces.find((one) => one.device === index)?.mtu;
      return [
        deviceUp(device),
        ...(mtu === undefined ? [] : [`link set ${device} mtu ${mtu}`]),
        ...inDialect(ips, IPV4).map((ip) => `address add ${formatAddress(ip)}/32 dev ${device}`),
        ...(subnet.cidr ? [`route add ${formatCidr(subnet.cidr)} dev ${device}`] : []),
      ];
    }),
    ...(first
      ? [`route add default dev ${first.device}${source === undefined ? "" : ` src ${formatAddress(source)}`}`]
      : []),
  ];
}

function settingsOf({ reversePath, reversePathOfAll }: LinuxRouter, deviceOf: DeviceOf): [string, string][] {
  const all: [string, number][] = [
    ...(reversePathOfAll ? [["all", reversePathOfAll.value] as [string, number]] : []),
    ...[...reversePath].map(([device, { value }]): [string, number] => [deviceOf(device) ?? "all", value]),
  ];
  return all.map(([device, value]) => [`net/ipv4/conf/${device}/rp_filter`, String(value)]);
}

/**
 * An instance as the router that its boot script makes of it: its interfaces, routes and settings as the judge has read
 * them, and the script's very rulesets. Nothing answers at its own addresses.
 * @param own its interfaces, by device index
 */
export function machineSpace(machine: Machine, own: readonly Port[]): Space {
  const { router } = machine;
  const deviceOf = deviceNames(machine);
  return {
    name: own[0]!.space,
    forwards: router.forwarding.value !== 0,
    sysctls: {
      // A bare packet has begun a connection with numbers of its own (see bare-frames); the whole one comes after it.
      "net/netfilter/nf_conntrack_tcp_be_liberal": "1",
      ...Object.fromEntries(settingsOf(router, deviceOf)),
    },
    ip: [
      ...interfaceLines(machine, own),
      ...ownLines(own),
      ...router.rules.flatMap((rule) => ruleLines(rule, deviceOf)),
      ...routeLines(router, deviceOf),
    ],
    nft: [],
    rulesets: router.runs.map(({ text, defined }): Ruleset => ({
      lines: text.replace(/\n$/, "").split("\n"),
      defined,
    })),
  };
}

/** The interfaces of the machine that a port belongs to, by device index; undefined where it is that of a plain host. */
export function machinePorts(
  port: Port,
  all: readonly Port[],
): { readonly machine: Machine; readonly own: Port[] } | undefined {
  const machine = machineOf(port.nic);
  if (!machine) return undefined;
  const own = [...machine.devices.keys()].flatMap((nic) => all.find((one) => one.nic === nic) ?? []);
  return { machine, own };
}
