import { readFileSync } from "node:fs";
import { graphOfAccount } from "../../../src/account";
import { Answers } from "../../../src/account/answers";
import { type CallName, shapeOf } from "../../../src/account/calls";
import { answersOfCapture } from "../../../src/account/capture-file";
import { type JsonObject, type ResourceGraph } from "../../../src/terraform";

/** A thing as AWS describes it, which somebody changes. */
export interface Item {
  [key: string]: unknown;
}

interface Call {
  readonly operation: string;
  readonly about?: string;
  readonly answer?: Item;
}

interface Capture {
  readonly places: readonly { readonly account: string; readonly region: string; readonly calls: Call[] }[];
}

export const listOf = (item: Item, key: string): Item[] => (item[key] ??= []) as Item[];

export function textOf(item: Item | undefined, key: string): string {
  const value = item?.[key];
  return typeof value === "string" ? value : "";
}

/** The value of the tag Name, or nothing. */
export function nameTag(item: Item): string | undefined {
  const tags = (item["Tags"] ?? item["TagSet"] ?? []) as { Key: string; Value: string }[];
  return tags.find(({ Key }) => Key === "Name")?.Value;
}

/**
 * What `overlap capture` wrote of one or several accounts. A change is made in the answers, as AWS would give them after
 * somebody did it in the console.
 */
export class Captured {
  private constructor(private readonly captures: readonly Capture[]) {}

  static of(...files: readonly string[]): Captured {
    return new Captured(files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Capture));
  }

  private calls(operation: CallName, about?: string): Call[] {
    return this.captures
      .flatMap(({ places }) => places.flatMap(({ calls }) => calls))
      .filter((one) => one.operation === operation && (about === undefined || one.about === about));
  }

  private lists(operation: CallName, about?: string): Item[][] {
    return this.calls(operation, about).flatMap(({ answer }) =>
      answer ? [listOf(answer, shapeOf(operation).list)] : [],
    );
  }

  /** Everything that a call told, of all accounts. */
  all(operation: CallName, test: (item: Item) => boolean = () => true, about?: string): Item[] {
    return this.lists(operation, about).flat().filter(test);
  }

  /** The only one. */
  the(operation: CallName, test: (item: Item) => boolean = () => true, about?: string): Item {
    const [found, other] = this.all(operation, test, about);
    if (!found || other) throw new Error(`${found ? "several" : "none"} of ${operation} ${about ?? ""}`);
    return found;
  }

  named(operation: CallName, name: string): Item {
    return this.the(operation, (one) => nameTag(one) === name);
  }

  /** A security group of a VPC. */
  group(name: string, vpc?: unknown): Item {
    const is = (one: Item): boolean => one["GroupName"] === name && (vpc === undefined || one["VpcId"] === vpc);
    return this.the("DescribeSecurityGroups", is);
  }

  /** The answers after a change. */
  after(change: (copy: Captured) => void): Captured {
    const copy = new Captured(structuredClone(this.captures));
    change(copy);
    return copy;
  }

  /** The answers of a call that tells of one thing, and lists nothing. */
  wholeAbout(operation: CallName, about: string): Item[] {
    return this.calls(operation, about).flatMap(({ answer }) => (answer ? [answer] : []));
  }

  /** Puts something into what the account of another thing's VPC answered to a call. */
  addBeside(operation: CallName, { VpcId }: Item, item: Item): void {
    const owner = this.captures.find(
      (one) => new Captured([one]).all("DescribeVpcs", (vpc) => vpc["VpcId"] === VpcId)[0],
    );
    const call = owner?.places[0]?.calls.find((one) => one.operation === operation);
    if (!call?.answer) throw new Error(`${operation} was not answered`);
    listOf(call.answer, shapeOf(operation).list).push(item);
  }

  /** Puts something into what a call about one thing told, in the account that was asked. */
  addAbout(operation: CallName, about: string, item: Item): void {
    const [list] = this.lists(operation, about);
    if (!list) throw new Error(`${operation} was not answered about ${about}`);
    list.push(item);
  }

  /** Takes what passes a test out of the answers to a call. */
  remove(operation: CallName, test: (item: Item) => boolean, about?: string): void {
    for (const list of this.lists(operation, about)) {
      const kept = list.filter((item) => !test(item));
      list.splice(0, list.length, ...kept);
    }
  }

  graph(): ResourceGraph {
    const read = this.captures.map((one, i) => answersOfCapture(one as unknown as JsonObject, `account-${i}.json`));
    return graphOfAccount(
      new Answers(
        read.flatMap(({ answers }) => answers),
        read.flatMap(({ refusals }) => refusals),
      ),
    );
  }
}
