import { push } from "../terraform";
import { type Proved, type Subject } from "./proved-flows";

/** Colours that a reader still tells apart. */
const MOST_FLOWS = 6;

const pairOf = ({ from, to }: Subject): string => [from, to].sort().join(" ");

/** A flow to a thing, or one that is another one than back, not just between two VPCs. */
const isTo = ({ kind }: Subject): boolean => kind === "balancer" || kind === "endpoint" || kind === "translated";
const kindOf = ({ kind, isSupposed }: Subject): string => (isSupposed ? `${kind}?` : kind);
const endsOf = (about: Subject): string => (isTo(about) ? `${about.from} ${about.to}` : pairOf(about));

/** What makes connections one flow, from fine to coarse: the first that needs no more than the colours there are is taken. */
const KEYS: readonly ((about: Subject) => string)[] = [
  (about) => JSON.stringify([kindOf(about), endsOf(about), about.service]),
  (about) => JSON.stringify([kindOf(about), endsOf(about)]),
  (about) => JSON.stringify([kindOf(about), isTo(about) ? about.to : ""]),
  kindOf,
  ({ kind }) => kind,
];

/** A flow of the picture: connections of one colour. */
export interface Painted {
  readonly text: string;
  readonly connections: readonly Proved[];
}

/** What people call the thing of a Terraform address. */
type NameOf = (address: string) => string;

function listed(values: Iterable<string>, most: number): string {
  const all = [...new Set(values)];
  return all.length > most ? `${all.slice(0, most).join(", ")} and ${all.length - most} more` : all.join(", ");
}

/** The ports of some connections; where not each of the pairs has all of them it says so. */
function portsOf(subjects: readonly Subject[]): string {
  const all = new Set(subjects.map((one) => one.ports));
  const perPair = new Map<string, Set<string>>();
  for (const { from, to, service = "", ports } of subjects) {
    const key = JSON.stringify([from, to, service]);
    perPair.set(key, (perPair.get(key) ?? new Set()).add(ports));
  }
  const isEqual = [...perPair.values()].every((ports) => ports.size === all.size);
  return `${isEqual ? "" : "some of "}${listed(all, 4)}`;
}

/** "a, b → c", or how many pairs it is about where not each of these reaches each of those. */
function pairsOf(subjects: readonly Subject[], nameOf: NameOf): string {
  const pairs = new Set(subjects.map(({ from, to }) => JSON.stringify([from, to])));
  const [from, to] = (["from", "to"] as const).map((end) => new Set(subjects.map((one) => one[end])));
  const [senders, receivers] = [from, to].map((ends) =>
    listed(
      [...(ends ?? [])].map((one) => nameOf(one)),
      3,
    ),
  );
  const isWhole = pairs.size === (from?.size ?? 0) * (to?.size ?? 0);
  return `${isWhole ? "" : `${pairs.size} pairs of `}${senders} → ${receivers}`;
}

function textOf(connections: readonly Proved[], nameOf: NameOf): string {
  const subjects = connections.map((one) => one.about);
  const text = pathText(subjects, nameOf);
  const supposed = subjects.filter((one) => one.isSupposed).length;
  if (supposed === 0) return text;
  return `${text}, ${supposed < subjects.length ? "partly " : ""}for hosts that could stand in subnets of gateways`;
}

function pathText(subjects: readonly Subject[], nameOf: NameOf): string {
  const [first] = subjects;
  if (!first) return "";
  const ports = portsOf(subjects);
  const pairs = new Set(subjects.map((one) => JSON.stringify([one.from, one.to])));
  const isMutual = pairs.size === 2 && new Set(subjects.map(pairOf)).size === 1;
  switch (first.kind) {
    case "endpoint":
    case "balancer": {
      const services = new Set(subjects.flatMap((one) => (one.service === undefined ? [] : [nameOf(one.service)])));
      return `${pairsOf(subjects, nameOf)}${services.size > 0 ? ` (${listed(services, 3)})` : ""}, ${ports}`;
    }
    case "translated":
      return `${pairsOf(subjects, nameOf)} by translated addresses, ${ports}`;
    case "inside":
      return `inside ${listed(
        subjects.map((one) => nameOf(one.from)),
        3,
      )}, ${ports}`;
    case "from-internet":
    case "to-internet":
    case "vpcs":
      if (isMutual) return `${nameOf(first.from)} ↔ ${nameOf(first.to)}, ${ports}`;
      if (pairs.size <= 4) return `${pairsOf(subjects, nameOf)}, ${ports}`;
      if (first.kind === "from-internet") return `internet → ${pairs.size} VPCs, ${ports}`;
      if (first.kind === "to-internet") return `${pairs.size} VPCs → internet, ${ports}`;
      return `between VPCs, ${pairs.size} ordered pairs, ${ports}`;
  }
}

/** Groups connections into as many flows as there are colours for. */
export function paint(proved: readonly Proved[], nameOf: NameOf): Painted[] {
  for (const key of KEYS) {
    const groups = new Map<string, Proved[]>();
    for (const one of proved) {
      push(groups, key(one.about), one);
    }
    if (groups.size <= MOST_FLOWS)
      return [...groups.values()].map((connections) => ({ text: textOf(connections, nameOf), connections }));
  }
  return [{ text: `${proved.length} connections`, connections: proved }];
}
