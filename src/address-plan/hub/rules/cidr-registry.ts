import { type Cidr, cidrAround } from "../../../ipv4";

/** A number for each range. */
const keyOf = ({ base, length }: Cidr) => base * 64 + length;

/** Ranges that have an owner, so many that each can't be compared with each. */
export class CidrRegistry<T> {
  private readonly owners = new Map<number, T>();
  /** Of each range that holds one which is known: whose that is. */
  private readonly inside = new Map<number, T>();

  /** The owner of a range that overlaps this one. */
  overlapping(range: Cidr): T | undefined {
    for (let length = 0; length <= range.length; length++) {
      const owner = this.owners.get(keyOf(cidrAround(range.base, length)));
      if (owner !== undefined) return owner;
    }
    return this.inside.get(keyOf(range));
  }

  add(range: Cidr, owner: T): void {
    if (!this.owners.has(keyOf(range))) this.owners.set(keyOf(range), owner);
    for (let length = 0; length < range.length; length++) {
      const key = keyOf(cidrAround(range.base, length));
      if (!this.inside.has(key)) this.inside.set(key, owner);
    }
  }
}
