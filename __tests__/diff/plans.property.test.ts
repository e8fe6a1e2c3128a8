import { type Diff, diffOf, idsInPlan, type Source } from "../../src/diff";
import { reviewPlan } from "../../src/review";
import { type JsonObject, readPlan, readPriorState, ResourceGraph, type Role } from "../../src/terraform";
import { goldenPlan, namesIn, PLANS, REFRESHED } from "../review/plans/golden-plans";

const NAMES = [
  ...namesIn(PLANS).map((name) => [name, PLANS] as const),
  ...namesIn(REFRESHED).map((name) => [name, REFRESHED] as const),
];
const EVERYTHING: readonly Role[] = [
  "vpc",
  "subnet",
  "instance",
  "interface",
  "load-balancer",
  "vpc-endpoint",
  "nat-gateway",
  "service",
  "unread",
];

const planned = (plan: JsonObject): Source => ({ graph: readPlan(plan), shown: "plan.json", ids: idsInPlan(plan) });
const prior = (plan: JsonObject): Source => ({
  graph: readPriorState(plan) ?? new ResourceGraph("state", []),
  shown: "state.json",
});

/** What is as an account would tell it: everything by its id. */
function asAccount({ graph }: Source): Source {
  const resources = graph.resources.map((one) => {
    const id = typeof one.values.id === "string" ? one.values.id.replace(/[^\w-]/g, "_") : one.name;
    return { ...one, address: `${one.type}._${id}`, module: "", name: `_${id}` };
  });
  return {
    graph: new ResourceGraph("account", resources, graph.unreadable),
    shown: "capture.json",
    places: [{ lists: new Set(EVERYTHING) }],
  };
}

/** How many flows become what; which pairs are asked at all is another question. */
const countsIn = ({ flows: { counts } }: Pick<Diff, "flows">) => ({ ...counts, unchanged: 0 });

/** Flows that are there in the second alone, and in the first alone. */
function sidesIn({ flows: { counts } }: Diff) {
  return { opens: counts.opened + counts.new, closes: counts.broken + counts.removed, moves: counts.moved };
}

test.each(NAMES)("the state before %s, against the plan, says what the review says (%#)", (name, folder) => {
  const plan = goldenPlan(name, folder);
  expect(countsIn(diffOf(prior(plan), planned(plan)))).toEqual(countsIn(reviewPlan(plan) as unknown as Diff));
});

/** AWS lists the routes that come of propagations, and a state does not: what is made of one would lack them. */
const isWithoutPropagation = ([name, folder]: (typeof NAMES)[number]): boolean =>
  (readPriorState(goldenPlan(name, folder))?.ofType(["aws_ec2_transit_gateway_route_table_propagation"]) ?? [])
    .length === 0;

test.each(NAMES.filter(isWithoutPropagation))(
  "an account before %s, against the plan, says what the review says (%#)",
  (name, folder) => {
    const plan = goldenPlan(name, folder);
    const diff = diffOf(asAccount(prior(plan)), planned(plan));
    expect(countsIn(diff)).toEqual(countsIn(reviewPlan(plan) as unknown as Diff));
  },
);

test.each(NAMES)("%s: an input against itself says nothing, and in reverse opens what closes (%#)", (name, folder) => {
  const plan = goldenPlan(name, folder);
  for (const source of [prior(plan), planned(plan), asAccount(prior(plan))]) {
    const diff = diffOf(source, source);
    expect([diff.verdict, diff.routes, diff.filters, diff.things, diff.leftOut]).toEqual(["safe", [], [], [], []]);
  }
  const [there, back] = [diffOf(prior(plan), planned(plan)), diffOf(planned(plan), prior(plan))].map(sidesIn);
  expect({ opens: back!.closes, closes: back!.opens, moves: back!.moves }).toEqual(there);
});
