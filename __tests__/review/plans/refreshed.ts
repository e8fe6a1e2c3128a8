import { Emulator } from "../../deploy/support/emulator";
import { PlainProject } from "../../deploy/support/plain-project";
import { whyNoDeployment } from "../../deploy/support/python";
import { REFRESHED } from "./golden-plans";
import { save } from "./saved";
import { type Config, type Scenario } from "./scenario";

const REGION = "eu-west-1";

async function write(project: PlainProject, { folders, ...config }: Config): Promise<void> {
  await project.write(config, folders);
}

/** Applies what exists once to an account of its own, and plans each scenario over the state that was read anew. */
async function planEach(before: Config, scenarios: readonly Scenario[]): Promise<void> {
  const emulator = await Emulator.start({ region: REGION });
  const project = new PlainProject(emulator);
  try {
    await write(project, before);
    await project.plan();
    await project.applyPlan();
    await project.refresh();
    for (const { name, after } of scenarios) {
      await write(project, after);
      save(REFRESHED, name, await project.plan());
    }
  } finally {
    project.remove();
    await emulator.stop();
  }
}

/**
 * Saves the plans of the scenarios over refreshed states, in which a parent repeats what its children add. A scenario
 * without anything before has nothing to refresh.
 */
export async function saveRefreshed(scenarios: readonly Scenario[]): Promise<void> {
  const why = whyNoDeployment();
  if (why !== undefined) throw new Error(`the plans over refreshed states can't be made: ${why}`);
  const groups = new Map<string, { before: Config; scenarios: Scenario[] }>();
  for (const scenario of scenarios) {
    if (!scenario.before) continue;
    const key = JSON.stringify(scenario.before);
    const group = groups.get(key);
    if (group) group.scenarios.push(scenario);
    else groups.set(key, { before: scenario.before, scenarios: [scenario] });
  }
  for (const { before, scenarios: own } of groups.values()) await planEach(before, own);
}
