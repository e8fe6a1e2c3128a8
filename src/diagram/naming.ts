import { type Origin } from "../terraform";
import { parseRemarked, remarked, shortAddress } from "../terraform/resource-address";
import { type Topology } from "../topology";
import { cut } from "../escape/cut";

/** What people call things, by Terraform address; accounts by `accountId`. */
export type Names = ReadonlyMap<string, string>;

/** Longest name in a picture, in characters: AWS takes 255 for a tag; longer ones are nobody's to read. */
const LONGEST_NAME = 255;
/** What AWS's ids look like, e.g. `vpc-0123456789abcdef0`. */
const AWS_ID = /^[a-z]+-[0-9a-f]+$/;

/** A Terraform address as a picture names it: without resource types and the word "module", which the box already says. */
export function shortName(address: string): string {
  const parsed = parseRemarked(address);
  const short = parsed ? remarked(shortAddress(parsed.address), parsed.remark) : shortAddress(address);
  return cut(short, LONGEST_NAME);
}

/** What the things of a topology are called in a picture. */
export class Naming {
  private readonly origins = new Map<string, Origin>();

  /** @param given the names that people have for things; @default - the address without its type */
  constructor(
    { vpcs, subnets, tables, nics }: Topology,
    private readonly given: Names = new Map(),
  ) {
    for (const { address, origin } of [...vpcs, ...subnets, ...tables, ...nics])
      if (origin) this.origins.set(address, origin);
  }

  /** As people call it, as the file that states it does, or by its Terraform address. */
  of(address: string): string {
    return this.given.get(address) ?? shortName(this.origins.get(address)?.name ?? address);
  }

  /** Whether people have a name of their own for it. */
  isGiven(address: string): boolean {
    return this.given.has(address);
  }

  /** The id in AWS of a thing that is called by a name that doesn't tell it. */
  idOf(address: string): string | undefined {
    const own = this.origins.get(address)?.name ?? address;
    return this.isGiven(address) && AWS_ID.test(own) ? own : undefined;
  }
}
