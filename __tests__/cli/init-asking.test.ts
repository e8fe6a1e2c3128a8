import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { parse } from "yaml";
import { run } from "../../src/cli/main";
import { terminalAsker } from "../../src/cli/output/terminal-asker";
import { captureOf, type Told } from "../account/support/captured";
import { equalVpcs, IDS } from "../account/support/equal-vpcs-told";
import { TWO_VPCS } from "../account/support/two-vpcs-told";

import { captureIo } from "../support/io";

const TOLD = equalVpcs({ servers: ["10.64.0.10", "10.64.1.10"] });
const SAID = ["--client", IDS.client, "--web", IDS.web, "--target", "10.64.0.10:8080", "--backend", "local"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-asking-"));
  writeFileSync(join(folder, "cdktf.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `overlap init` with somebody there who gives these answers, and then goes away. */
async function asking(args: readonly string[], answers: readonly string[], told: Told = TOLD) {
  writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
  const left = [...answers];
  const asked: string[] = [];
  let isClosed = false;
  const ask = (question: string): Promise<string | undefined> => {
    asked.push(question);
    return Promise.resolve(left.shift());
  };
  const io = { ...captureIo(folder, true), asker: { ask, close: () => (isClosed = true) } };
  const { exit, refusal } = await run(["init", ...args, "--account", "account.json"], io);
  const path = join(folder, "bridges/shop.yaml");
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  return { exit, refusal, asked, out: io.out(), err: io.err(), isClosed, text, left };
}

describe("overlap init on a terminal", () => {
  test("asks for the VPCs, the targets and the backend, and writes what flags would have it write", async () => {
    const { exit, asked, text, err, isClosed } = await asking(
      ["shop"],
      ["1", "", "10.64.0.10:8080 10.64.1.10:8080", "s3:states/shop"],
    );
    expect(exit).toBe(0);
    expect(asked).toHaveLength(4);
    expect(isClosed).toBe(true);
    for (const shown of [IDS.client, IDS.web, "10.64.0.10", "10.64.1.10"]) expect(err).toContain(shown);
    rmSync(join(folder, "bridges"), { recursive: true });
    const flags = ["--client", IDS.client, "--web", IDS.web, "--target", "10.64.0.10:8080"];
    const more = ["--target", "10.64.1.10:8080", "--backend", "s3:states/shop"];
    const said = await asking(["shop", ...flags, ...more], []);
    expect(said.asked).toEqual([]);
    expect(text).toBeDefined();
    expect(said.text).toBe(text);
  });

  test.each([
    ["--client", IDS.client],
    ["--web", IDS.web],
    ["--target", "10.64.0.10:8080"],
    ["--backend", ""],
  ])("asks for %s alone where all others were said", async (option, answer) => {
    const at = SAID.indexOf(option);
    const args = [...SAID.slice(0, at), ...SAID.slice(at + 2)];
    const { exit, asked, text } = await asking(["shop", ...args], [answer]);
    expect([exit, asked.length]).toEqual([0, 1]);
    expect(parse(text!)).toMatchObject({ client: { vpc: { id: IDS.client } }, backend: { type: "local" } });
  });

  test("asks for a name where all others were said", async () => {
    const { exit, asked, text } = await asking(SAID, ["shop"]);
    expect([exit, asked.length, text === undefined]).toEqual([0, 1, false]);
  });

  test.each([
    ["client", ["7", "vpc-9", "", "1", "", "10.64.0.10:8080", ""], 3],
    ["web", ["1", IDS.client.slice(1), "", "10.64.0.10:8080", ""], 1],
    ["target", ["1", "", "", "10.64.0.10", "10.64.0.77:80", "10.64.0.10:99999", "10.64.0.10:8080", ""], 4],
    ["backend", ["1", "", "10.64.0.10:8080", "gcs:x", "s3:only", "local"], 2],
  ])("says what is wrong with an answer for the %s, and asks again", async (_, answers, wrong) => {
    const { exit, asked, text } = await asking(["shop"], answers);
    expect([exit, asked.length, text === undefined]).toEqual([0, 4 + wrong, false]);
  });

  test.each([0, 1, 2, 3])("writes nothing when the input ends after %d answers", async (count) => {
    const answers = ["1", "", "10.64.0.10:8080"].slice(0, count);
    const { exit, refusal, text, isClosed } = await asking(["shop"], answers);
    expect([exit, refusal?.rule, text, isClosed]).toEqual([2, "no-answer", undefined, true]);
  });

  test.each([
    ["a VPC", ["shop", "--client", "vpc-9"], "no-such-vpc"],
    ["a target", ["shop", "--target", "10.64.0.10"], "target"],
    ["a backend", ["shop", "--backend", "gcs:x"], "backend"],
    ["a role", ["shop", "--role", "admin"], "role"],
    ["a name", ["Shop!"], "bridge-name"],
  ])("refuses %s that was said before it asks anything", async (_, args, rule) => {
    const { exit, refusal, asked } = await asking(args, ["1", "1"]);
    expect([exit, refusal?.rule, asked]).toEqual([2, rule, []]);
  });

  test("refuses the name of a file that is there before it asks anything", async () => {
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges/shop.yaml"), "mine");
    const { exit, refusal, asked, text } = await asking(["shop"], ["1"]);
    expect([exit, refusal?.rule, asked, text]).toEqual([2, "exists", [], "mine"]);
  });

  test("asks nothing for the list of pairs, where no VPCs overlap, and where JSON is wanted", async () => {
    const list = await asking([], []);
    expect([list.exit, list.asked]).toEqual([0, []]);
    expect(list.out).toContain("VPCs that overlap");
    const none = await asking(["shop"], ["1"], TWO_VPCS);
    expect([none.exit, none.asked, none.out]).toEqual([0, [], "no two VPCs of these accounts overlap\n"]);
    const json = await asking(["shop", "--json"], ["1"]);
    expect([json.exit, json.asked]).toEqual([0, []]);
    expect(JSON.parse(json.out)).toHaveProperty("pairs");
  });
});

describe("the terminal", () => {
  function terminal() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = "";
    output.on("data", (bytes: Buffer) => (shown += bytes.toString()));
    return { input, asker: terminalAsker(() => ({ input, output })), shown: () => shown };
  }

  test("gives each line to its question, those too that come early", async () => {
    const { input, asker, shown } = terminal();
    const first = asker.ask("one? ");
    input.write("a\rb\r");
    expect([await first, await asker.ask("two? ")]).toEqual(["a", "b"]);
    expect(shown()).toContain("one? ");
    asker.close();
  });

  test.each([
    ["Ctrl+C", "\u0003"],
    ["Ctrl+D", "\u0004"],
  ])("is left with %s: no answer, then and later", async (_, key) => {
    const { input, asker } = terminal();
    const answer = asker.ask("one? ");
    input.write(key);
    expect([await answer, await asker.ask("two? ")]).toEqual([undefined, undefined]);
  });

  test("shows what hides in a question", async () => {
    const { input, asker, shown } = terminal();
    const answer = asker.ask("vpc\u001b]0;x\u0007? ");
    input.write("\r");
    expect(await answer).toBe("");
    expect(shown()).not.toContain("\u001b]0;");
    asker.close();
  });
});
