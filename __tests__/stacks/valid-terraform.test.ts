import "cdktf/lib/testing/adapters/jest";
import { Testing } from "cdktf";
import { planOf } from "../support/bridges";
import { stackOf } from "../support/synthesized";
import { describeWithTerraform, useMirror } from "../support/terraform";

describeWithTerraform()("terraform validate", () => {
  let putBack: () => void;
  beforeAll(() => {
    putBack = useMirror();
  });
  afterAll(() => putBack());

  // Production is planned for real elsewhere, which validates it too; its cloud backend would have to be reached here.
  test("accepts the article", () => {
    expect(Testing.fullSynth(stackOf(planOf("article")))).toBeValidTerraform();
  });
});
