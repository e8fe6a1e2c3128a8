import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CALLS, type CallName, parentOf, shapeOf } from "../../src/account/calls";
import { referenceOf } from "../iam/reference";
import { inFolder, PROJECT } from "../support/bridges";
import { expectGolden } from "../support/golden";
import { actions, actionsOnRequest, cliScript, kebab, leastPolicy, silentCalls } from "./page";

const PAGE = join(PROJECT, "docs/capture.md");
const EVERY = Object.keys(CALLS) as CallName[];
const NAMES = EVERY.filter((name) => !shapeOf(name).isOnRequest);

/** The page with what stands between two marks written anew. */
function withBlock(text: string, mark: string, block: string): string {
  const [start, end] = [`<!-- ${mark} -->\n`, `<!-- end of ${mark} -->`];
  const [before, rest] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  if (!text.includes(start) || !text.includes(end)) throw new Error(`${PAGE} has no mark ${mark}`);
  return `${before}\n${block}\n\n${rest}`;
}

test("the page has the policy, the script, and the calls that do not say what they are about", () => {
  const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\``;
  const silent = silentCalls().map(({ command, key }) => `- \`${command}\`: the \`${key}\``);
  const blocks: readonly [string, string][] = [
    ["policy", fenced("json", JSON.stringify(leastPolicy(), null, 2))],
    ["silent calls", silent.join("\n")],
    ["script", fenced("sh", cliScript().trimEnd())],
  ];
  const text = blocks.reduce((page, [mark, block]) => withBlock(page, mark, block), readFileSync(PAGE, "utf8"));
  expectGolden(PAGE, text);
});

test("the page names each action of what is asked on request alone, beside its policy", () => {
  const [before, policy = ""] = readFileSync(PAGE, "utf8").split("<!-- policy -->\n");
  const rest = policy.slice(policy.indexOf("<!-- end of policy -->"));
  expect(actionsOnRequest()).toEqual(["ec2:DescribeInstanceAttribute"]);
  for (const action of actionsOnRequest()) expect(before + rest).toContain(`\`${action}\``);
});

test.each([...actions(), ...actionsOnRequest()])("AWS has the action %s, and it only reads", async (action) => {
  expect((await referenceOf(action)).isRead).toBe(true);
});

test("each call that is asked about something is asked about what another call lists", () => {
  for (const name of EVERY)
    expect([name, shapeOf(name).of === undefined]).toEqual([name, parentOf(name) === undefined]);
});

/** A stand-in for the AWS CLI: writes down what it is asked, and answers each list with two ids. */
const AWS = `#!/bin/sh
shift 2
echo "$*" >> "$LOG"
case "$*" in
  *"--output text"*) printf 'first:a/b\\tsecond\\n' ;;
  *describe-network-acls*) exit 254 ;;
  *) echo '{}' ;;
esac
`;

test("the script asks each call, about each thing, and leaves no file of what is refused", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/aws"), AWS, { mode: 0o755 });
    writeFileSync(join(folder, "capture.sh"), cliScript());
    const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, LOG: join(folder, "log") };
    const { status, stderr } = spawnSync("sh", ["capture.sh", "us-east-1", "out"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    const asked = readFileSync(join(folder, "log"), "utf8").split("\n");
    for (const name of NAMES) {
      const { operation, of } = shapeOf(name);
      const calls = asked.filter((line) => line.startsWith("--output json") && line.includes(` ${kebab(operation)}`));
      const about = calls.filter((line) => of && line.endsWith(` --${kebab(of.parameter)} second`));
      expect([name, about.length > 0]).toEqual([name, of !== undefined]);
    }
    const files = spawnSync("ls", [join(folder, "out/us-east-1")], { encoding: "utf8" }).stdout.split("\n");
    expect(files).toContain("describe-vpcs.json");
    expect(files).toContain("describe-rules-a_b.json");
    expect(files).toContain("describe-rules-second.json");
    expect(files).not.toContain("describe-network-acls.json");
  });
});
