import { Token } from "cdktf";
import { partitionOf } from "../config/regions";
import { type KeyPath } from "../config/key-path";
import { type OverlapBridgeProps } from "./overlap-bridge-props";

/** Maps whose keys are names that the user gave. */
const SUBNETS = [
  "subnets",
  "alb_subnets",
  "nat_subnets",
  "attachment_subnets",
  "inner_subnets",
  "outer_subnets",
  "shadow_subnets",
];
const NAMED = [...SUBNETS, "nat_gateways", "services", "records", "clients_seen_as", "web_seen_as"];
/** Props that a file calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = {
  albName: "name",
  healthyThreshold: "healthy",
  unhealthyThreshold: "unhealthy",
  target4xx: "target_4xx",
  target5xx: "target_5xx",
};
const BACK = Object.fromEntries(
  Object.entries(RENAMED).flatMap(([prop, key]) => (key === "name" ? [] : [[key, prop]])),
);

const keyOf = (prop: string): string => RENAMED[prop] ?? prop.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const propOf = (key: string): string =>
  BACK[key] ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What stands for a token of some key while the rules look at the file: a value that is well-formed there. */
const STAND_INS: Readonly<Record<string, (digits: string, region: string) => string>> = {
  vpc: (digits) => `vpc-${digits}`,
  attachment: (digits) => `tgw-attach-${digits}`,
  gateway_table: (digits) => `tgw-rtb-${digits}`,
  nat_gateway: (digits) => `nat-${digits}`,
  subnet: (digits) => `subnet-${digits}`,
  route_table: (digits) => `rtb-${digits}`,
  security_groups: (digits) => `sg-${digits}`,
  transit_gateway: (digits) => `tgw-${digits}`,
  zone_id: (digits) => `Z${digits.toUpperCase()}`,
  topic: (digits, region) => `arn:aws:sns:${region}:111122223333:${digits}`,
};

/** The kind of thing that a key names; undefined where a token can't stand, since its value decides what is built. */
function kindAt(path: KeyPath): string | undefined {
  const keys = path.filter((part) => typeof part === "string");
  const last = keys.at(-1) ?? "";
  if (last === "id" && keys.at(-2) === "vpc") return "vpc";
  if (keys.at(-2) === "attachment") return last === "id" ? "attachment" : "gateway_table";
  if (keys.at(-3) === "nat_gateways" && (last === "id" || last === "subnet"))
    return last === "id" ? "nat_gateway" : last;
  if (last === "id" && keys.at(-3) === "subnets") return "subnet";
  if (last === "id" && keys.at(-2) === "transit_gateway") return "transit_gateway";
  return ["route_table", "security_groups", "zone_id", "topic"].includes(last) ? last : undefined;
}

/** A role that nobody assumes: the construct is given the provider itself. */
const roleIn = (account: string, region: string): string => `arn:${partitionOf(region)}:iam::${account}:role/provider`;

/** Props in the form of a bridge file's content. */
export interface PropsAsFile {
  readonly content: Readonly<Record<string, unknown>>;
  /** What stands in the content for each token. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** The content of a bridge file that says what the props say. Tokens of ids are stood in for; others stay, to be refused. */
export function propsAsFile(props: OverlapBridgeProps): PropsAsFile {
  const standIns = new Map<string, string>();
  const standIn = (token: string, path: KeyPath): string => {
    const kind = kindAt(path);
    const make = kind === undefined ? undefined : STAND_INS[kind];
    if (!make) return token;
    // Several keys may hold one token, which is one thing.
    const known = standIns.get(token) ?? make(`f${String(standIns.size).padStart(16, "0")}`, props.region);
    standIns.set(token, known);
    return known;
  };
  const written = (value: unknown, path: KeyPath, isNames: boolean): unknown => {
    if (typeof value === "string") return Token.isUnresolved(value) ? standIn(value, path) : value;
    if (Array.isArray(value)) return value.map((item, i) => written(item, [...path, i], false));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.map(([prop, item]) => {
        const key = isNames ? prop : keyOf(prop);
        return [key, written(item, [...path, key], !isNames && NAMED.includes(key))];
      }),
    );
  };
  const { name, ...rest } = props;
  // A provider is no value of a file; what it does for the web side's account, a role does there.
  const { account } = props.web;
  const entered = account && { ...account, role: roleIn(account.id, props.region) };
  const web = { ...props.web, account: entered, provider: undefined };
  const backend = { type: "local", path: `state/${name ?? "bridge"}.tfstate` };
  const content = written({ ...rest, web }, [], false) as Record<string, unknown>;
  return {
    content: { ...content, backend },
    tokens: new Map([...standIns].map(([token, text]) => [text, token])),
  };
}

/** A value of a read file with the tokens back in their places. */
export function withTokens<T>(value: T, tokens: ReadonlyMap<string, string>): T {
  const back = (one: unknown): unknown => {
    if (typeof one === "string") return tokens.get(one) ?? one;
    if (Array.isArray(one)) return one.map(back);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, back(item)]));
  };
  return tokens.size === 0 ? value : (back(value) as T);
}

/** Where the props say what a file says at a path. */
export function propPath(path: KeyPath): KeyPath {
  return path.map((part, i) => {
    const before = path[i - 1];
    const isName = typeof before === "string" && NAMED.includes(before);
    if (typeof part === "number" || isName) return part;
    return path[0] === "alb" && part === "name" ? "albName" : propOf(part);
  });
}
