import type { Changes } from "../support/bridges";

/** A change that a deployed bridge sees in its life, and what Terraform makes of it. */
export interface ChangeInLife {
  readonly what: string;
  /** Keys of the bridge file; each change comes on top of those before. */
  readonly change: Changes;
}

export const CHANGES: readonly ChangeInLife[] = [
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
  { what: "the tags change", change: { "tags.Owner": "network-team" } },
];
