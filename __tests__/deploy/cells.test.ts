import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { MIRRORS } from "../../src/terraform/mirrors";
import { typesWith } from "../../src/terraform";
import { ROWS } from "./cells";
import { type Cell, cellsOf, configurationOf, type Row } from "./cells/cell";
import { answer, compared, type Comparison, type Judged, judgedPlan, judgedPrior, judgedState } from "./support/judged";
import { type Disagreement, disagreements } from "./support/outcomes";
import { partOf } from "./cells/part";
import { NOT_EMULATED } from "./cells/not-emulated";
import { Emulator } from "./support/emulator";
import { describeDeployment } from "./support/life";
import { PlainProject } from "./support/plain-project";

/** What Terraform printed on the way from one configuration to the other. */
interface Life {
  /** The state right after the apply, in which a parent knows nothing of what came after it. */
  readonly applied: JsonObject;
  /** The plan over it, and the one over the state that was read anew: what people review. */
  readonly unrefreshed: JsonObject;
  readonly refreshed: JsonObject;
  readonly planned: JsonObject;
  /** Applied and read anew. */
  readonly after: JsonObject;
}

/** One apply of everything, and one plan that does to every child what its cell says. */
async function live(project: PlainProject): Promise<Life> {
  const [before, after] = [configurationOf(ROWS, "before"), configurationOf(ROWS, "after")];
  await project.write(before);
  await project.plan();
  await project.applyPlan();
  const applied = await project.state();
  await project.write(after);
  const unrefreshed = await project.plan();
  await project.write(before);
  await project.refresh();
  const refreshed = await project.state();
  await project.write(after);
  const planned = await project.plan();
  await project.applyPlan();
  await project.refresh();
  return { applied, unrefreshed, refreshed, planned, after: await project.state() };
}

const AFTERWARDS = "the state after the apply";

/** One row's part of what was printed, judged. */
class JudgedRow {
  readonly plans: Readonly<Record<"unrefreshed" | "refreshed", JsonObject>>;
  readonly before: Readonly<Record<string, Judged>>;
  readonly after: Readonly<Record<string, Judged>>;
  readonly refreshedBefore: Judged;
  readonly applied: Judged;

  constructor(life: Life, { name, adopts }: Row) {
    const part = (json: JsonObject): JsonObject => partOf(json, name);
    this.plans = { unrefreshed: part(life.unrefreshed), refreshed: part(life.planned) };
    this.refreshedBefore = judgedState(part(life.refreshed));
    this.applied = judgedState(part(life.after));
    this.before = {
      "the state": judgedState(part(life.applied)),
      "the refreshed state": this.refreshedBefore,
      "the plan's own prior state": judgedPrior(this.plans.unrefreshed),
      "the refreshed plan's prior state": judgedPrior(this.plans.refreshed),
    };
    this.after = {
      "the plan": judgedPlan(this.plans.unrefreshed),
      "the refreshed plan": judgedPlan(this.plans.refreshed),
      // What Terraform no longer knows is in no state, though it is there.
      ...(adopts !== true && { [AFTERWARDS]: this.applied }),
    };
  }
}

function answers(by: Readonly<Record<string, Judged>>, cell: Cell): Record<string, string> {
  return Object.fromEntries(Object.entries(by).map(([name, network]) => [name, answer(network, cell.question)]));
}

/** Without what is not in the state any more though it is in AWS. */
function told(row: Row, questions: Comparison): Pick<Comparison, "differences" | "undecided"> {
  const isTold = (question: string): boolean => row.isLostWhenForgotten !== true || !question.includes("__forget-");
  return {
    differences: questions.differences.filter(({ question }) => isTold(question)),
    undecided: questions.undecided.filter(isTold),
  };
}

/** By whom a cell is judged after the apply. */
function witnesses({ row, place }: Cell, after: Readonly<Record<string, Judged>>): Readonly<Record<string, Judged>> {
  const isLost = row.isLostWhenForgotten === true && place.action === "forget";
  return Object.fromEntries(Object.entries(after).filter(([name]) => !isLost || name !== AFTERWARDS));
}

function all(by: Readonly<Record<string, Judged>>, verdict: string): Record<string, string> {
  return Object.fromEntries(Object.keys(by).map((name) => [name, verdict]));
}

describeDeployment()("what a plan does to a child that its parent repeats", () => {
  const rows = new Map<string, JudgedRow>();
  const judgedRow = ({ name }: Row): JudgedRow => rows.get(name)!;

  beforeAll(async () => {
    const emulator = await Emulator.start({});
    const project = new PlainProject(emulator);
    try {
      const life = await live(project);
      for (const row of ROWS) rows.set(row.name, new JudgedRow(life, row));
    } finally {
      project.remove();
      await emulator.stop();
    }
  });

  describe.each(ROWS)("$name: $child in $parent", (row) => {
    test.each(cellsOf(row))("$place.action: was $was, will be $will", (cell) => {
      const { before, after } = judgedRow(row);
      expect(answers(before, cell)).toEqual(all(before, cell.was));
      const by = witnesses(cell, after);
      expect(answers(by, cell)).toEqual(all(by, cell.will));
    });

    test("before, every pair of ends is judged alike from either state", () => {
      const { before, refreshedBefore } = judgedRow(row);
      for (const one of Object.values(before)) {
        const { differences, undecided } = compared(one, refreshedBefore);
        expect({ differences, undecided }).toEqual({ differences: [], undecided: [] });
      }
    });

    test("every pair of ends is judged from both plans as from each other", () => {
      const { after } = judgedRow(row);
      const { differences, undecided, asked } = compared(after["the plan"]!, after["the refreshed plan"]!);
      expect({ differences, undecided }).toEqual({ differences: [], undecided: [] });
      expect(asked).toBeGreaterThan(1);
    });

    test("both reviews say the same", () => {
      const [unrefreshed, refreshed] = Object.values(judgedRow(row).plans).map((plan) => reviewPlan(plan));
      const said = ({ verdict, flows, duringApply, incidents }: ReturnType<typeof reviewPlan>) => ({
        verdict,
        flows,
        duringApply,
        incidents,
      });
      expect(said(refreshed!)).toEqual(said(unrefreshed!));
    });
  });

  // Of what was adopted and is forgotten the states know nothing; the table above says what the plans must tell.
  describe.each(ROWS.filter(({ adopts }) => adopts !== true))("$name: $child in $parent, applied", (row) => {
    test("every pair of ends is judged from the plans as from the state after the apply", () => {
      const { after, applied } = judgedRow(row);
      for (const name of ["the plan", "the refreshed plan"]) {
        const found = told(row, compared(after[name]!, applied));
        expect({ name, ...found }).toEqual({ name, differences: [], undecided: [] });
      }
    });

    test.each(["unrefreshed", "refreshed"] as const)(
      "the review of the %s plan tells the difference of the states",
      (kind) => {
        const { plans, refreshedBefore, applied } = judgedRow(row);
        const found = disagreements(plans[kind], refreshedBefore, applied);
        const isTold = ({ question }: Disagreement): boolean =>
          row.isLostWhenForgotten !== true || !question.includes("__forget-");
        expect(found.filter(isTold)).toEqual([]);
      },
    );
  });
});

describe("the table of cells", () => {
  const pairs = new Set(
    ROWS.flatMap(({ parent, alsoParent, child }) => [parent, alsoParent ?? parent].map((one) => `${child} in ${one}`)),
  );

  test.each(
    MIRRORS.flatMap(({ parents, children }) => children.flatMap((child) => parents.map((one) => `${child} in ${one}`))),
  )("has a row for %s", (pair) => {
    const why = NOT_EMULATED[pair];
    expect(pairs.has(pair) ? "in the table" : why).toBeDefined();
    expect(pairs.has(pair) && why !== undefined).toBe(false);
  });

  test.each(typesWith(({ whenDestroyed }) => whenDestroyed !== "goes"))("takes %s out of the configuration", (type) => {
    const isThere = ROWS.some(
      (row) =>
        row.adopts === true && row.child === type && cellsOf(row).some(({ place }) => place.action === "destroy"),
    );
    expect(isThere || NOT_EMULATED[type] !== undefined).toBe(true);
  });

  test("creates, destroys, moves and forgets in every row, and replaces or changes in most", () => {
    const count = (action: string): number =>
      ROWS.filter((row) => cellsOf(row).some(({ place }) => place.action === action)).length;
    for (const action of ["create", "destroy", "forget"]) expect(count(action)).toBe(ROWS.length);
    expect(count("move")).toBeGreaterThanOrEqual(ROWS.length - 1);
    expect(count("replace") + count("change")).toBeGreaterThan(ROWS.length / 2);
  });
});
