import { type Cidr, cidrOverlaps } from "../../ipv4";
import { type Resource, type TypeName } from "../../terraform";
import { type Change, isMade } from "../changes";
import { type Networks } from "../networks";
import { type IncidentRule, type Trap } from "./incident";
import { type Reader, readersOf } from "./named";

/** What may exist only once: AWS refuses the second one, whatever Terraform's addresses say. */
export interface UniqueKind {
  readonly name: string;
  readonly types: readonly TypeName[];
  /** Texts of which no two resources may have one in common; none where they can't be told. */
  readonly keys: (resource: Resource, reader: Reader) => readonly (string | undefined)[];
  /** Of those with one key only such are in each other's way whose ranges overlap. */
  readonly range?: (resource: Resource, reader: Reader) => Cidr | undefined;
  /** The fault, as the end of a sentence: "AWS refuses a second ...". */
  readonly second: string;
  /** How two that are meant are written. */
  readonly advice: string;
  /** How a replacement gets out of its predecessor's way. */
  readonly replacing: string;
  /** Another rule tells what goes under one address and comes under another. */
  readonly isRenamingTold?: boolean;
}

interface Holder {
  readonly address: string;
  readonly change?: Change;
  readonly range?: Cidr;
}

type Holders = ReadonlyMap<string, readonly Holder[]>;

const GONE: ReadonlySet<string> = new Set(["delete", "forget"]);

function holdersOf(kind: UniqueKind, reader: Reader, { changed }: Networks): Holders {
  const found = new Map<string, Holder[]>();
  for (const resource of reader.graph.ofType(kind.types, "managed")) {
    const change = changed.get(resource.address);
    const range = kind.range?.(resource, reader);
    if (kind.range && !range) continue;
    for (const key of new Set(kind.keys(resource, reader))) {
      if (key === undefined) continue;
      const holder = { address: resource.address, ...(change && { change }), ...(range && { range }) };
      found.set(key, [...(found.get(key) ?? []), holder]);
    }
  }
  return found;
}

const clash = (a: Holder, b: Holder): boolean => !a.range || !b.range || cidrOverlaps(a.range, b.range);

/** Whether the apply makes this resource have the key, which it has not got now. */
function comesBy(holder: Holder, key: string, before: Holders): boolean {
  if (isMade(holder.change)) return true;
  return holder.change?.action === "update" && !(before.get(key) ?? []).some((one) => one.address === holder.address);
}

/** Two that are there after the apply, of which it makes one at least. */
function twice(kind: UniqueKind, before: Holders, after: Holders): Trap[] {
  return [...after].flatMap(([key, holders]) => {
    if (holders.length < 2) return [];
    const coming = new Set(holders.filter((one) => comesBy(one, key, before)));
    if (coming.size === 0) return [];
    const isIn = (one: Holder): boolean =>
      holders.some((other) => other !== one && (coming.has(one) || coming.has(other)) && clash(one, other));
    const inTheWay = holders.filter(isIn);
    if (inTheWay.length < 2) return [];
    return [
      {
        addresses: inTheWay.map(({ address }) => address),
        stops: inTheWay.filter((one) => coming.has(one)).map(({ address }) => address),
        text: `AWS refuses a second ${kind.second}, so the apply stops half way`,
        advice: kind.advice,
      },
    ];
  });
}

/** A successor that comes while its predecessor still is there, and is like it. */
function newOneFirst(kind: UniqueKind, before: Holders, after: Holders): Trap[] {
  const found = new Set<string>();
  for (const [key, holders] of after)
    for (const holder of holders)
      if (holder.change?.order === "create-first")
        for (const one of before.get(key) ?? [])
          if (one.address === holder.address && clash(one, holder)) found.add(holder.address);
  return [...found].map((address) => ({
    addresses: [address],
    stops: [address],
    text: `its successor is to be made while it still exists, and AWS refuses a second ${kind.second}, so the apply stops half way`,
    advice: kind.replacing,
  }));
}

/** What one gives up and another takes in the same apply; Terraform knows no order between them. */
function handedOver(kind: UniqueKind, before: Holders, after: Holders): Trap[] {
  const has = (holders: Holders, key: string, address: string): boolean =>
    (holders.get(key) ?? []).some((one) => one.address === address);
  return [...after].flatMap(([key, holders]) =>
    holders
      .filter((one) => comesBy(one, key, before))
      .flatMap((taker): Trap[] => {
        const giver = (before.get(key) ?? []).find(
          (one) => one.address !== taker.address && !has(after, key, one.address) && clash(one, taker) && one.change,
        );
        if (!giver) return [];
        const isGone = GONE.has(giver.change?.action ?? "");
        if (isGone && (kind.isRenamingTold === true || giver.change?.action === "forget")) return [];
        return [
          {
            addresses: [taker.address, giver.address],
            text: `Terraform may make the first before the second is out of its way, and AWS refuses a second ${kind.second}`,
            advice: isGone
              ? "if they are one and the same, say so with a `moved` block; otherwise apply twice, the destruction first"
              : "change one of them in an apply of its own first",
          },
        ];
      }),
  );
}

/** The rule that no two of a kind come to be. */
export function uniqueRule(kind: UniqueKind): IncidentRule {
  return {
    name: kind.name,
    find: (networks) => {
      const readers = readersOf(networks);
      const [before, after] = [holdersOf(kind, readers.before, networks), holdersOf(kind, readers.after, networks)];
      return [...twice(kind, before, after), ...newOneFirst(kind, before, after), ...handedOver(kind, before, after)];
    },
  };
}
