import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";

interface Locked {
  readonly name?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
}

const text = (file: string) => readFileSync(join(PROJECT, file), "utf8");
const manifest = JSON.parse(text("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
const { packages } = JSON.parse(text("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const installed = Object.entries(packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.split("node_modules/").at(-1) ?? "";

describe("what npm installs", () => {
  test("has its exact version in package.json", () => {
    const { dependencies, devDependencies, overrides } = manifest;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...overrides }))
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });

  test("has a hash in the lock file, or comes in the archive of one that has", () => {
    expect(installed.length).toBeGreaterThan(100);
    const bare = installed.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith("sha512-"));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test("comes from the registry: no archive or repository is named", () => {
    const elsewhere = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  test("runs nothing while it is installed, by npm 10 (.npmrc) or by npm 11 (allowScripts)", () => {
    expect(text(".npmrc")).toMatch(/^ignore-scripts=true$/m);
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(manifest.allowScripts).toEqual(Object.fromEntries(scripted.map((name) => [name, false])));
  });

  // `prepare` is for whoever installs from a repository; here every command builds by itself.
  test("no script of ours relies on one that npm runs by itself, which would not run", () => {
    const names = new Set(Object.keys(manifest.scripts));
    const around = [...names].filter((name) => /^(pre|post)/.test(name) && names.has(name.replace(/^(pre|post)/, "")));
    expect(around).toEqual([]);
    expect([...names].filter((name) => /^(pre|post)?install$|^prepare/.test(name) && name !== "prepare")).toEqual([]);
  });
});

describe("what takes the place of cdktf for a test", () => {
  const own = JSON.parse(text("ways-out/cdktn/package.json")) as Pick<typeof manifest, "dependencies">;
  const lock = JSON.parse(text("ways-out/cdktn/package-lock.json")) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const all = Object.entries(lock.packages).filter(([path]) => path !== "");

  test("has its exact version, and a hash", () => {
    expect(Object.values(own.dependencies)).toHaveLength(3);
    for (const version of Object.values(own.dependencies))
      expect(version).toMatch(/^(npm:@?[a-z]+(\/[a-z-]+)?@)?\d+\.\d+\.\d+$/);
    const bare = all.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith("sha512-"));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test("runs nothing while it is installed", () => {
    expect(all.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });
});
