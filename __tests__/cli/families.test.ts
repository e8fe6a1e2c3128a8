import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { PROJECT } from "../support/bridges";
import { dualStack, HTTPS_4 } from "../support/dual-stack";
import { captureIo } from "../support/io";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-families-"));
  writeFileSync(
    join(folder, "cdk.tf.json"),
    JSON.stringify(
      dualStack([HTTPS_4], {
        aws_db_instance: { d: {} },
        aws_lambda_function: { outside: {}, inside: { vpc_config: [{ subnet_ids: ["${aws_subnet.both.id}"] }] } },
      }),
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  return { exit: await main([...args, "--synth", "cdk.tf.json"], io), out: io.out(), err: io.err() };
}

/** What a command prints as JSON, when it is as its schema says. */
async function json(schema: string, ...args: string[]): Promise<unknown> {
  const { out } = await run(...args, "--json");
  const text = readFileSync(join(PROJECT, `schema/${schema}.schema.json`), "utf8");
  const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(text) as object);
  const value = JSON.parse(out) as unknown;
  expect([validate(value), validate.errors]).toEqual([true, null]);
  return value;
}

const FLOW = ["trace", "--from", "internet", "--to", "aws_instance.both:443"];
const FAMILIES = [
  { family: "ipv4", verdict: "ALLOWED" },
  { family: "ipv6", verdict: "DENIED" },
];

describe("overlap trace", () => {
  it("says over which family the packets get there", async () => {
    expect(await json("trace", ...FLOW)).toMatchObject({ verdict: "ALLOWED", families: FAMILIES });
    expect((await run(...FLOW)).out.split("\n")[1]).toBe("over IPv4; IPv6: DENIED");
  });

  it("asks over one family, as a line of a file does", async () => {
    expect(await json("trace", ...FLOW, "--family", "ipv6")).toMatchObject({ verdict: "DENIED" });
    const { exit, out } = await run(...FLOW, "--family", "ipv6");
    expect([exit, out.split("\n")[1]]).toEqual([1, "over IPv6"]);
    const line = { from: "internet", to: "aws_instance.both:443", family: "ipv6" };
    writeFileSync(join(folder, "questions.jsonl"), JSON.stringify(line));
    const answers = await run("trace", "--questions", "questions.jsonl");
    expect(JSON.parse(answers.out)).toMatchObject({ ...line, verdict: "DENIED" });
  });
});

describe("overlap matrix", () => {
  it("says over which family each entry holds", async () => {
    const { entries } = (await json("matrix", "matrix")) as { entries: object[] };
    const verdict = { from: "internet", to: "aws_instance.both", verdict: "ALLOWED", families: FAMILIES };
    expect(entries).toContainEqual(expect.objectContaining(verdict));
    expect((await run("matrix")).out).toMatch(/internet +-> +aws_instance.both +tcp\/443 +over IPv4; IPv6: DENIED/);
  });

  it("of one family has the ends of that family, and names the others", async () => {
    expect(await json("matrix", "matrix", "--family", "ipv6")).toMatchObject({
      family: "ipv6",
      endpoints: ["aws_instance.both", "internet"],
      left_out: {
        without_address: ["aws_instance.old", "aws_lambda_function.inside"],
        without_place: ["aws_db_instance.d"],
      },
    });
    const { out } = await run("matrix", "--family", "ipv6");
    expect(out).toContain("2 endpoints over IPv6: ");
    expect(out).toContain("left out: 2 without an address of IPv6: aws_instance.old, aws_lambda_function.inside");
    expect(out).toContain("left out: 1 of which it is not known where they are: aws_db_instance.d");
  });
});
