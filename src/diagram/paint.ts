import { type Proved, type Subject } from "./flows";
import { INTERNET } from "./site";
import { nameOf } from "./text";

/** Colours that a reader still tells apart. */
export const MOST_FLOWS = 6;

const pairOf = ({ from, to }: Subject): string => [from, to].sort().join(" ");

/** What makes connections one flow, from fine to coarse: the first that needs no more than the colours there are is taken. */
const KEYS: readonly ((about: Subject) => string)[] = [
  (about) =>
    JSON.stringify([
      about.kind,
      about.kind === "balancer" ? `${about.from} ${about.to}` : pairOf(about),
      about.service,
    ]),
  (about) => JSON.stringify([about.kind, about.kind === "balancer" ? `${about.from} ${about.to}` : pairOf(about)]),
  (about) => JSON.stringify([about.kind, about.kind === "balancer" ? about.to : ""]),
  (about) => about.kind,
];

/** A flow of the picture: connections of one colour. */
export interface Painted {
  readonly text: string;
  readonly connections: readonly Proved[];
}

const shown = (address: string): string => (address === INTERNET ? "internet" : nameOf(address));

function listed(values: Iterable<string>, most: number): string {
  const all = [...new Set(values)];
  return all.length > most ? `${all.slice(0, most).join(", ")} and ${all.length - most} more` : all.join(", ");
}

function textOf(connections: readonly Proved[]): string {
  const subjects = connections.map((one) => one.about);
  const [first] = subjects;
  if (!first) return "";
  const ports = listed(
    subjects.map((one) => one.ports),
    4,
  );
  const pairs = new Set(subjects.map((one) => JSON.stringify([one.from, one.to])));
  const isMutual = pairs.size === 2 && new Set(subjects.map(pairOf)).size === 1;
  const from = listed(
    subjects.map((one) => shown(one.from)),
    3,
  );
  switch (first.kind) {
    case "balancer": {
      const services = new Set(subjects.flatMap((one) => (one.service === undefined ? [] : [nameOf(one.service)])));
      const to = listed(
        subjects.map((one) => shown(one.to)),
        3,
      );
      return `${from} → ${to}${services.size > 0 ? ` (${listed(services, 3)})` : ""}, ${ports}`;
    }
    case "inside":
      return `inside ${from}, ${ports}`;
    case "from-internet":
    case "to-internet":
    case "vpcs":
      if (pairs.size === 1) return `${shown(first.from)} → ${shown(first.to)}, ${ports}`;
      if (isMutual) return `${shown(first.from)} ↔ ${shown(first.to)}, ${ports}`;
      if (first.kind === "from-internet") return `internet → ${pairs.size} VPCs, ${ports}`;
      if (first.kind === "to-internet") return `${pairs.size} VPCs → internet, ${ports}`;
      return `between VPCs, ${pairs.size} ordered pairs, ${ports}`;
  }
}

/** Groups connections into as many flows as there are colours for. A redirect is no flow where the same clients get further. */
export function paint(proved: readonly Proved[]): Painted[] {
  const served = new Set(
    proved.flatMap(({ about, from, to }) => (about.service === undefined ? [] : [`${from} ${to}`])),
  );
  const telling = proved.filter(
    ({ about, from, to }) => about.kind !== "balancer" || about.service !== undefined || !served.has(`${from} ${to}`),
  );
  for (const key of KEYS) {
    const groups = new Map<string, Proved[]>();
    for (const one of telling) {
      const name = key(one.about);
      const group = groups.get(name);
      if (group) group.push(one);
      else groups.set(name, [one]);
    }
    if (groups.size <= MOST_FLOWS)
      return [...groups.values()].map((connections) => ({ text: textOf(connections), connections }));
  }
  return [{ text: `${telling.length} connections`, connections: telling }];
}
