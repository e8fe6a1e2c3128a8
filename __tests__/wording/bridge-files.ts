import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clashesAmong } from "../../src/address-plan/load-plans";
import { faultLines } from "../../src/cli/output/fault-lines";
import { type Fault, formatFault } from "../../src/config/fault";
import { shownLine } from "../../src/escape/terminal";
import { type AcrossCase } from "../address-plan/across-case";
import { ACROSS_CASES } from "../address-plan/across-cases";
import { faultsAmong, IGNORED_FILES, withFiles } from "../address-plan/ignored-files";
import { foundBy } from "../address-plan/rule-case";
import { hubFoundBy } from "../address-plan/hub/hub-case";
import { HUB_BROKEN } from "../address-plan/hub/hub-rule-cases";
import { BROKEN } from "../address-plan/rule-cases";
import { type BadFile, faultsOfFile } from "../support/bad-file";
import { BAD_FILES } from "../cli/bad-input/bad-files";
import { FOLDER_CASES } from "../cli/bad-input/folder-cases";
import { faultsIn, makeWorkspace, putBad, removeWorkspace } from "../cli/bad-input/workspace";
import { SMALL } from "../config/bridge-texts";
import { contradictionsIn } from "../config/contradiction-case";
import { CONTRADICTIONS } from "../config/contradictions";
import { FORM_FILES } from "../config/form-files";
import { IGNORED_KEY_FILES } from "../config/ignored-key-files";
import { inFolder } from "../support/bridges";
import { writeBridge } from "../support/write-bridge";
import { type Said, type Section } from "./section";

const TRIED = join(__dirname, "../cases/bridges");

const lines = (faults: readonly Fault[]): string[] => faults.map((fault) => shownLine(formatFault(fault)));

/** What is said of a project, with what is to be pasted, once something bad is in it. */
function ofProject(make: (folder: string) => void): string[] {
  const folder = makeWorkspace();
  try {
    make(folder);
    return faultLines(faultsIn(folder)).map(shownLine);
  } finally {
    removeWorkspace(folder);
  }
}

function ofBadFiles(files: readonly BadFile[]): Said[] {
  return files.map((bad) => ({ id: bad.id, lines: ofProject((folder) => putBad(folder, bad)) }));
}

/** What is said of files before anything is planned by them. */
function ofFilesAlone(files: readonly BadFile[]): Said[] {
  return files.map((bad) => ({ id: bad.id, lines: lines(faultsOfFile(bad)) }));
}

/** What the case's rule says of files that lie side by side. */
function ofFiles({ rule, files }: AcrossCase): string[] {
  return inFolder((folder) => {
    const paths = Object.entries(files).map(([name, text]) => writeBridge(folder, name, text));
    const faults = clashesAmong(paths).filter((fault) => fault.rule === rule);
    return lines(faults.map((fault) => ({ ...fault, file: fault.file.slice(folder.length + 1) })));
  });
}

/** Files that somebody tried, and that are refused; what must come of each: __tests__/cases/bridges.test.ts. */
function ofTriedFiles(): Said[] {
  const said = readdirSync(TRIED)
    .sort()
    .map((file) => {
      const bad = { id: file.replace(/\.yaml$/, ""), text: readFileSync(join(TRIED, file)), found: [] };
      return { id: bad.id, lines: ofProject((folder) => putBad(folder, bad)) };
    });
  return said.filter(({ lines: told }) => told.length > 0);
}

/** What is said of bridge files, in the order in which a file is read. */
export function bridgeFileSections(): Section[] {
  const broken = <C extends { readonly found: readonly unknown[] }>(cases: readonly C[]) =>
    cases.filter(({ found }) => found.length > 0);
  return [
    {
      title: "The folder of bridges",
      said: FOLDER_CASES.map(({ id, make }) => ({ id, lines: ofProject((folder) => make(join(folder, "bridges"))) })),
    },
    {
      title: "Files that look like bridges, and that nobody reads",
      said: IGNORED_FILES.map((path) => ({ id: path, lines: lines(faultsAmong(withFiles({ [path]: SMALL }))) })),
    },
    ...Object.entries(BAD_FILES).map(([what, files]) => ({ title: `A bridge file: ${what}`, said: ofBadFiles(files) })),
    {
      title: "A bridge file: each form that the schema asks for, by its rule",
      said: ofFilesAlone(FORM_FILES),
    },
    {
      title: "A bridge file: a key that does nothing in it",
      said: ofFilesAlone(IGNORED_KEY_FILES),
    },
    {
      title: "A bridge file that contradicts itself, rule by rule",
      said: broken(CONTRADICTIONS).map(({ id, text }) => ({ id, lines: lines(contradictionsIn(text)) })),
    },
    {
      title: "An address plan that AWS or this network refuses, rule by rule",
      said: BROKEN.map((one) => ({ id: one.id, lines: lines(foundBy(one)) })),
    },
    {
      title: "A hub that AWS or this network refuses, rule by rule",
      said: HUB_BROKEN.map((one) => ({ id: one.id, lines: lines(hubFoundBy(one)) })),
    },
    { title: "Bridge files that somebody tried", said: ofTriedFiles() },
    {
      title: "Bridge files that are in each other's way, rule by rule",
      said: broken(ACROSS_CASES).map((one) => ({ id: one.id, lines: ofFiles(one) })),
    },
  ];
}
