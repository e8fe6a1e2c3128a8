import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "../src/jest";
import { readNetwork } from "../src/judge";
import { smallNetwork } from "./support/small-network";

const json = smallNetwork();
const text = JSON.stringify(json);
const OPEN = { from: "aws_instance.app", to: "aws_instance.data", port: 5432 };
const SHUT = { ...OPEN, port: 22 };
const UNKNOWN = { from: "aws_instance.app", to: "aws_instance.other", port: 80 };
const PARTLY = { from: "aws_subnet.app", to: "aws_instance.data", port: 6432 };

/** The message with which an expectation fails. */
function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return "it passes";
}

describe("toReach", () => {
  test("takes a text, an object, a path and a network", () => {
    const folder = mkdtempSync(join(tmpdir(), "overlap-jest-"));
    const path = join(folder, "cdk.tf.json");
    try {
      writeFileSync(path, text);
      for (const received of [text, json, path, readNetwork(text)]) {
        expect(received).toReach(OPEN);
        expect(received).not.toReach(SHUT);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("fails with the walk and what stops it", () => {
    const message = failure(() => expect(json).toReach(SHUT));
    expect(message).toMatch(/^aws_instance\.app -> aws_instance\.data, tcp\/22: expected that packets get there/);
    expect(message).toContain("   1. aws_instance.app leaves the interface: 10.0.1.10");
    expect(message).toContain("what stops it\n  ENI_SG_RULES_MISMATCH  aws_security_group.data");
  });

  test("fails the other way round with the walk of what arrives", () => {
    const message = failure(() => expect(json).not.toReach(OPEN));
    expect(message).toContain("expected that no packet gets there, but packets get there");
    expect(message).toContain("   1. aws_instance.app leaves the interface: 10.0.1.10");
  });

  test("fails both ways for what is UNKNOWN, and says what leaves it open", () => {
    for (const message of [
      failure(() => expect(json).toReach(UNKNOWN)),
      failure(() => expect(json).not.toReach(UNKNOWN)),
    ]) {
      expect(message).toContain("it can't be told (UNKNOWN), which proves nothing");
      expect(message).toContain("what leaves it open\n");
      expect(message).toContain("sg-0123456789abcdef0");
    }
  });

  test("fails both ways for what holds of a part of the senders", () => {
    expect(failure(() => expect(json).toReach(PARTLY))).toContain("ENI_SG_RULES_MISMATCH");
    expect(failure(() => expect(json).not.toReach(PARTLY))).toContain("what arrives\n");
  });

  test("shows what steers a terminal instead of sending it", () => {
    const hostile = smallNetwork();
    hostile.resource.aws_instance.other.vpc_security_group_ids = ["sg-\u001b[2J"];
    const message = failure(() => expect(hostile).toReach(UNKNOWN));
    expect(message).not.toContain("\u001b");
    expect(message).toContain("[2J");
  });

  test("sees what was changed in an object since it was expected last", () => {
    const changed = smallNetwork();
    expect(changed).toReach(OPEN);
    changed.resource.aws_security_group.data.ingress = [];
    expect(changed).not.toReach(OPEN);
  });

  test("throws for what can't be read and for names of nothing, with `not` too", () => {
    expect(() => expect({ hello: 1 }).not.toReach(OPEN)).toThrow("is JSON of another kind");
    expect(() => expect(undefined).not.toReach(OPEN)).toThrow("undefined is no synthesis, plan or state");
    expect(() => expect(json).not.toReach({ ...OPEN, to: "aws_instance.nobody" })).toThrow("names nothing");
  });
});

describe("toReachOnly", () => {
  const known = smallNetwork();
  known.resource.aws_instance.other.vpc_security_group_ids = ["${aws_security_group.app.id}"];

  test("holds when each is reached and nothing else is", () => {
    expect(known).toReachOnly({ from: "aws_instance.app", to: ["aws_instance.data"], port: 5432 });
    expect(known).toReachOnly({ from: "aws_instance.app", to: [], port: 22 });
    // By another name.
    expect(known).toReachOnly({ from: "aws_instance.app", to: ["10.0.2.10@aws_subnet.data"], port: 5432 });
  });

  test("fails for one that is not reached, for another that is, and for what is UNKNOWN", () => {
    const ask = (received: object, to: string[], port: number) =>
      failure(() => expect(received).toReachOnly({ from: "aws_instance.app", to, port }));
    expect(ask(known, ["aws_instance.data"], 22)).toContain(
      "aws_instance.app -> aws_instance.data, tcp/22: is to be reached, but not all packets",
    );
    expect(ask(known, [], 5432)).toContain(
      "aws_instance.app -> aws_instance.data, tcp/5432: is not to be reached, but packets get there",
    );
    expect(ask(json, ["aws_instance.data"], 5432)).toContain(
      "aws_instance.app -> aws_instance.other, tcp/5432: is not to be reached, but it can't be told (UNKNOWN)",
    );
  });

  test("takes a list of names", () => {
    const one = "aws_instance.data" as unknown as string[];
    expect(() => expect(known).toReachOnly({ from: "aws_instance.app", to: one })).toThrow('to: ["aws_lb.front"]');
  });

  test("has no opposite", () => {
    expect(() => expect(known).not.toReachOnly({ from: "aws_instance.app", to: [], port: 22 })).toThrow(
      "write toReach",
    );
  });
});
