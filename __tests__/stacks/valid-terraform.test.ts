import "cdktf/lib/testing/adapters/jest";
import { Testing } from "cdktf";
import { EXAMPLES, planOf } from "../support/bridges";
import { stackOf } from "../support/synthesized";
import { describeWithTerraform, useMirror } from "../support/terraform";

describeWithTerraform()("terraform validate", () => {
  let putBack: () => void;
  beforeAll(() => {
    putBack = useMirror();
  });
  afterAll(() => putBack());

  test.each(EXAMPLES)("accepts %s", (name) => {
    // The cloud backend would have to be reached; what is validated is the rest.
    const local = { backend: { type: "local", path: "state/x.tfstate" } };
    expect(Testing.fullSynth(stackOf(planOf(name, local)))).toBeValidTerraform();
  });
});
