import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inFolder, planOf } from "../support/bridges";
import { acceptedByConstructs, acceptedByFile } from "./accepted";
import { judge, openLine, type Scanned, staleLines } from "./judged";
import { Refusal } from "./refusal";
import type { CheckResult } from "./scan";

const accepted = (text: string) =>
  inFolder((folder) => {
    const file = join(folder, "a.yaml");
    writeFileSync(file, text);
    return acceptedByFile(file);
  });

const result = (check: string, address: string, failed = true): CheckResult => ({
  input: "a",
  check,
  title: "Ensure it",
  address,
  failed,
});

const scanned = (byConstructs: Scanned["byConstructs"], byFile: Scanned["byFile"] = []): Scanned => ({
  name: "a",
  byConstructs,
  byFile,
});

const judged = (results: readonly CheckResult[], ...all: Scanned[]) => judge({ results, unread: [] }, all);

describe("a comment of a bridge file", () => {
  test("accepts one check or several, for one reason", () => {
    expect(accepted("region: x\n# checkov:skip=CKV_AWS_2, CKV2_AWS_20: plain: as in the article \n")).toEqual([
      { check: "CKV_AWS_2", reason: "plain: as in the article" },
      { check: "CKV2_AWS_20", reason: "plain: as in the article" },
    ]);
  });

  test("may stand behind a key; others are no business of Checkov's", () => {
    expect(accepted("a: 1 # checkov:skip=CKV_AWS_2:why\nb: 2 # checkov is a program\n")).toEqual([
      { check: "CKV_AWS_2", reason: "why" },
    ]);
  });

  test.each([
    "# checkov:skip=CKV_AWS_2",
    "# checkov:skip=CKV_AWS_2:  ",
    "# checkov:skip=CKV_AWS_2 CKV_AWS_3: why",
    "# checkov:skip: CKV_AWS_2: why",
    "# Checkov:skip=AWS_2: why",
    "# checkov: skip=CKV_AWS_2: why",
  ])("that can't be read is a fault, with its line: %s", (comment) => {
    const read = () => accepted(`a: 1\n${comment}\n`);
    expect(read).toThrow(Refusal);
    expect(read).toThrow(/a\.yaml:2: .*accepts nothing; write "# checkov:skip=/);
  });
});

describe("constructs", () => {
  test("accept of resources that are there, by their addresses", () => {
    expect(acceptedByConstructs(planOf("article"))).toContainEqual({
      check: "CKV_AWS_135",
      reason: "instances on Nitro are optimized for EBS without the flag",
      address: "aws_instance.demo-web",
    });
    expect(acceptedByConstructs(planOf("article", { demo: undefined })).map(({ check }) => check)).toEqual([
      "CKV2_AWS_5",
    ]);
  });
});

describe("what fails", () => {
  const byConstruct = { check: "CKV_AWS_1", address: "aws_lb.a", reason: "so" };

  test("and nobody accepts is told with check, address, title and the next step", () => {
    const { open } = judged([result("CKV_AWS_1", "aws_lb.b"), result("CKV_AWS_1", "aws_lb.c", false)], scanned([]));
    expect(open.map(openLine)).toEqual([
      'a: CKV_AWS_1 fails for aws_lb.b: Ensure it; mend it, or accept it with its reason: beside the resource in src/constructs (acceptFindings), or where the file decides, by "# checkov:skip=CKV_AWS_1: <reason>" in bridges/a.yaml',
    ]);
  });

  test("in a workflow can't be accepted", () => {
    const one = { ...result("CKV_GHA_1", "jobs"), input: ".github/workflows/a.yml" };
    const { open } = judged([one], scanned([], [{ check: "CKV_GHA_1", reason: "so" }]));
    expect(open.map(openLine)).toEqual([
      ".github/workflows/a.yml: CKV_GHA_1 fails for jobs: Ensure it; mend it; nothing is accepted here",
    ]);
  });

  test("is accepted by the construct of that very resource, and by a file for each of its own", () => {
    const results = [result("CKV_AWS_1", "aws_lb.a"), result("CKV_AWS_1", "aws_lb.b")];
    expect(judged(results, scanned([byConstruct])).open.map(({ address }) => address)).toEqual(["aws_lb.b"]);
    const other = { ...scanned([], [{ check: "CKV_AWS_1", reason: "so" }]), name: "b" };
    expect(judged(results, scanned([]), other).open).toHaveLength(2);
    const file = scanned([byConstruct], [{ check: "CKV_AWS_1", reason: "theirs" }]);
    expect(judged(results, file).accepted.map(({ by, reason }) => [by, reason])).toEqual([
      ["construct", "so"],
      ["file", "theirs"],
    ]);
  });
});

describe("what is accepted and does not fail", () => {
  const byConstruct = { check: "CKV_AWS_1", address: "aws_lb.a", reason: "so" };

  test("is told", () => {
    const one = judged(
      [result("CKV_AWS_1", "aws_lb.a", false)],
      scanned([byConstruct], [{ check: "CKV_AWS_2", reason: "no" }]),
    );
    expect(staleLines(one)).toEqual([
      'CKV_AWS_1 is accepted of aws_lb.a because "so", and fails nowhere; take it out of there',
      'bridges/a.yaml accepts CKV_AWS_2 because "no", and it fails for nothing there that a construct does not accept; take it out of the comment',
    ]);
  });

  test("is told of a file that says what a construct says", () => {
    const one = judged(
      [result("CKV_AWS_1", "aws_lb.a")],
      scanned([byConstruct], [{ check: "CKV_AWS_1", reason: "no" }]),
    );
    expect(one.staleOfFiles).toHaveLength(1);
  });

  test("is not told of a construct that another bridge needs", () => {
    const other = { ...scanned([{ ...byConstruct, address: "aws_lb.other" }]), name: "b" };
    expect(staleLines(judged([result("CKV_AWS_1", "aws_lb.a")], scanned([byConstruct]), other))).toEqual([]);
  });
});
