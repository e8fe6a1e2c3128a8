import { type Address, setOfCidr } from "../ip";
import { type Match, type Rule } from "../linux-router";
import { type Flow, ICMP, TCP, UDP } from "../reachability";
import { type LabNetwork } from "./lab-network";
import { type Machine, machineOf } from "./machines";
import { some } from "./places";
import { type LabQuestion, probesBetween } from "./questions";

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

function rulesOf({ router }: Machine): Rule[] {
  const chains = new Set(router.chains.flatMap((chain) => [chain, ...chain.siblings.values()]));
  return [...chains].flatMap(({ rules }) => rules);
}

function destinationsOf(match: Match): Address[] {
  return match.kind === "addresses" && match.end === "dst" && !match.isNot ? some(match.set, 2) : [];
}

/** Addresses that stand for others: for each host of the lab that is meant by one, that one, else the first of a range. */
function translatedBy({ matches, statement }: Rule, hosts: readonly Address[]): Address[] {
  if (statement.kind !== "nat" || statement.end !== "dst") return [];
  const { translation } = statement;
  switch (translation.kind) {
    case "prefixes":
      return translation.entries.flatMap(({ from, to }) => {
        const [first] = setOfCidr(to);
        const own = hosts.filter((ip) => first && ip >= first.start && ip < first.end);
        const twins = own.map((ip) => Number(from.base) + Number(ip) - Number(to.base));
        return twins.length > 0 ? twins : [Number(from.base) + 1];
      });
    case "map":
      return translation.entries.flatMap(({ match }) => destinationsOf(match));
    default:
      return matches.flatMap(destinationsOf);
  }
}

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
  return {
    addresses: [...new Set(rules.flatMap((rule) => translatedBy(rule, hosts)))].slice(0, MOST_ADDRESSES),
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
