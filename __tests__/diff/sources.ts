import { type AskedPlace, type Diff, diffOf, type Source } from "../../src/diff";
import { ResourceGraph, type Role } from "../../src/terraform";
import { graphFrom, type Resources, stateJson } from "../support/networks";

/** Kinds of things of which AWS was asked. */
const LISTED: readonly Role[] = ["vpc", "subnet", "instance", "interface", "load-balancer", "vpc-endpoint"];

export const ACCOUNT = "111122223333";
export const REGION = "us-east-1";

/** What a configuration holds. */
export const synthOf = (resource: Resources, rest: object = {}): Source => ({
  graph: graphFrom({ resource, ...rest }),
  shown: "cdk.tf.json",
});

/** What a state holds. */
export const stateOf = (resources: Resources): Source => ({
  graph: graphFrom(stateJson(resources), "state"),
  shown: "state.json",
});

/** What AWS answered, as resources. */
export function accountOf(resources: Resources, places?: readonly AskedPlace[]): Source {
  const { resources: own } = graphFrom(stateJson(resources), "state");
  return {
    graph: new ResourceGraph("account", own),
    shown: "capture.json",
    places: places ?? [{ account: ACCOUNT, region: REGION, lists: new Set(LISTED) }],
  };
}

/** Flows as one line each, of one outcome. */
export function flowsOf({ flows }: Diff, outcome: "broken" | "opened" | "moved" | "undecided" | "begun"): string[] {
  return flows[outcome].map(
    ({ from, to, protocol, ports }) => `${from.join(" ")} -> ${to.join(" ")} ${protocol} ${ports}`,
  );
}

export { diffOf };
