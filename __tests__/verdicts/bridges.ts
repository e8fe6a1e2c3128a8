import { bridgeText, type Changes, type Example, EXISTING_CLIENT, EXISTING_WEB } from "../support/bridges";

/** A bridge file, and what is asked of its network beside `verify` and `matrix`. */
export interface Bridge {
  readonly name: string;
  readonly text: string;
  /** Ends of packets: from, to. */
  readonly traced: readonly (readonly [string, string])[];
}

const variant = (name: string, example: Example, changes: Changes = {}, ...more: Bridge["traced"]): Bridge => ({
  name,
  text: bridgeText(example, {
    ...changes,
    ...(name !== example && { backend: { type: "local", path: `state/${name}.tfstate` } }),
  }),
  traced: [["client", "web"], ["web", "client"], ["internet", "client"], ...more],
});

/** The examples, and what they do not use. */
export const BRIDGES: readonly Bridge[] = [
  variant("article", "article", {}, ["client", "http://web"], ["10.64.0.20@client", "10.64.0.10@web"]),
  variant("production", "production"),
  variant("existing-client", "article", EXISTING_CLIENT),
  variant("existing-web", "article", EXISTING_WEB),
  variant("existing-both", "article", {
    ...EXISTING_CLIENT,
    ...EXISTING_WEB,
    "transit_gateway.id": "tgw-0123456789abcdef0",
  }),
  variant("two-accounts", "production", {
    "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
    "bridge.zones": ["a", "b", "c"],
  }),
  variant("many-addresses", "article", {
    reachability_analyzer: {},
    "bridge.nat_subnets.private2.addresses": ["10.0.1.10", "10.0.1.11", "10.0.1.12"],
    "listeners.https": { certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/a"] },
  }),
];
