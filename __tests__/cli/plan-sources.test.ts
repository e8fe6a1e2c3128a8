import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { captureIo } from "../support/io";
import { describeWithTerraform, OFFLINE_PROVIDER, terraformEnvironment } from "../support/terraform";
import { NETWORKS } from "../terraform/sources/networks";

const NETWORK = join(NETWORKS, "vpc");

let folder = "";
let pathBefore: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-plan-sources-"));
  pathBefore = process.env["PATH"];
});
afterEach(() => {
  process.env["PATH"] = pathBefore;
  rmSync(folder, { recursive: true, force: true });
});

/** Files of the network, put into the folder under other names. */
function put(...files: readonly (readonly [from: string, to: string])[]): void {
  for (const [from, to] of files) cpSync(join(NETWORK, from), join(folder, to), { recursive: true });
}

async function run(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(args, io);
  return { exit, out: io.out(), err: io.err() };
}

/** What a matrix counts, as its last line says it. */
async function unknownIn(...args: string[]): Promise<{ unknown: number; err: string }> {
  const { exit, out, err } = await run("matrix", ...args);
  expect({ exit, err: exit === 0 ? "" : err }).toEqual({ exit: 0, err: "" });
  const [, count = ""] = /, (\d+) unknown$/m.exec(out) ?? [];
  return { unknown: Number(count), err };
}

/** A program called terraform on the PATH, and nothing else. */
function fakeTerraform(lines: readonly string[], name = "terraform"): void {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, name), ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(join(bin, name), 0o755);
  process.env["PATH"] = bin;
}

describe("a plan's JSON", () => {
  test("alone leaves much unknown, and what it is made of decides it", async () => {
    put(["plan.json", "plan.json"], ["main.tf", "infra/main.tf"], ["modules", "infra/modules"]);
    expect((await unknownIn("--plan", "plan.json")).unknown).toBeGreaterThan(50);
    expect(await unknownIn("--plan", "plan.json", "--config", "infra")).toEqual({ unknown: 0, err: "" });
  });

  test("in the folder that it was made in needs no word more", async () => {
    put(["plan.json", "plan.json"], ["main.tf", "main.tf"], ["modules", "modules"]);
    expect(await unknownIn("--plan", "plan.json")).toEqual({ unknown: 0, err: "" });
  });

  test("beside sources of something else is read as if it were alone", async () => {
    put(["plan.json", "plan.json"]);
    writeFileSync(join(folder, "other.tf"), 'resource "aws_s3_bucket" "b" {\n}\n');
    const { unknown, err } = await unknownIn("--plan", "plan.json");
    expect({ isMuch: unknown > 50, err }).toEqual({ isMuch: true, err: "" });
  });

  test("beside sources that can't be parsed is read as if it were alone", async () => {
    put(["plan.json", "plan.json"]);
    writeFileSync(join(folder, "main.tf"), "resource {{{\n");
    expect((await unknownIn("--plan", "plan.json")).unknown).toBeGreaterThan(50);
  });

  test("of other sources is told in a line, with what differs", async () => {
    put(["plan.json", "plan.json"], ["main.tf", "main.tf"], ["modules", "modules"]);
    const file = join(folder, "modules/vpc/main.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace('"aws_eip" "nat"', '"aws_eip" "other"'));
    const { unknown, err } = await unknownIn("--plan", "plan.json");
    expect(unknown).toBeGreaterThan(0);
    expect(err).toBe(
      "overlap: plan.json: the sources of module.vpc are not believed: aws_eip.nat is in the plan alone\n",
    );
  });

  test.each([
    ["trace", "--from", 'aws_instance.host["web"]', "--to", "internet", "--port", "443"],
    ["draw", "--mermaid"],
  ])("is read with its sources by %s", async (command, ...args) => {
    put(["plan.json", "plan.json"], ["main.tf", "infra/main.tf"], ["modules", "infra/modules"]);
    const { exit, out } = await run(command, "--plan", "plan.json", "--config", "infra", ...args);
    expect(exit).toBe(0);
    expect(out).not.toContain("UNKNOWN");
  });

  test("is reviewed with its sources", async () => {
    put(["plan.json", "plan.json"], ["main.tf", "infra/main.tf"], ["modules", "infra/modules"]);
    const verdict = async (...args: string[]): Promise<string> => {
      const { out } = await run("review", "plan.json", "--json", ...args);
      return String((JSON.parse(out) as { verdict: string; unknown: boolean }).unknown);
    };
    expect([await verdict(), await verdict("--config", "infra")]).toEqual(["true", "false"]);
  });
});

describe("bad input is told in one line and exits with 2", () => {
  const FAULTS: readonly [string, readonly string[], RegExp][] = [
    ["no plan", ["--config", "infra"], /^overlap: --config names the sources of a plan; give --plan FILE too\n$/],
    ["an empty folder", ["--plan", "plan.json", "--config", "empty"], /^overlap: empty: holds no \*\.tf [^\n]*\n$/],
    ["no folder", ["--plan", "plan.json", "--config", "nowhere"], /^overlap: nowhere: [^\n]*\n$/],
    [
      "a file",
      ["--plan", "plan.json", "--config", "plan.json"],
      /^overlap: plan\.json: the sources can't be read [^\n]*\n$/,
    ],
    [
      "a plan file's sources",
      ["--plan", "plan.out", "--config", "infra"],
      /holds its own sources; leave --config out\n$/,
    ],
  ];
  test.each(FAULTS)("%s", async (_, args, says) => {
    put(["plan.json", "plan.json"], ["plan.out", "plan.out"], ["main.tf", "infra/main.tf"]);
    mkdirSync(join(folder, "empty"));
    const { exit, out, err } = await run("matrix", ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toMatch(says);
  });
});

describe("a plan file", () => {
  test("is read by terraform, with the sources inside of it", async () => {
    put(["plan.json", "shown.json"], ["plan.out", "plan.out"]);
    fakeTerraform([`while read -r line; do printf '%s\\n' "$line"; done < ${join(folder, "shown.json")}`]);
    writeFileSync(join(folder, "shown.json"), `${readFileSync(join(folder, "shown.json"), "utf8")}\n`);
    expect(await unknownIn("--plan", "plan.out")).toEqual({ unknown: 0, err: "" });
  });

  describe("of OpenTofu", () => {
    beforeEach(() => (process.env["TERRAFORM_BINARY_NAME"] = "tofu"));
    afterEach(() => delete process.env["TERRAFORM_BINARY_NAME"]);

    test("is read by the program that the CLIs of cdktf ask, too", async () => {
      put(["plan.json", "shown.json"], ["plan.out", "plan.out"]);
      const file = join(folder, "shown.json");
      const shown = readFileSync(file, "utf8").replaceAll("registry.terraform.io/", "registry.opentofu.org/");
      writeFileSync(file, `${shown}\n`);
      fakeTerraform([`while read -r line; do printf '%s\\n' "$line"; done < ${file}`], "tofu");
      expect(await unknownIn("--plan", "plan.out")).toEqual({ unknown: 0, err: "" });
    });

    test("is told where that program is not there", async () => {
      put(["plan.out", "plan.out"]);
      process.env["PATH"] = folder;
      const { exit, err } = await run("matrix", "--plan", "plan.out");
      expect({ exit, err }).toEqual({
        exit: 2,
        err: "overlap: plan.out: is a plan file, and there is no tofu on the PATH to read it; where there is one, write its JSON: tofu show -json plan.out > plan.json\n",
      });
    });
  });

  test("is told by its content, whatever its name", async () => {
    put(["plan.out", "plan.json"]);
    process.env["PATH"] = folder;
    const { exit, err } = await run("matrix", "--plan", "plan.json");
    expect(exit).toBe(2);
    expect(err).toMatch(/^overlap: plan\.json: is a plan file, and there is no terraform on the PATH [^\n]*\n$/);
  });

  test("that terraform refuses is told with terraform's word and a next step", async () => {
    put(["plan.out", "plan.out"]);
    fakeTerraform(["echo '╷' >&2", "echo '│ Error: Failed to load plugin schemas' >&2", "exit 1"]);
    const { exit, err } = await run("review", "plan.out");
    expect(exit).toBe(2);
    expect(err).toBe(
      "overlap: plan.out: terraform can't read it (Failed to load plugin schemas); run terraform init where it was made, or write its JSON: terraform show -json plan.out > plan.json\n",
    );
  });

  test("is read where Terraform was initialized, without credentials", async () => {
    put(["plan.out", "plans/plan.out"]);
    mkdirSync(join(folder, ".terraform"));
    fakeTerraform([
      `pwd > ${join(folder, "where")}`,
      `echo "\${AWS_SECRET_ACCESS_KEY:-none}" >> ${join(folder, "where")}`,
      "exit 1",
    ]);
    process.env["AWS_SECRET_ACCESS_KEY"] = "secret";
    try {
      await run("matrix", "--plan", "plans/plan.out");
    } finally {
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    }
    expect(readFileSync(join(folder, "where"), "utf8")).toBe(`${folder}\nnone\n`);
  });

  test("that changes while it is read is not judged", async () => {
    put(["plan.json", "shown.json"], ["plan.out", "plan.out"]);
    fakeTerraform([
      `echo more >> ${join(folder, "plan.out")}`,
      'printf \'{"format_version":"1.2","resource_changes":[]}\'',
    ]);
    const { exit, err } = await run("matrix", "--plan", "plan.out");
    expect({ exit, err }).toEqual({
      exit: 2,
      err: "overlap: plan.out: was changed while it was read; run this again\n",
    });
  });

  test("that is cut off is told before terraform is asked", async () => {
    writeFileSync(join(folder, "plan.out"), readFileSync(join(NETWORK, "plan.out")).subarray(0, 3000));
    fakeTerraform([`echo asked > ${join(folder, "asked")}`]);
    const { exit, err } = await run("matrix", "--plan", "plan.out");
    expect({ exit, isAsked: existsSync(join(folder, "asked")) }).toEqual({ exit: 2, isAsked: false });
    expect(err).toMatch(/^overlap: plan\.out: is cut off[^\n]*; make the plan anew\n$/);
  });
});

describeWithTerraform()("a plan file of the real Terraform", () => {
  test("is read with all that it holds", async () => {
    put(["main.tf", "main.tf"], ["modules", "modules"]);
    const provider = { aws: [{ region: "eu-west-1", ...OFFLINE_PROVIDER }] };
    writeFileSync(join(folder, "provider_override.tf.json"), JSON.stringify({ provider }));
    const env = terraformEnvironment(folder);
    for (const args of [["init"], ["plan", "-out=plan.out"]]) {
      const { status, stderr } = spawnSync("terraform", [...args, "-input=false", "-no-color"], { cwd: folder, env });
      expect({ status, stderr: status === 0 ? "" : String(stderr) }).toEqual({ status: 0, stderr: "" });
    }
    const config = process.env["TF_CLI_CONFIG_FILE"];
    if (env["TF_CLI_CONFIG_FILE"] !== undefined) process.env["TF_CLI_CONFIG_FILE"] = env["TF_CLI_CONFIG_FILE"];
    try {
      expect(await unknownIn("--plan", "plan.out")).toEqual({ unknown: 0, err: "" });
    } finally {
      if (config === undefined) delete process.env["TF_CLI_CONFIG_FILE"];
      else process.env["TF_CLI_CONFIG_FILE"] = config;
    }
  });
});
