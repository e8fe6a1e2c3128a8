import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readContent } from "../../src/config/content";
import { waysFor } from "../../src/choosing/ways";
import { waysAsJson, waysLines } from "../../src/choosing/ways-lines";
import { type JsonObject } from "../../src/terraform/json-shapes";
import { PROJECT } from "../support/bridges";
import { mutated, numbers } from "../support/mutate-json";

const TIMES = 100;

const contentOf = (name: string) => parse(readFileSync(join(PROJECT, "bridges", `${name}.yaml`), "utf8")) as JsonObject;

describe.each(["article", "production", "hub", "whole-vpc"])("%s, broken anyhow", (name) => {
  const original = contentOf(name);

  test("never stops what is told of the ways", () => {
    const random = numbers(16);
    for (let i = 0; i < TIMES; i++) {
      const { json, changes } = mutated(original, random);
      const before = structuredClone(json);
      try {
        const ways = waysFor({ name: "test", elsewhere: [] }, json);
        waysLines({ ways, region: "us-east-1" }, true);
        JSON.stringify(waysAsJson(ways));
        // One way at most is the file's; a way that can't be says why; a way with a price is possible.
        expect(ways.filter(({ chosen }) => chosen).length).toBeLessThanOrEqual(1);
        for (const { could, because, cost } of ways) {
          expect(could === "no").toBe(because.length > 0);
          if (could === "no" && cost) expect(cost.monthly.known).toBeGreaterThanOrEqual(0);
        }
      } catch (error) {
        throw new Error(`${changes.join(", ")}: ${String((error as Error).stack)}`);
      }
      expect(json).toEqual(before);
    }
  });

  test("is read as it is, where it is not broken", () => {
    expect(readContent("test", original).findings).toEqual([]);
    const [chosen] = waysFor({ name: "test", elsewhere: [] }, original).filter((way) => way.chosen);
    expect(chosen?.could).toBe("yes");
  });
});
