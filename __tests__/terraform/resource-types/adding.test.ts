import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = join(__dirname, "../../..");
/** The judging half, and what says what a bridge promises; the rest names no type of AWS. */
const FOLDERS = ["terraform", "topology", "reachability", "review", "diagram", "lab", "security-hub", "requirements"];

/** By file, what is written behind what. */
type Edits = Readonly<Record<string, readonly (readonly [behind: string, added: string])[]>>;

/** A type that the program does not know, with a role that it does not know, and a target of routes of a new kind. */
const NEW: Edits = {
  "src/terraform/resource-types/answers.ts": [['  | "client-vpn"', '\n  | "traffic-mirror"']],
  "src/terraform/resource-types/hosts.ts": [
    ["export const HOST_TYPES = {", '\n  aws_ec2_traffic_mirror_session: { ...NETWORK, role: "traffic-mirror" },'],
  ],
  "src/topology/model/network.ts": [
    [
      '  | { readonly kind: "gateway-endpoint"; readonly address: string; readonly isOfService?: true }',
      '\n  | { readonly kind: "load-balancer-endpoint"; readonly nic: Nic }',
    ],
  ],
};

function edited(file: string, edits: Edits[string]): string {
  return edits.reduce(
    (text, [behind, added]) => {
      expect(text).toContain(behind);
      return text.replace(behind, behind + added);
    },
    readFileSync(join(ROOT, file), "utf8"),
  );
}

/** Files that the compiler finds fault with once the edits are made; nothing is written. */
function faulty(edits: Edits): string[] {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, "tsconfig.json"), {}, host);
  if (!config) throw new Error("tsconfig.json can't be read");
  const options = { ...config.options, types: ["node"] };
  const compiler = ts.createCompilerHost(options);
  const texts = new Map(Object.entries(edits).map(([file, own]) => [join(ROOT, file), edited(file, own)]));
  const read = compiler.readFile.bind(compiler);
  const getSourceFile = compiler.getSourceFile.bind(compiler);
  compiler.readFile = (file) => texts.get(file) ?? read(file);
  compiler.getSourceFile = (file, languageOrOptions, ...rest) => {
    const text = texts.get(file);
    return text === undefined
      ? getSourceFile(file, languageOrOptions, ...rest)
      : ts.createSourceFile(file, text, languageOrOptions, true);
  };
  const files = config.fileNames.filter((file) =>
    FOLDERS.some((folder) => relative(join(ROOT, "src"), file).startsWith(`${folder}/`)),
  );
  const found = ts.getPreEmitDiagnostics(ts.createProgram(files, options, compiler));
  return [...new Set(found.map(({ file }) => (file ? relative(ROOT, file.fileName) : "no file")))].sort();
}

/** The list under this heading of the page. */
function listedIn(page: string, heading: string): string[] {
  const section = page.split(/^## /m).find((one) => one.startsWith(heading)) ?? "";
  return [...section.matchAll(/^- `([^`]+)`/gm)].map(([, file]) => file!).sort();
}

test("the page on adding a resource lists exactly the places that the compiler names", () => {
  const page = readFileSync(join(ROOT, "docs/adding-a-resource.md"), "utf8");
  expect(faulty(NEW)).toEqual(listedIn(page, "2. What the compiler names"));
}, 300_000);

test("files that the page names are there", () => {
  const page = readFileSync(join(ROOT, "docs/adding-a-resource.md"), "utf8");
  const named = [...page.matchAll(/`((?:src|docs|__tests__)\/[\w./-]+\.(?:ts|md))`/g)].map(([, file]) => file!);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !ts.sys.fileExists(join(ROOT, file)))).toEqual([]);
});
