import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, PROJECT } from "../support/bridges";
import { describeUnless } from "../support/describe-unless";
import { OVERLAP } from "../support/programs";

const PLAN = join(PROJECT, "__tests__/review/golden/plans/route-removed.json");
const SCRIPTS = join(PROJECT, ".github/scripts");

/** A runner takes a line for a command that begins with "::", spaces apart, or has "##[" in it (actions/runner, ActionCommand). */
function commandsIn(log: string): string[] {
  let mark: string | undefined;
  const found: string[] = [];
  for (const line of log.split(/\r\n|\r|\n/)) {
    const text = line.trimStart();
    if (mark !== undefined) {
      if (text.startsWith(`::${mark}::`)) mark = undefined;
    } else if (text.startsWith("::stop-commands::")) mark = text.slice("::stop-commands::".length);
    else if (text.startsWith("::") || line.includes("##[")) found.push(line);
  }
  return found;
}

function script(name: string, args: readonly string[], env: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync("bash", [join(SCRIPTS, name), ...args], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], BRIDGE: "article", GITHUB_STEP_SUMMARY: "/dev/null", ...env },
  });
  return stdout + stderr;
}

const whyNot = spawnSync("jq", ["--version"]).status === 0 ? undefined : "there is no jq";

describeUnless(whyNot, "what a plan or a review says in a job's log")("is no command to the runner", () => {
  const HOSTILE = ["##[error]forged", "::error::forged", "x\r::add-mask::forged", "##[add-matcher]forged"];

  test("of a forged review; what the script itself says still is one", () => {
    inFolder((folder) => {
      const made = spawnSync(process.execPath, [OVERLAP, "review", "--json", PLAN], { cwd: PROJECT });
      const review = JSON.parse(made.stdout.toString()) as { resources: object[]; verdict: string };
      const forged = HOSTILE.map((address) => ({ address, action: address, digest: "0", sensitive: 0 }));
      const reviewed = join(folder, "reviewed");
      mkdirSync(reviewed);
      writeFileSync(join(reviewed, "about.json"), JSON.stringify({ reason: "", pull_request: "7", link: "" }));
      writeFileSync(
        join(reviewed, "article.json"),
        JSON.stringify({ ...review, verdict: HOSTILE[0], resources: forged }),
      );
      copyFileSync(PLAN, join(folder, "plan.json"));
      const log = script("judge-plan.sh", [join(folder, "plan.json"), reviewed, join(folder, "judged")], {
        RUN: "run-1",
        FAIL_ON: "none",
      });
      expect(log.match(/forged/g)?.length).toBeGreaterThan(HOSTILE.length);
      const commands = commandsIn(log);
      expect(commands.filter((line) => line.includes("forged"))).toEqual([]);
      expect(commands).toContainEqual(
        expect.stringMatching(/^::error::article: the plan does not do what was reviewed/),
      );
    });
  });

  test("of a plan that can't be read; no command stays stopped", () => {
    inFolder((folder) => {
      const plan = join(folder, "##[error]forged.json");
      writeFileSync(plan, "{}");
      const log = script("review.sh", [plan, join(folder, "reviews")], {});
      expect(log).toContain("forged.json");
      expect(commandsIn(log)).toEqual([]);
      expect(commandsIn(`${log}\n::notice::next`)).toEqual(["::notice::next"]);
    });
  });
});

test("the mark that starts commands again is another one each time", () => {
  const run = () => spawnSync("bash", ["-c", 'source "$1"; as_text; no_text', "-", join(SCRIPTS, "as-text.sh")]).stdout;
  const [one, other] = [run().toString(), run().toString()];
  expect(one).toMatch(/^::stop-commands::([0-9a-f-]{36})\n::\1::\n$/);
  expect(one).not.toBe(other);
  expect(readFileSync(join(SCRIPTS, "judge-plan.sh"), "utf8")).toContain("as-text.sh");
});
