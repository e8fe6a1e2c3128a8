import { type CallShape } from "../account/calls";
import { type JsonObject } from "../terraform";
import { type Ask } from "./aws-question";
import { allPages, type Pages } from "./pages";

/** A CIDR as a number with its prefix length. */
interface Range {
  readonly start: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

const EVERYTHING: readonly Range[] = [
  { start: 0n, length: 0, bits: 32 },
  { start: 0n, length: 0, bits: 128 },
];

function cidrOf({ start, length, bits }: Range): string {
  const [groups, size] = bits === 32 ? [4, 8n] : [8, 16n];
  const parts = Array.from({ length: groups }, (_, i) => (start >> (size * BigInt(groups - 1 - i))) % (1n << size));
  const address = bits === 32 ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
  return `${address}/${length}`;
}

function halvesOf({ start, length, bits }: Range): Range[] {
  const half = 1n << BigInt(bits - length - 1);
  return [start, start + half].map((one) => ({ start: one, length: length + 1, bits }));
}

/** Asks for the routes within a range, and halves it while there are more than AWS tells at once. */
class Search {
  readonly items: JsonObject[] = [];
  isCut = false;

  constructor(
    private readonly ask: Ask,
    private readonly shape: CallShape,
    private readonly table: Readonly<Record<string, unknown>>,
  ) {}

  async within(range: Range): Promise<void> {
    // AWS does not say whether a route to the range itself is within it.
    const [exact, found] = [
      await this.matching("route-search.exact-match", range),
      await this.matching("route-search.subnet-of-match", range),
    ];
    this.items.push(...exact.items, ...found.items);
    if (!found.isCut) return;
    if (range.length === range.bits) this.isCut = true;
    else for (const half of halvesOf(range)) await this.within(half);
  }

  private matching(name: string, range: Range): Promise<Pages> {
    const filters = (this.shape.input?.["Filters"] ?? []) as readonly unknown[];
    const within = { Name: name, Values: [cidrOf(range)] };
    return allPages(this.ask, this.shape, { ...this.table, Filters: [...filters, within] });
  }
}

/**
 * All routes of a transit gateway's table. Where AWS tells 1,000 of more, and gives no token to ask for the next ones
 * (`AdditionalRoutesAvailable`), they are asked for range by range [EC2 API, SearchTransitGatewayRoutes].
 */
export async function allGatewayRoutes(
  ask: Ask,
  shape: CallShape,
  table: Readonly<Record<string, unknown>>,
): Promise<Pages> {
  const whole = await allPages(ask, shape, table);
  if (!whole.isCut) return whole;
  const search = new Search(ask, shape, table);
  for (const range of EVERYTHING) await search.within(range);
  const byText = new Map([...whole.items, ...search.items].map((item) => [JSON.stringify(item), item]));
  return { items: [...byText.values()], isCut: search.isCut };
}
