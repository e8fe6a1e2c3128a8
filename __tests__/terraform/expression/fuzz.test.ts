import { canonical, readerOf } from "../../support/expression-reader";
import { describeWithTerraform } from "../../support/terraform";
import { askTerraform } from "../../support/terraform-console";
import { someExpressions } from "./fuzz";

// `npm run fuzz:expressions` tries more.
describeWithTerraform()("random expressions", () => {
  test("have Terraform's value or none, and more than a few have one", () => {
    const expressions = someExpressions(12, 600);
    const answers = askTerraform(expressions).map((one) => one && canonical(one));
    const found = expressions.map((one) => readerOf(one));
    const wrong = expressions.filter((_, i) => found[i] !== undefined && found[i] !== answers[i]);
    expect(wrong).toEqual([]);
    const known = answers.filter((one) => one !== undefined).length;
    expect(known).toBeGreaterThan(120);
    expect(found.filter((one) => one !== undefined).length).toBeGreaterThan(known * 0.85);
  });
});
