import { runAction } from "../support/tfci";

const UPLOAD = { workspace: "overlap-bridge-article", directory: "stack" };

test.each([
  ["an input that it does not have", "upload-configuration", { ...UPLOAD, directories: "stack" }, "[directories]"],
  ["nothing for one that it needs", "upload-configuration", { ...UPLOAD, directory: "" }, "missing inputs [directory]"],
  ["no workspace to run in", "create-run", { plan_only: "true" }, "missing inputs [workspace]"],
  ["a name that no action has", "apply-runs", UPLOAD, "no action apply-runs"],
])("a workflow that gives an action %s fails the tests", async (_, action, inputs, words) => {
  await expect(runAction(action, inputs, {}, "", "")).rejects.toThrow(words);
});
