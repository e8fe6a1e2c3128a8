import { PROJECT } from "../support/bridges";
import { fromSource } from "../support/programs";
import { describeDeployment } from "./support/life";
import { start, waitUntil } from "./support/processes";

/** `npm run try:deploy`, as npm starts it. */
function tryDeploy(args: readonly string[], onOutput?: (text: string) => void) {
  const program = [...fromSource("__tests__/deploy/try.ts"), ...args];
  return start(process.execPath, program, { cwd: PROJECT, env: process.env, onOutput });
}

describeDeployment()("npm run try:deploy", () => {
  test("ends all that it started when it is interrupted", async () => {
    let said = "";
    const running = tryDeploy([], (text) => (said += text));
    await waitUntil(() => said.includes("Initializing the backend"), running);
    const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    expect((await fetch(`${url}/moto-api/`)).ok).toBe(true);
    running.signal("SIGINT");
    expect((await running.done).exit).toBe(130);
    await expect(fetch(`${url}/moto-api/`)).rejects.toThrow();
  });

  test.each([
    ["a bridge that is not there", ["nope"], "try:deploy: there is no bridges/nope.yaml; name a file in bridges/"],
    ["an option that is not there", ["--wrong"], "error: unknown option '--wrong'"],
  ])("refuses %s in one line", async (_what, args, line) => {
    const { exit, output } = await tryDeploy(args).done;
    expect(output).toMatch(new RegExp(`^${line}`));
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(exit).toBe(2);
  });
});
