import { type Edit, EXISTING, patch, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";

/** Two files or more that are right each by itself, and what they are told of each other. */
export interface AcrossCase {
  readonly rule: string;
  readonly what: string;
  /** Texts by the bridges' names. */
  readonly files: Readonly<Record<string, string>>;
  /** `name key: message`, with the other's name and key in place of its file and line; empty where they get on. */
  readonly found: readonly string[];
}

/** The same kind of bridge as EXISTING between other things. */
export const ELSEWHERE = EXISTING.replace(/\b(vpc|subnet|rtb|sg|tgw)-(\d)\d/g, "$1-$2a").replace(
  "key: existing",
  "key: elsewhere",
);

export const CLIENT_VPC = "{ id: vpc-1a111111, cidr: 10.64.0.0/16, secondary_cidrs: [10.70.0.0/16]";
export const sameClient: Edit = [CLIENT_VPC, CLIENT_VPC.replace("vpc-1a111111", "vpc-11111111")];
export const sameWeb: Edit = ["id: vpc-2a222222", "id: vpc-22222222"];
export const sameGateway: Edit = ["id: tgw-1a111111", "id: tgw-11111111"];
export const range = (cidr: string): Edit => ["cidr: 100.64.0.0/24", `cidr: ${cidr}`];
export const local = (path: string) => patch(SMALL, ["state/small.tfstate", path]);
export const bucket = (text: string): Edit => add(`logs: { bucket: acme-logs, ${text} }`);

export const two = (
  rule: string,
  what: string,
  files: readonly [string, string],
  found: readonly string[] = [],
): AcrossCase => ({
  rule,
  what,
  files: { one: files[0], two: files[1] },
  found,
});

/** The same said of both, each time with the other's name. */
export const both = (key: string, message: (other: string) => string): string[] => [
  `one ${key}: ${message(`two ${key}`)}`,
  `two ${key}: ${message(`one ${key}`)}`,
];
