import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { parse, stringify } from "yaml";
import { loadPlan } from "../src/address-plan/load-plans";
import { clientVpcSubnets } from "../src/address-plan/plan";
import { main } from "../src/cli/main";
import { formatFault } from "../src/config/fault";
import { formatCidr } from "../src/ip";
import { bridgeText, inFolder, planOf, PROJECT } from "./support/bridges";
import { captureIo } from "./support/io";
import { check, paste } from "./support/paste";

const read = (file: string) => readFileSync(join(PROJECT, file), "utf8");

/** The fenced blocks of one language in a Markdown text. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (match) => match[1] ?? "",
  );
}

/** Loads a bridge file of this text under the name that the README's example has. */
function load(text: string) {
  return inFolder((folder) => {
    const file = join(folder, "orders.yaml");
    writeFileSync(file, text);
    const loaded = loadPlan(file);
    return {
      ...loaded,
      messages:
        "faults" in loaded ? loaded.faults.map((fault) => formatFault({ ...fault, file: "bridges/orders.yaml" })) : [],
    };
  });
}

/** Synthesizes a bridge file of this text and proves it; @returns what the proof told */
async function proved(name: string, text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-readme-"));
  try {
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges", `${name}.yaml`), text);
    expect(await main(["synth"], captureIo(folder))).toBe(0);
    const io = captureIo(folder);
    expect(await main(["verify", name], io)).toBe(0);
    return io.out();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

describe.each([
  ["README.md", "docs"],
  ["README.ja.md", "docs/ja"],
])("%s", (file, docs) => {
  const readme = read(file);

  test("its bridge for existing VPCs and its hub are such that every rule lets pass", () => {
    const examples = blocks(readme, "yaml");
    expect(examples).toHaveLength(2);
    expect(examples.map((example) => load(example).messages)).toEqual([[], []]);
    expect(examples[1]).toContain("place: hub");
  });

  test("its fault is what the program says", () => {
    const example = blocks(readme, "yaml")[0] ?? "";
    const wrong = example.replace("cidr: 100.64.0.0/24", "cidr: 10.64.0.0/24");
    expect(parse(wrong)).not.toEqual(parse(example));
    const { messages } = load(wrong);
    expect(messages.some((message) => readme.includes(message))).toBe(true);
    // The translation follows the text that it is of.
    if (file === "README.md") for (const message of messages) expect(readme).toContain(message);
  });

  test("the diagram of its network's page shows every subnet of the article", () => {
    const [diagram = ""] = blocks(read(`${docs}/network.md`), "mermaid");
    const plan = planOf("article");
    for (const subnet of [...clientVpcSubnets(plan), ...plan.webSubnets])
      expect(diagram).toContain(`${subnet.name} ${formatCidr(subnet.cidr)}`);
    for (const prefix of plan.albPrefixes) expect(diagram).toContain(`to ${formatCidr(prefix)}`);
    expect(diagram).toContain(formatCidr(plan.bridgeCidr));
  });

  test("its bridge for existing VPCs is proved from the facts that the file states", async () => {
    const told = await proved("orders", blocks(readme, "yaml")[0] ?? "");
    expect(told).toMatch(/holds +no packet from the web side's orders to any client or NAT subnet/);
  });

  test("its statements of one's own are proved for the production bridge", async () => {
    const told = await proved("production", bridgeText("production") + (blocks(readme, "yml")[0] ?? ""));
    expect(told.match(/holds +expect:/g)).toHaveLength(2);
  });

  test("its review is what the program says of that plan", () => {
    const [review = ""] = blocks(readme, "markdown");
    expect(review).toMatch(/^## Plan review: cuts traffic\n/);
    const golden = read("__tests__/review/golden/nat-gateway-replaced.md");
    expect(golden.startsWith(review)).toBe(true);
    const [longer = ""] = blocks(read(`${docs}/review.md`), "markdown");
    expect(longer.length).toBeGreaterThan(review.length);
    expect(golden.startsWith(longer)).toBe(true);
  });

  test("is short", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(251);
  });

  test("leads to every page of its language", () => {
    const pages = readdirSync(join(PROJECT, docs)).filter((name) => name.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(6);
    expect(pages.filter((name) => !readme.includes(`(${docs}/${name}`))).toEqual([]);
  });

  test("names only scripts that there are", () => {
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

test("both show the same examples of the package", () => {
  const [english, japanese] = ["README.md", "README.ja.md"].map((file) => blocks(read(file), "ts"));
  expect(english).toHaveLength(1);
  expect(japanese).toEqual(english);
});

test("the examples of the package are right by its types", () => {
  const [example = ""] = blocks(read("README.md"), "ts");
  const folder = mkdtempSync(join(tmpdir(), "overlap-readme-"));
  try {
    const file = join(folder, "example.ts");
    writeFileSync(file, `declare const synth: string;\n${example}`);
    const entries = ["jest", "judge"].map((name) => [`overlap-bridge/${name}`, [join(PROJECT, "src", `${name}.ts`)]]);
    const { options } = ts.convertCompilerOptionsFromJson(
      { strict: true, noEmit: true, skipLibCheck: true, target: "es2023", module: "node16", types: ["jest", "node"] },
      PROJECT,
    );
    const all = { ...options, paths: Object.fromEntries(entries) as Record<string, string[]> };
    const typeRoots = [join(PROJECT, "node_modules/@types")];
    const program = ts.createProgram([file], { ...all, typeRoots });
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

test("help names every script that a person runs, and only those that there are", () => {
  const help = read("help");
  const named = [...help.matchAll(/npm (?:run )?([a-z:]+)/g)].map((match) => match[1] ?? "").sort();
  const internal = ["format:check", "help", "prepare"];
  expect(named).toEqual(
    Object.keys(scripts)
      .filter((name) => !internal.includes(name))
      .sort(),
  );
});

test("the pinned versions are exact", () => {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(read("package.json")) as Record<
    string,
    Record<string, string>
  >;
  const versions = Object.values({ ...dependencies, ...devDependencies });
  expect(versions.length).toBeGreaterThan(15);
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  // Peers are ranges, for those who install the package; here the lock pins them.
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version?: string }> };
  const pinned = Object.keys(peerDependencies ?? {}).map((name) => [name, packages[`node_modules/${name}`]?.version]);
  expect(Object.fromEntries(pinned)).toEqual({
    "@aws-sdk/client-ec2": "3.1130.0",
    "@aws-sdk/client-elastic-load-balancing-v2": "3.1130.0",
    "@aws-sdk/client-ram": "3.1048.0",
    "@aws-sdk/client-service-quotas": "3.1131.0",
    "@aws-sdk/client-sts": "3.1130.0",
    "@aws-sdk/client-vpc-lattice": "3.1048.0",
    "@aws-sdk/credential-providers": "3.1130.0",
    cdktf: "0.21.0",
    "@cdktf/provider-aws": "20.1.0",
    constructs: "10.4.2",
  });
  expect(devDependencies).toMatchObject({ "cdktf-cli": "0.21.0" });
  expect(stringify(parse(read("cdktf.json")))).toContain("reachability-analyzer");
});

test.each([
  ["README.md", "docs/bridge-file.md"],
  ["README.ja.md", "docs/ja/bridge-file.md"],
])("the block to paste for the bridge of %s is what the program says, and is enough", async (file, page) => {
  const readme = read(file);
  const text = (blocks(readme, "yaml")[0] ?? "")
    .replace(/(orders: \{.*cidr: 10\.64\.0\.0)\/24/, "$1/23")
    .replace("[10.64.0.10, 10.64.0.11]", "[10.64.0.10, 10.64.1.11]");
  const told = await check(text);
  const shown = told.text.slice(told.text.indexOf("  bridges/test.yaml:"), told.text.indexOf("  1 of "));
  expect(told.block.length).toBeGreaterThan(0);
  expect(read(page)).toContain(shown.replace(/^ {2}/gm, "").replaceAll("test.yaml", "orders.yaml"));
  expect((await check(paste(text, told.block))).exit).toBe(0);
});
