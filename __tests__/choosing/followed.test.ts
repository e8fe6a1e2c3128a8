import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { waysFor } from "../../src/choosing/ways";
import { main } from "../../src/cli/main";
import { applyPatch } from "../../src/config/patch";
import { bridgeText, EXISTING_CLIENT, EXISTING_WEB, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const fileAt = (name: string) => readFileSync(join(PROJECT, "bridges", `${name}.yaml`), "utf8");
const FILES: Readonly<Record<string, string>> = {
  article: bridgeText("article"),
  production: bridgeText("production"),
  existing: bridgeText("article", { ...EXISTING_CLIENT, ...EXISTING_WEB }),
  tcp: bridgeText("article", { "services.web.protocol": "TCP" }),
  hub: fileAt("hub"),
  "whole-vpc": fileAt("whole-vpc"),
};

/** Every way that could do the job of one of these files, with the file written so. */
const WRITTEN = Object.entries(FILES).flatMap(([file, text]) => {
  const input: unknown = parse(text);
  return waysFor({ name: "test", elsewhere: [] }, input).flatMap(({ name, change }) =>
    change ? [[file, name, stringify(applyPatch(input, change.patch))] as const] : [],
  );
});

test("there are some of each place", () => {
  const ways = new Set(WRITTEN.map(([, way]) => way));
  for (const way of [
    "hub-nat-transit-gateway",
    "hub-nat-peering",
    "hub-endpoint-transit-gateway",
    "hub-endpoint-peering",
  ])
    expect(ways).toContain(way);
});

test.each(WRITTEN)("%s, written as %s: all rules hold, and all statements are proved", async (_, way, text) => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-ways-"));
  try {
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges/test.yaml"), text);
    const checked = captureIo(folder);
    expect([await main(["check", "--json"], checked), checked.err()]).toEqual([0, ""]);
    const [{ ways }] = JSON.parse(checked.out()) as [{ ways: { way: string; chosen: boolean; change?: object }[] }];
    expect(ways.filter(({ chosen }) => chosen)).toEqual([expect.objectContaining({ way })]);
    expect(ways.find(({ chosen }) => chosen)).not.toHaveProperty("change");
    const io = captureIo(folder);
    expect([await main(["synth"], io), io.err()]).toEqual([0, ""]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
