import { type Json } from "../json-shapes";
import { hides, type SecretLeaf, leavesOf, maskedLeaves } from "./masks";
import { NO_SECRETS, Secrets } from "./secrets";

/** Gathers what an input marks as sensitive. */
export class Finder {
  private readonly owners = new Map<string, Set<SecretLeaf>>();
  private readonly addresses = new Set<string>();
  private readonly leaves = new Set<SecretLeaf>();

  /** Takes what a mask hides of the values of a resource, or of an output, which has no address. */
  see(address: string, value: Json | undefined, mask: Json | undefined): void {
    if (address !== "") this.addresses.add(address);
    if (!hides(mask)) return;
    this.take(address, maskedLeaves(value ?? null, mask));
  }

  /** Takes all of a value. */
  hide(value: unknown): void {
    for (const leaf of leavesOf(value)) this.leaves.add(leaf);
  }

  /** Takes all of an argument of a resource. */
  own(address: string, value: unknown): void {
    this.take(address, leavesOf(value));
  }

  private take(address: string, leaves: Iterable<SecretLeaf>): void {
    const own = this.owners.get(address) ?? new Set();
    if (address !== "") this.owners.set(address, own);
    for (const leaf of leaves) {
      own.add(leaf);
      this.leaves.add(leaf);
    }
  }

  /** Notes a resource, whose name is no secret. */
  name(address: string): void {
    this.addresses.add(address);
  }

  secrets(): Secrets {
    if (this.owners.size === 0 && this.leaves.size === 0) return NO_SECRETS;
    return new Secrets({ owners: this.owners, leaves: [...this.leaves], addresses: this.addresses });
  }
}
