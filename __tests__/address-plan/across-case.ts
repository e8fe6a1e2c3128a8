import { findClashes } from "../../src/address-plan/across";
import { type KeyPath } from "../../src/config/key-path";
import { formatKey } from "../../src/config/fault";
import { type Edit, EXISTING, patch, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { type Named } from "../support/told";
import { anyBridgeOf, anyPlanOf } from "./any-place";

/** Where a claim stands: the bridge's name, the line and the key. */
type Place = readonly [bridge: string, line: number, key: string];
/** A clash is told of the first place, and names the second. */
export type Clashing = readonly [mine: Place, other: Place];

/** Two files or more that are right each by itself, and where they are in each other's way. */
export interface AcrossCase extends Named {
  readonly rule: string;
  /** Texts by the bridges' names. */
  readonly files: Readonly<Record<string, string>>;
  /** Empty where they get on. */
  readonly found: readonly Clashing[];
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
  found: readonly Clashing[] = [],
): AcrossCase => ({
  id: `${rule}: ${what}`,
  rule,
  files: { one: files[0], two: files[1] },
  found,
});

/** Told of both, at the same place. */
export const both = (line: number, key: string): Clashing[] => {
  const one: Place = ["one", line, key];
  const other: Place = ["two", line, key];
  return [
    [one, other],
    [other, one],
  ];
};

/** Where files are in each other's way, by rule. */
export function clashesIn(files: AcrossCase["files"]): Record<string, Clashing[]> {
  const bridges = Object.entries(files).map(([name, text]) => anyBridgeOf(text, name));
  const placeOf = (index: number, path: KeyPath): Place => {
    const bridge = bridges[index]!;
    const [fault] = bridge.locate([{ path, rule: "", message: "", fix: "" }]);
    return [bridge.name, fault!.line, formatKey(path)];
  };
  const found: Record<string, Clashing[]> = {};
  for (const { rule, clash } of findClashes(bridges.map(({ name }) => anyPlanOf(files[name]!, name))))
    (found[rule.name] ??= []).push([placeOf(clash.bridge, clash.path), placeOf(clash.other, clash.otherPath)]);
  return found;
}
