import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { PROJECT } from "../support/bridges";

const text = (file: string) => readFileSync(join(PROJECT, file), "utf8");

/** Every file that is checked in. */
const tracked = spawnSync("git", ["ls-files"], { cwd: PROJECT, encoding: "utf8" }).stdout.split("\n").filter(Boolean);

describe("dependabot.yml", () => {
  interface Update {
    readonly "package-ecosystem": string;
    readonly directory?: string;
    readonly directories?: readonly string[];
    readonly schedule: { readonly interval: string };
    readonly cooldown: { readonly "default-days": number };
    readonly groups: object;
    readonly ignore?: readonly { readonly "dependency-name": string }[];
  }
  const { version, updates } = parse(text(".github/dependabot.yml")) as { version: number; updates: readonly Update[] };
  const placesOf = (update: Update) => update.directories ?? [update.directory ?? ""];

  test("looks once a week, in groups, at what is a week old", () => {
    expect(version).toBe(2);
    for (const update of updates) {
      expect(update.schedule.interval).toBe("weekly");
      expect(update.cooldown["default-days"]).toBeGreaterThanOrEqual(7);
      expect(Object.keys(update.groups).length).toBeGreaterThan(0);
    }
  });

  /** What says that an ecosystem is in use, by the file's name. */
  const MANIFESTS: Readonly<Record<string, RegExp>> = {
    npm: /(^|\/)package-lock\.json$/,
    pip: /(^|\/)requirements\.in$/,
    "github-actions": /^\.github\/workflows\/[^/]+\.ya?ml$/,
    docker: /(^|\/)Dockerfile[^/]*$/,
    gomod: /(^|\/)go\.mod$/,
  };

  test("covers every folder of every ecosystem in use, and none that is not there", () => {
    const places = (ecosystem: string, form: RegExp) =>
      tracked
        .filter((file) => form.test(file))
        .map((file) => (ecosystem === "github-actions" || dirname(file) === "." ? "/" : `/${dirname(file)}`));
    const used = Object.entries(MANIFESTS).flatMap(([ecosystem, form]) =>
      [...new Set(places(ecosystem, form))].map((place) => `${ecosystem} ${place}`),
    );
    const covered = updates.flatMap((update) =>
      placesOf(update).map((place) => `${update["package-ecosystem"]} ${place}`),
    );
    expect(covered.sort()).toEqual(used.sort());
  });

  test("ignores only what is installed", () => {
    const manifest = JSON.parse(text("package.json")) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const kinds = ["dependencies", "devDependencies", "peerDependencies"];
    const installed = kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
    const ignored = updates.flatMap(({ ignore = [] }) => ignore.map((one) => one["dependency-name"]));
    expect(ignored).toContain("@cdktf/provider-aws");
    for (const name of ignored) expect(installed).toContain(name);
  });
});

describe("CODEOWNERS", () => {
  const rules = text(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/\s+/))
    .map(([path = "", ...owners]) => ({ path, owners }));

  /** The last rule that fits counts; the paths here are whole folders, files or everything. */
  const ownersOf = (file: string) =>
    rules.findLast(
      ({ path }) => path === "*" || `/${file}` === path || (path.endsWith("/") && `/${file}`.startsWith(path)),
    )?.owners;

  test("has teams of one organization behind paths that are there", () => {
    for (const { path, owners } of rules) {
      expect(owners.length).toBeGreaterThan(0);
      for (const owner of owners) expect(owner).toMatch(/^@acme\/[a-z][a-z-]*$/);
      if (path === "*") continue;
      expect(path).toMatch(/^\/[\w./-]+$/);
      expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
    }
  });

  test.each([
    ".github/workflows/deploy.yml",
    ".github/scripts/pack-stacks.sh",
    ".github/CODEOWNERS",
    ".github/dependabot.yml",
    ".ci/run",
    ".npmrc",
    "package.json",
    "package-lock.json",
    "bridges/production.yaml",
    "docs/iam.md",
    "docs/iam/apply.json",
    "src/reachability/index.ts",
    "SECURITY.md",
  ])("%s needs the security team", (file) => {
    expect(tracked).toContain(file);
    expect(ownersOf(file)).toContain("@acme/platform-security");
  });

  test("everything has an owner", () => {
    for (const file of tracked) expect([file, ownersOf(file)?.length]).toEqual([file, expect.any(Number)]);
  });
});

describe.each(["SECURITY.md", "docs/iam.md"])("%s", (file) => {
  const words = text(file);

  test("links to files that are there", () => {
    const links = [...words.matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, target = ""]) => target);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links.filter((one) => !one.startsWith("https://")))
      expect([link, existsSync(join(PROJECT, dirname(file), link))]).toEqual([link, true]);
  });

  test("names scripts of npm that there are", () => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: Readonly<Record<string, string>> };
    for (const [, name = ""] of words.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(name);
  });
});

test("SECURITY.md says what is supported, how to report, what counts and what is not protected", () => {
  const words = text("SECURITY.md");
  for (const heading of ["Supported versions", "Reporting", "What counts", "What is trusted, and what is not"])
    expect(words).toContain(`\n## ${heading}\n`);
  expect(words).toMatch(/false proof/);
  expect(words).toMatch(/Report privately/);
  expect(words).toMatch(/Not protected/);
});
