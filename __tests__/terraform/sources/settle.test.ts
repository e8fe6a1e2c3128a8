import fc from "fast-check";
import { exactly, isList, isObject, isUnknown, Unknown, type Value } from "../../../src/terraform";
import { settled } from "../../../src/terraform/sources/settle";

const LOST = new Unknown([], false, "${local.x}");
const link = (name: string): Unknown => exactly(`aws_subnet.${name}`, "id");
const all = (): boolean => true;

const leaf = fc.oneof(
  fc.constant(null),
  fc.constantFrom("a", "b", "80"),
  fc.constantFrom(80, 443),
  fc.constant(LOST),
  fc.constantFrom("x", "y").map(link),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("k", "l", "m"), tie("value"), { maxKeys: 3 }),
  ),
}));

/** Whether all that is known of the first is the same in the second. */
function keeps(shown: Value, result: Value): boolean {
  if (isUnknown(shown)) return true;
  if (isList(shown))
    return isList(result) && shown.length === result.length && shown.every((one, i) => keeps(one, result[i]!));
  if (isObject(shown))
    return (
      isObject(result) &&
      Object.keys(shown).join() === Object.keys(result).join() &&
      Object.entries(shown).every(([key, one]) => keeps(one, result[key]!))
    );
  return shown === result;
}

test("what a plan knows stays, whatever sources tell", () => {
  fc.assert(fc.property(value, value, (shown, told) => keeps(shown, settled(shown, told, all))));
});

test("nothing is put in that is not accepted", () => {
  fc.assert(
    fc.property(value, value, (shown, told) => {
      const result = settled(shown, told, () => false);
      expect(result).toEqual(shown);
    }),
  );
});

test.each<[string, Value, Value, Value]>([
  ["a link", LOST, link("x"), link("x")],
  ["a list that is unknown as a whole", LOST, [link("x"), "subnet-1"], [link("x"), "subnet-1"]],
  ["a list of unknown items", [LOST, "subnet-1"], ["subnet-1", link("x")], [link("x"), "subnet-1"]],
  [
    "blocks in another order",
    [
      { p: 1, g: LOST },
      { p: 2, g: LOST },
    ],
    [
      { p: "2", g: link("x") },
      { p: 1, g: link("y") },
    ],
    [
      { p: 1, g: link("y") },
      { p: 2, g: link("x") },
    ],
  ],
  [
    "blocks that look the same",
    [{ g: LOST }, { g: LOST }],
    [{ g: link("x") }, { g: link("y") }],
    [{ g: link("x") }, { g: link("y") }],
  ],
])("%s is told", (_, shown, told, result) => {
  expect(settled(shown, told, all)).toEqual(result);
});

test.each<[string, Value, Value]>([
  ["a constant in place of what is known after apply", LOST, "vpc-1"],
  ["a list with a null in it", LOST, [link("x"), null]],
  ["a list with something that is not told", LOST, [link("x"), LOST]],
  ["a list without anything unknown", LOST, ["subnet-1"]],
  ["a whole resource", LOST, exactly("aws_subnet.x", "")],
  ["what lies deeper in an attribute", LOST, exactly("aws_subnet.x", "a[0].b")],
  ["another number of items", [LOST], [link("x"), link("y")]],
  ["other items", [LOST, "subnet-1"], [link("x"), "subnet-2"]],
  [
    "a block that fits two",
    [{ p: 1, g: LOST }, { g: LOST }],
    [
      { p: 1, g: link("x") },
      { p: 1, g: link("y") },
    ],
  ],
])("%s is not taken", (_, shown, told) => {
  expect(settled(shown, told, all)).toEqual(shown);
});
