import { type Source } from "../../src/diff";
import { accountOf, diffOf, flowsOf, stateOf } from "./sources";
import { admits, BY_ID, BY_NAME, twoHosts } from "./two-names";

const OPEN = [admits(5432, "10.0.1.0/24")];
const MORE = [...OPEN, admits(22, "10.0.0.0/16")];

/** Both sources of each pair of kinds. */
const PAIRS: readonly (readonly [string, (rules: object[]) => Source, (rules: object[]) => Source])[] = [
  ["state, state", (rules) => stateOf(twoHosts(BY_NAME, rules)), (rules) => stateOf(twoHosts(BY_NAME, rules))],
  ["account, account", (rules) => accountOf(twoHosts(BY_ID, rules)), (rules) => accountOf(twoHosts(BY_ID, rules))],
  ["state, account", (rules) => stateOf(twoHosts(BY_NAME, rules)), (rules) => accountOf(twoHosts(BY_ID, rules))],
  ["account, state", (rules) => accountOf(twoHosts(BY_ID, rules)), (rules) => stateOf(twoHosts(BY_NAME, rules))],
];

describe.each(PAIRS)("%s", (_, first, second) => {
  test("of one network say nothing", () => {
    const diff = diffOf(first(OPEN), second(OPEN));
    expect(diff).toMatchObject({ verdict: "safe", cuts: false, opens: false, unknown: false });
    expect(diff.flows.counts).toMatchObject({ broken: 0, opened: 0, moved: 0, new: 0, removed: 0, undecided: 0 });
    expect([diff.routes, diff.filters, diff.things, diff.leftOut]).toEqual([[], [], [], []]);
  });

  test("a rule more opens a flow, by its group", () => {
    const diff = diffOf(first(OPEN), second(MORE));
    expect(diff.verdict).toBe("opens");
    const { opened, broken } = diff.flows;
    expect(broken).toEqual([]);
    expect(opened.map(({ ports, causes }) => [ports, causes.map(({ action }) => action)])).toEqual([
      ["22", ["update"]],
    ]);
    expect(diff.filters.map(({ gained, lost }) => [gained.length, lost.length])).toEqual([[1, 0]]);
  });

  test("the other way round it closes", () => {
    const diff = diffOf(first(MORE), second(OPEN));
    expect(diff.verdict).toBe("cuts");
    expect(diff.flows.broken.map(({ ports }) => ports)).toEqual(["22"]);
    expect(diff.flows.opened).toEqual([]);
  });
});

test("what has two names has the one of the configuration", () => {
  for (const diff of [
    diffOf(stateOf(twoHosts(BY_NAME, OPEN)), accountOf(twoHosts(BY_ID, MORE))),
    diffOf(accountOf(twoHosts(BY_ID, OPEN)), stateOf(twoHosts(BY_NAME, MORE))),
  ]) {
    expect(flowsOf(diff, "opened")).toEqual(["aws_instance.client -> aws_instance.server tcp 22"]);
    expect(diff.flows.opened[0]?.causes.map(({ address }) => address)).toEqual(["aws_security_group.data"]);
    expect(diff.matched).toContainEqual({ address: "aws_instance.server", id: "i-2", by: "id" });
  }
});
