import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { patch, SMALL } from "../../config/bridge-texts";
import { type Named, type Told } from "../../support/told";

/** A project whose bridges, or their folder, are not what they should be. */
export interface FolderCase extends Named {
  /** @param bridges the folder, with one good file in it */
  readonly make: (bridges: string) => void;
  readonly found: readonly Told[];
}

/** A fault of a file, or of the folder, as a whole. */
export const whole = (file: string, rule: string): Told => ({ rule, file, line: 1, key: "" });
const put = (name: string, text: string) => (bridges: string) => writeFileSync(join(bridges, name), text);
const gone = (bridges: string) => rmSync(bridges, { recursive: true });
const noBridge = [whole("bridges", "bridges-folder")];

/** Of each kind of fault one; a key that is a list would make the YAML library print a warning of its own. */
export const EACH_KIND: FolderCase = {
  id: "of each kind of fault one",
  make: (bridges) => {
    put("a.yaml", "")(bridges);
    put("b.yaml", patch(SMALL, ["  shop:", "  [shop, api]:"]))(bridges);
    put("c.yaml", patch(SMALL, ["targets: [10.64.0.10]", "targets: [10.64.0.1, 10.64.0]"]))(bridges);
    put("d.yaml", patch(SMALL, ["cidr: 10.0.0.0/16", "cidr: 10.64.0.0/16"]))(bridges);
    mkdirSync(join(bridges, "e.yaml"));
  },
  found: [
    whole("bridges/a.yaml", "yaml-empty"),
    { rule: "yaml-key", file: "bridges/b.yaml", line: 21, key: "" },
    { rule: "address", file: "bridges/c.yaml", line: 22, key: "services.shop.targets[1]" },
    { rule: "bridge-overlaps-client", file: "bridges/d.yaml", line: 12, key: "bridge.cidr" },
    { rule: "bridge-overlaps-web", file: "bridges/d.yaml", line: 12, key: "bridge.cidr" },
    { rule: "bridge-subnet-in-bridge", file: "bridges/d.yaml", line: 14, key: "bridge.nat_subnets.nat.cidr" },
    { rule: "bridge-subnet-in-bridge", file: "bridges/d.yaml", line: 16, key: "bridge.alb_subnets.alb-1.cidr" },
    { rule: "bridge-subnet-in-bridge", file: "bridges/d.yaml", line: 17, key: "bridge.alb_subnets.alb-2.cidr" },
    whole("bridges/e.yaml", "file-kind"),
  ],
};

export const FOLDER_CASES: readonly FolderCase[] = [
  EACH_KIND,
  {
    id: "two bad files",
    make: (bridges) => {
      put("a.yaml", "")(bridges);
      put("b.yaml", SMALL.replace("us-east-1", "1"))(bridges);
    },
    found: [whole("bridges/a.yaml", "yaml-empty"), { rule: "type", file: "bridges/b.yaml", line: 1, key: "region" }],
  },
  {
    id: "a folder in place of a file",
    make: (bridges) => mkdirSync(join(bridges, "bad.yaml")),
    found: [whole("bridges/bad.yaml", "file-kind")],
  },
  {
    id: "a link to nothing",
    make: (bridges) => symlinkSync("nowhere.yaml", join(bridges, "bad.yaml")),
    found: [whole("bridges/bad.yaml", "file-readable")],
  },
  {
    id: "a link to itself",
    make: (bridges) => symlinkSync("bad.yaml", join(bridges, "bad.yaml")),
    found: [whole("bridges/bad.yaml", "file-readable")],
  },
  {
    id: "a pipe, which would be waited for",
    make: (bridges) => void execFileSync("mkfifo", [join(bridges, "bad.yaml")]),
    found: [whole("bridges/bad.yaml", "file-kind")],
  },
  { id: "no folder", make: gone, found: noBridge },
  { id: "an empty folder", make: (bridges) => rmSync(join(bridges, "good.yaml")), found: noBridge },
  {
    id: "a folder of what is no bridge file",
    make: (bridges) => {
      rmSync(join(bridges, "good.yaml"));
      put(".hidden.yaml", "")(bridges);
      put("bridge.schema.json", "{}")(bridges);
    },
    found: noBridge,
  },
  {
    id: "a file in place of the folder",
    make: (bridges) => {
      gone(bridges);
      writeFileSync(bridges, SMALL);
    },
    found: noBridge,
  },
  {
    id: "a file that ends in .yml",
    make: put("other.yml", SMALL),
    found: [whole("bridges/other.yml", "bridge-ending")],
  },
];
