import {
  ALL_ADDRESSES,
  type AddressSet,
  isCidrFault,
  parseAddress,
  parseCidr,
  type RangeSet,
  setOfAddresses,
  setOfCidr,
  subtract,
  unionOf,
} from "../ip";

/** A set as a rule of a firewall names it; where `isExact` is false, that set and nothing outside of it is what it is at most. */
interface NamedSet<T extends AddressSet | PortSet> {
  readonly set: T;
  readonly isExact: boolean;
}

type PortSet = RangeSet<number>;
export type NamedAddresses = NamedSet<AddressSet>;
export type NamedPorts = NamedSet<PortSet>;

/** What `$NAME` and `@NAME` stand for in a rule; undefined where that is not known. */
export interface Names {
  readonly addresses: (name: string) => NamedAddresses | undefined;
  readonly ports: (name: string) => NamedPorts | undefined;
}

const EVERY_PORT: PortSet = [{ start: 0, end: 65536 }];
export const ANY_ADDRESS: NamedAddresses = { set: ALL_ADDRESSES, isExact: true };
export const ANY_PORT: NamedPorts = { set: EVERY_PORT, isExact: true };
export const SOME_ADDRESSES: NamedAddresses = { set: ALL_ADDRESSES, isExact: false };
const SOME_PORTS: NamedPorts = { set: EVERY_PORT, isExact: false };

/** What a language of sets has of its own: what all is, and how one that is neither a list nor negated reads. */
interface Language<T extends AddressSet | PortSet> {
  readonly all: T;
  readonly one: (text: string) => NamedSet<T>;
}

/** Lists nest, and nobody writes more levels than this. */
const DEEPEST_LIST = 16;

/** The parts of a list between its commas, where no inner list is open. */
function partsOf(list: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < list.length; i++) {
    if (list[i] === "[") depth++;
    else if (list[i] === "]") depth--;
    else if (list[i] === "," && depth === 0) {
      parts.push(list.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, list.slice(from)].map((part) => part.trim()).filter((part) => part !== "");
}

/** Everything but that; of a set that is not known, nothing is certain. */
function without<T extends AddressSet | PortSet>(all: T, named: NamedSet<T>): NamedSet<T> {
  return named.isExact ? { set: subtract(all, named.set) as T, isExact: true } : { set: all, isExact: false };
}

/** A list selects what one of its members names and none of those with "!" (Suricata user guide, rules format). */
function setOfList<T extends AddressSet | PortSet>(
  parts: readonly string[],
  language: Language<T>,
  depth = 0,
): NamedSet<T> {
  const { all } = language;
  const named = parts.map((part) => ({ isNot: part.startsWith("!"), read: setOfText(part, language, depth + 1) }));
  const [wanted, others] = [named.filter(({ isNot }) => !isNot), named.filter(({ isNot }) => isNot)];
  const whole = wanted.length === 0 ? all : (unionOf<number | bigint>(wanted.map(({ read }) => read.set)) as T);
  const isExact = named.every(({ read }) => read.isExact);
  const set = others
    .filter(({ read }) => read.isExact)
    .reduce((left, { read }) => subtract<number | bigint>(left, subtract<number | bigint>(all, read.set)) as T, whole);
  return { set, isExact };
}

function setOfText<T extends AddressSet | PortSet>(text: string, language: Language<T>, depth = 0): NamedSet<T> {
  const { all, one } = language;
  if (depth > DEEPEST_LIST) return { set: all, isExact: false };
  const trimmed = text.trim();
  if (trimmed.startsWith("!")) return without(all, setOfText(trimmed.slice(1), language, depth + 1));
  if (trimmed.startsWith("[") && trimmed.endsWith("]"))
    return setOfList(partsOf(trimmed.slice(1, -1)), language, depth + 1);
  return trimmed.toLowerCase() === "any" ? { set: all, isExact: true } : one(trimmed);
}

function addressesIn({ addresses }: Names): Language<AddressSet> {
  return {
    all: ALL_ADDRESSES,
    one: (text) => {
      if (text.startsWith("$") || text.startsWith("@")) return addresses(text) ?? SOME_ADDRESSES;
      const host = parseAddress(text);
      if (host !== undefined) return { set: setOfAddresses([host]), isExact: true };
      const block = parseCidr(text);
      return isCidrFault(block) ? SOME_ADDRESSES : { set: setOfCidr(block), isExact: true };
    },
  };
}

function portsIn({ ports }: Names): Language<PortSet> {
  return {
    all: EVERY_PORT,
    one: (text) => {
      if (text.startsWith("$")) return ports(text) ?? SOME_PORTS;
      const range = /^(\d{0,5})(:?)(\d{0,5})$/.exec(text);
      const [, from = "", colon = "", to = ""] = range ?? [];
      if (!range || (from === "" && to === "")) return SOME_PORTS;
      const [first, last] = [Number(from || 0), colon === "" ? Number(from) : Number(to || 65535)];
      return first > last || last > 65535 ? SOME_PORTS : { set: [{ start: first, end: last + 1 }], isExact: true };
    },
  };
}

/** Addresses as a stateful rule writes them: "any", a range, `$HOME_NET`, `@LIST`, "!" and lists of these. */
export function addressesOf(text: string, names: Names): NamedAddresses {
  return setOfText(text, addressesIn(names));
}

/** The same of ports: "any", "443", "1024:", `$WEB`. */
export function portsOf(text: string, names: Names): NamedPorts {
  return setOfText(text, portsIn(names));
}

/** What a variable of a rule group defines: a list of such texts. */
export function addressesOfList(texts: readonly string[], names: Names): NamedAddresses {
  return setOfList(texts, addressesIn(names));
}

export function portsOfList(texts: readonly string[], names: Names): NamedPorts {
  return setOfList(texts, portsIn(names));
}
