import { canonical, readerOf } from "../../support/expression-reader";
import { describeWithTerraform } from "../../support/terraform";
import { askTerraform } from "../../support/terraform-console";
import { callText, EXAMPLES } from "./wrong-calls";

/** Values at whose edges functions take and refuse what nobody expects. */
const ODD = [
  "null",
  "tostring(null)",
  "tonumber(null)",
  "tolist(null)",
  "tomap(null)",
  "[]",
  "tolist([])",
  "toset([])",
  "{}",
  "tomap({})",
  "[null]",
  "tolist([tostring(null)])",
  "[[]]",
  '["a",1]',
  '["a",null]',
  "[true,1]",
  "[1,[]]",
  '["a","a"]',
  'toset(["b","a"])',
  "{a=null}",
  "tomap({a=tostring(null)})",
  "[{a=1},{b=1}]",
  "true",
  '""',
  '"1"',
  '"true"',
  '"é"',
  '"%s"',
  '"%d%%"',
  '"/a/"',
  '"10.0.0.0/8"',
  "0",
  "1",
  "-1",
  "1.5",
  "1e20",
];

/** Each function's example with one argument made odd; `can` shows where a refusal is none, or is missing. */
const CALLS = Object.entries(EXAMPLES).flatMap(([name, args]) =>
  args.flatMap((_, at) => ODD.map((odd) => `can(${callText(name, args.with(at, odd))})`)),
);

describeWithTerraform()("a call with an odd argument", () => {
  test("is refused where Terraform refuses it, and nowhere else", () => {
    const answers = askTerraform(CALLS).map((one) => one && canonical(one));
    const found = CALLS.map((one) => readerOf(one));
    expect(CALLS.filter((_, i) => found[i] !== undefined && found[i] !== answers[i])).toEqual([]);
    expect(CALLS.length).toBeGreaterThan(3000);
    expect(found.filter((one) => one !== undefined).length).toBeGreaterThan(CALLS.length * 0.9);
  });
});
