import { planOf } from "../support/bridges";
import { withAssumedTargets } from "../../src/requirements/facts";
import { rolesIn } from "../../src/requirements/found-roles";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { experiment, type LabNetwork, layOut, Sandbox } from "../../src/lab";
import { Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { AS_USER, LAB_ENV } from "../support/lab";
import { synthJson } from "../support/synthesized";
import { graphFrom } from "../support/networks";

export type Resources = Record<string, Record<string, Record<string, unknown>>>;

const plan = planOf("article");
const text = JSON.stringify(synthJson(plan));

/** What the lab says of the article with a fault in it: the statements that packets break. */
export async function articleWith(
  fault: (resources: Resources) => void,
  rebuilt: (lab: LabNetwork) => LabNetwork = (lab) => lab,
): Promise<{ broken: string[]; disagreements: string[] }> {
  const stack = JSON.parse(text) as { resource: Resources };
  fault(stack.resource);
  const graph = graphFrom(stack);
  const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
  const walker = new Walker(topology);
  const all = statementsOf({ graph, topology, walker, source: "fault", granted: [], bridge: plan }, plan);
  const task = { topology, walker, statements: all.filter((one) => one.kind === "reach") };
  const lab = rebuilt(layOut(task));
  const sandbox = await Sandbox.open({ name: "fault", asUser: AS_USER, env: LAB_ENV });
  try {
    const { statements } = await experiment(sandbox, lab, task);
    return {
      broken: statements.filter(({ holds }) => holds === false).map((one) => one.text),
      disagreements: statements.flatMap((one) => one.disagreements),
    };
  } finally {
    await sandbox.close();
  }
}
