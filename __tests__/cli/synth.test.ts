import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { bridgeText } from "../support/bridges";
import { captureIo } from "../support/io";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-synth-"));
  mkdirSync(join(folder, "bridges"));
  for (const name of ["article", "production"] as const)
    writeFileSync(join(folder, "bridges", `${name}.yaml`), bridgeText(name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("overlap synth", () => {
  test("tells per bridge the plan, what it creates, where the JSON is and what to run next", async () => {
    const io = captureIo(folder);
    expect(await main(["synth"], io)).toBe(0);
    expect(io.err()).toBe("");
    expect(io.out()).toMatch(/^article +bridges\/article\.yaml +us-east-1/m);
    expect(io.out()).toMatch(/client +private1 +10\.64\.0\.0\/24 +a +clients, by NAT gateway private2/);
    expect(io.out()).toMatch(/creates 56 resources[\s\S]* 5 +aws_subnet/);
    expect(io.out()).toMatch(/Terraform +cdktf\.out\/stacks\/production\/cdk\.tf\.json/);
    expect(io.out()).toMatch(/state +state\/article\.tfstate/);
    expect(io.out()).toMatch(/state +app\.terraform\.io\/acme\/overlap-bridge-production/);
    expect(io.out()).toMatch(/next +npx cdktf diff article\n +npx cdktf deploy article/);
    const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/article/cdk.tf.json"), "utf8")) as {
      resource: Record<string, object>;
    };
    expect(Object.keys(stack.resource["aws_vpc"] ?? {})).toEqual(["client", "web"]);
  });

  test("--draw draws every bridge beside its stack, and says where; without it nothing is drawn", async () => {
    const io = captureIo(folder);
    expect(await main(["synth"], io)).toBe(0);
    expect(existsSync(join(folder, "cdktf.out/article.svg"))).toBe(false);
    expect(await main(["synth", "--draw"], io)).toBe(0);
    for (const name of ["article", "production"]) {
      expect(io.out()).toMatch(new RegExp(`picture +cdktf\\.out/${name}\\.svg`));
      expect(readFileSync(join(folder, `cdktf.out/${name}.svg`), "utf8")).toContain(
        `<title id="picture-title">${name}</title>`,
      );
    }
  });

  test("--json counts the resources of each type", async () => {
    const io = captureIo(folder);
    expect(await main(["synth", "--json"], io)).toBe(0);
    expect(JSON.parse(io.out())).toMatchObject([
      { name: "article", file: "cdktf.out/stacks/article/cdk.tf.json", resources: { aws_nat_gateway: 1 } },
      { name: "production", backend: { type: "cloud" }, resources: { aws_nat_gateway: 2 } },
    ]);
  });

  test("one faulty bridge keeps all from being written", async () => {
    const changes = { "alb.idle_timeout": 400, "backend.path": "state/worse.tfstate" };
    writeFileSync(join(folder, "bridges/worse.yaml"), bridgeText("article", changes));
    const io = captureIo(folder);
    expect(await main(["synth"], io)).toBe(2);
    expect(io.out()).toBe("");
    expect(io.err()).toMatch(/^bridges\/worse\.yaml:.* \[alb-idle-timeout\]\n1 fault; nothing was written\n$/);
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
  });

  test("says so in one line when cdktf.out can't be written", async () => {
    writeFileSync(join(folder, "cdktf.out"), "a file");
    const io = captureIo(folder);
    expect(await main(["synth"], io)).toBe(2);
    expect(io.err()).toMatch(
      /^overlap: .*cdktf\.out: a file stands where a folder is needed; mend that and run it again\n$/,
    );
  });
});
