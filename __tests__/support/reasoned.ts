import { type Verdict } from "../../src/reachability";
import { asking } from "./asked";

type Body = Readonly<Record<string, unknown>>;
export type Blocks = Readonly<Record<string, Readonly<Record<string, Body>>>>;

/**
 * One thing that is otherwise: a path alone takes the resource or the argument away (`aws_lb.l`, `aws_lb.l.internal`,
 * `aws_route_table.t.route.0`), with a value it puts that there.
 */
export type Change = string | readonly [path: string, value: unknown];

/** Questions, `a -> b 443 udp ipv6`, with what is answered. */
export type Verdicts = Readonly<Record<string, Verdict>>;

/** A network whose verdicts were reasoned from AWS's documentation before the judge was asked. */
export interface Reasoned {
  readonly name: string;
  readonly blocks: Blocks;
  readonly verdicts: Verdicts;
  /** What is otherwise, and the verdicts that change by it; all others stay. */
  readonly settings: readonly (readonly [what: string, changes: readonly Change[], verdicts: Verdicts])[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function put(node: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(node)) {
    const index = Number(key);
    if (!(index in node)) throw new Error(`there is no ${key} in ${JSON.stringify(node)}`);
    if (rest.length === 0 && value === undefined) return node.filter((_, i) => i !== index);
    return node.map((item: unknown, i) => (i !== index ? item : rest.length > 0 ? put(item, rest, value) : value));
  }
  const own = isRecord(node) ? node : {};
  if (value === undefined && !(key in own)) throw new Error(`there is no ${key} in ${JSON.stringify(node)}`);
  const { [key]: old, ...others } = own;
  if (rest.length > 0) return { ...own, [key]: put(old, rest, value) };
  return value === undefined ? others : { ...own, [key]: value };
}

const names = (value: unknown, address: string): boolean =>
  typeof value === "string"
    ? value.includes(`${address}.`) && value.startsWith("${")
    : typeof value === "object" && value !== null && Object.values(value).some((one) => names(one, address));

/** Lists that may be empty. */
const OPTIONAL = /^(route|ingress|egress|vpc_security_group_ids|security_groups|security_group_ids)$/;

/** An argument without what names a resource that is gone; itself where nothing would be left of it. */
function without(key: string, value: unknown, address: string): unknown {
  const kept = Array.isArray(value) ? value.filter((one) => !names(one, address)) : [value];
  return Array.isArray(value) && (kept.length > 0 || OPTIONAL.test(key)) ? kept : value;
}

/** The blocks without one resource, and without all that can't be there without it. */
function removed(blocks: Blocks, address: string): Blocks {
  const [type = "", name = ""] = address.split(".");
  let left = put(blocks, [type, name], undefined) as Blocks;
  for (const [ownType, all] of Object.entries(left))
    for (const [ownName, body] of Object.entries(all)) {
      if (!names(body, address) || !left[ownType]?.[ownName]) continue;
      const kept = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, without(key, value, address)]));
      left = names(kept, address)
        ? removed(left, `${ownType}.${ownName}`)
        : (put(left, [ownType, ownName], kept) as Blocks);
    }
  return left;
}

/** The blocks with changes made to them. */
export function changedBy(blocks: Blocks, changes: readonly Change[]): Blocks {
  return changes.reduce<Blocks>((all, change) => {
    if (typeof change !== "string") return put(all, change[0].split("."), change[1]) as Blocks;
    return change.split(".").length === 2 ? removed(all, change) : (put(all, change.split("."), undefined) as Blocks);
  }, blocks);
}

/** What stands for things that are no ends. */
const NO_ENDS =
  /^aws_(vpc|subnet|route|security_group|network_acl|\w+_subnet_group|\w*target_group|lb_|iam|eip|\w*listener)/;

/** `web` is the one resource of that name that is an end; whatever is spelled in full stays. */
function endNamed(blocks: Blocks, word: string): string {
  if (/[.@:]/.test(word) || word === "internet" || word === "on-premises") return word;
  const types = Object.keys(blocks).filter((type) => !NO_ENDS.test(type) && blocks[type]?.[word]);
  return types.length === 1 ? `${types[0]}.${word}` : word;
}

/** Terraform's JSON in one of the forms that it comes in. */
export interface Form {
  readonly kind: "synth" | "plan" | "state";
  readonly json: (blocks: Blocks) => object;
}

const WRITTEN: Form = { kind: "synth", json: (resource) => ({ resource }) };

/** What a form of the network answers to the questions. */
export function answersOf(blocks: Blocks, questions: readonly string[], form: Form = WRITTEN): Verdicts {
  const { answer } = asking(form.json(blocks), form.kind);
  return Object.fromEntries(
    questions.map((question) => {
      const [from = "", , to = "", ...rest] = question.split(" ");
      const port = rest.find((one) => /^\d+$/.test(one));
      const family = rest.find((one) => one === "ipv4" || one === "ipv6");
      const protocol = rest.find((one) => one === "udp" || one === "icmp");
      const found = answer(endNamed(blocks, from), endNamed(blocks, to), {
        ...(port !== undefined && { port: Number(port) }),
        ...(family && { family }),
        ...(protocol && { protocol }),
      });
      return [question, found.verdict];
    }),
  );
}
