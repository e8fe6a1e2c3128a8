import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, PROJECT } from "../support/bridges";

interface Bom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly purl: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
    readonly properties: readonly { readonly name: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
interface Locked {
  readonly name?: string;
  readonly version: string;
  readonly dev?: boolean;
  readonly inBundle?: boolean;
  readonly integrity?: string;
}

const read = <T>(file: string) => JSON.parse(readFileSync(join(PROJECT, file), "utf8")) as T;
const manifest =
  read<Readonly<Record<"dependencies" | "devDependencies", Readonly<Record<string, string>>>>>("package.json");
const lock = read<{ readonly packages: Readonly<Record<string, Locked>> }>("package-lock.json");

/** By name and version, as the lock file has what an installation without development dependencies holds. */
const production = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== "" && !dev)
  .map(([path, locked]) => [`${locked.name ?? path.split("node_modules/").at(-1)}@${locked.version}`, locked] as const);

const sbom = (...args: string[]) =>
  spawnSync(process.execPath, [join(PROJECT, ".ci/sbom.js"), ...args], { encoding: "utf8" });

describe("the bill of materials", () => {
  let bom: Bom;
  beforeAll(() => {
    bom = inFolder((folder) => {
      // In a folder that is not there yet, as test-results on a new machine.
      const file = join(folder, "new/sbom.cdx.json");
      const { status, stderr } = sbom(file);
      expect([status, stderr]).toEqual([0, ""]);
      return JSON.parse(readFileSync(file, "utf8")) as Bom;
    });
  });

  test("is CycloneDX, of this project", () => {
    expect(bom.bomFormat).toBe("CycloneDX");
    expect(bom.specVersion).toMatch(/^1\.[5-9]$/);
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(bom.metadata.component).toMatchObject({ name: "overlap-bridge", version: "0.1.0" });
  });

  test("has what the lock file has for production, each once, and nothing else", () => {
    const refs = bom.components.map((one) => one["bom-ref"]);
    expect([...refs].sort()).toEqual([...new Set(production.map(([name]) => name))].sort());
    expect(refs).toEqual(expect.arrayContaining(Object.entries(manifest.dependencies).map((one) => one.join("@"))));
    for (const development of ["jest", "eslint", "typescript", "cdktf-cli"])
      expect(refs.filter((ref) => ref.startsWith(`${development}@`))).toEqual([]);
  });

  test("each has its address, and the hash of the lock file; what comes in another's archive is told so", () => {
    for (const { "bom-ref": ref, purl, hashes, properties } of bom.components) {
      const at = ref.lastIndexOf("@");
      expect(purl).toBe(`pkg:npm/${ref.slice(0, at).replace("@", "%40")}@${ref.slice(at + 1)}`);
      const integrity = production.find(([name, locked]) => name === ref && locked.integrity)?.[1].integrity;
      if (integrity === undefined) {
        expect([ref, properties.map(({ name }) => name)]).toEqual([ref, ["cdx:npm:package:bundled"]]);
        continue;
      }
      expect(properties).toEqual([]);
      const content = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
      expect([ref, hashes]).toEqual([ref, [{ alg: "SHA-512", content }]]);
    }
  });

  test("its dependencies lead to what it has", () => {
    const refs = new Set([...bom.components.map((one) => one["bom-ref"]), "overlap-bridge@0.1.0"]);
    expect(bom.dependencies.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
    for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
  });

  test.each([[[]], [["a", "b"]]])("is refused in one line for the arguments %j", (args) => {
    const { status, stderr } = sbom(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sbom: .*\n$/);
    expect(existsSync("a")).toBe(false);
  });

  test("can't be written where there is no folder: one line, and no trace", () => {
    const { status, stderr } = sbom("/dev/null/sbom.json");
    expect([status, stderr.split("\n").length]).toEqual([2, 2]);
  });
});
