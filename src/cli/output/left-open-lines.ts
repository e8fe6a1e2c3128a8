import { type ResourceGraph, type Secrets } from "../../terraform";

/** What a plan leaves open of its own apply, which no resource and no packet tells. */
interface LeftOpen {
  readonly address: string;
  readonly reason: string;
}

/** Actions, deferred changes, and that the plan tells no change at all; without what is sensitive. */
export function leftOpenOf({ unreadable }: ResourceGraph, secrets: Secrets): LeftOpen[] {
  const open = unreadable.filter(({ leaves }) => leaves !== undefined);
  return secrets.data(open.map(({ address, reason }) => ({ address, reason })));
}

export function leftOpenLines(open: readonly LeftOpen[]): string[] {
  return open.map(({ address, reason }) => `not read: ${address}: ${reason}`);
}
