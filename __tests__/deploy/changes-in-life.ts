import { bridgeText, type Changes, type Example } from "../support/bridges";
import type { Contents } from "./support/account";
import type { Stage } from "./support/life";

/** A change that a deployed bridge sees in its life, and what Terraform makes of it. */
export interface ChangeInLife {
  readonly what: string;
  /** Keys of the bridge file; each change comes on top of those before. */
  readonly change: Changes;
}

export const CHANGES_OF_PRODUCTION: readonly ChangeInLife[] = [
  {
    what: "a service is added at the end",
    change: {
      "services.billing": {
        match: { hosts: ["billing.example.com"] },
        targets: ["10.64.0.14", "10.64.1.14"],
        port: 8080,
      },
    },
  },
  { what: "a target moves", change: { "services.accounts.targets": ["10.64.0.12", "10.64.1.12", "10.64.1.15"] } },
  { what: "a service's port changes", change: { "services.billing.port": 8081 } },
  { what: "a service is taken out", change: { "services.billing": undefined } },
  { what: "a health check changes", change: { "services.shop.health.path": "/ready" } },
  { what: "HTTP is forwarded instead of redirected", change: { "listeners.http.action": "forward" } },
  { what: "HTTP is redirected again", change: { "listeners.http.action": "redirect" } },
  { what: "a zone is added", change: { "bridge.zones": ["a", "b", "c"] } },
  { what: "nothing changes after the zone", change: {} },
  { what: "the tags change", change: { "tags.Owner": "network-team" } },
];

export const CHANGES_OF_ARTICLE: readonly ChangeInLife[] = [
  {
    what: "a NAT address is added at the end",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.10", "10.0.1.11"] },
  },
  {
    what: "that NAT address is taken out",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.10"] },
  },
  {
    what: "the first NAT address changes",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.12"] },
  },
];

export interface Changed {
  readonly what: string;
  /** What Terraform did, by address. */
  readonly changed: Readonly<Record<string, string>>;
  readonly after: Contents;
}

/** Writes one change after the other into a deployed bridge's file and applies it. */
export async function liveOn(
  { account, project }: Stage,
  example: Example,
  deployed: Changes,
  changes: readonly ChangeInLife[],
): Promise<Changed[]> {
  let now = deployed;
  const results: Changed[] = [];
  for (const { what, change } of changes) {
    // The newest last: it may lie inside an older one.
    now = { ...Object.fromEntries(Object.entries(now).filter(([key]) => !(key in change))), ...change };
    project.write(bridgeText(example, now));
    results.push({ what, changed: await project.apply(), after: await account.contents() });
  }
  return results;
}
