import { type Address } from "../ip";
import { type Rule } from "../linux-router";
import { type Flow, ICMP, TCP, UDP } from "../reachability";
import { type LabNetwork } from "./lab-network";
import { type Machine, machineOf } from "./machines";
import { type LabQuestion, probesBetween } from "./questions";
import { rulesOf, twinRanges, twinsOf } from "./twins";

/** What a machine's rulesets have in mind: which addresses they translate, and which ports they name. */
interface Meant {
  readonly addresses: readonly Address[];
  readonly flows: readonly Flow[];
}

const MOST_ADDRESSES = 6;
const MOST_PORTS = 6;
/** Nobody lists these on purpose: SSH, DNS, and a protocol without ports. */
const UNLISTED: readonly Flow[] = [
  { protocol: TCP, port: 22 },
  { protocol: UDP, port: 53 },
  { protocol: ICMP },
  { protocol: 47 },
];

function portsNamed(rule: Rule): Flow[] {
  return rule.matches.flatMap((match) => {
    if (match.kind !== "ports" || match.end !== "dst") return [];
    const protocols =
      match.protocols === "any" ? [TCP, UDP] : match.protocols.filter((one) => one === TCP || one === UDP);
    return protocols.flatMap((protocol) => match.set.slice(0, 2).map(({ start }): Flow => ({ protocol, port: start })));
  });
}

function meantBy(machine: Machine, hosts: readonly Address[]): Meant {
  const rules = rulesOf(machine);
  const named = rules.flatMap(portsNamed).slice(0, MOST_PORTS);
  const flows = new Map([...named, ...UNLISTED].map((flow) => [`${flow.protocol} ${flow.port}`, flow]));
  const ranges = twinRanges([machine]);
  const own = hosts.flatMap((ip) => twinsOf(ip, ranges));
  // Of a range that stands for nobody here the first one will do.
  const addresses = own.length > 0 ? own : ranges.map(({ from }) => Number(from.base) + (from.length < 32 ? 1 : 0));
  return {
    addresses: [...new Set(addresses)].slice(0, MOST_ADDRESSES),
    flows: [...flows.values()],
  };
}

/** Every host to every address that machines translate, on the ports that they name and on some that they don't. */
export function throughMachines(lab: LabNetwork): LabQuestion[] {
  const hosts = lab.places.ports.filter(({ kind, nic }) => kind === "host" && !machineOf(nic));
  const ips = [...new Set(hosts.flatMap((port) => port.ips.filter((ip) => typeof ip === "number")))];
  const machines = new Set(lab.places.ports.flatMap(({ nic }) => machineOf(nic) ?? []));
  return [...machines].flatMap((machine) => {
    const { addresses, flows } = meantBy(machine, ips);
    return hosts.flatMap((from) =>
      addresses.flatMap((address) => {
        const [ip] = from.ips;
        const tos = [{ place: "anywhere" as const, ip: address }];
        const probes =
          typeof ip === "number"
            ? probesBetween(lab, { froms: [{ place: from, ip }], tos, flows, isForbidden: false })
            : [];
        return probes.length === 0 ? [] : [{ text: `${from.address} -> ${machine.address}`, probes }];
      }),
    );
  });
}
