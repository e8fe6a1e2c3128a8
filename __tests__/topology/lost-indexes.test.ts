import { blockOf, oneEach } from "../../src/topology/lost-indexes";

test.each([
  ["aws_subnet.a", "aws_subnet.a"],
  ["aws_subnet.a[0]", "aws_subnet.a"],
  ['aws_subnet.a["x"]', "aws_subnet.a"],
  ['aws_subnet.a["x]y"]', "aws_subnet.a"],
  ['aws_subnet.a["x[0]"]', "aws_subnet.a"],
  ['aws_subnet.a["say \\"]\\""]', "aws_subnet.a"],
  ['module.m["p]q"].aws_subnet.a["x]"]', 'module.m["p]q"].aws_subnet.a'],
  ['module.m["a"].aws_subnet.a', 'module.m["a"].aws_subnet.a'],
])("the block of %s is %s, whatever its key holds", (address, block) => {
  expect(blockOf({ address })).toBe(block);
});

describe("one each", () => {
  const named = (...lists: readonly (readonly string[])[]) => lists.map((candidates) => ({ candidates }));

  test("as many instances as things that each can name have each of the things once", () => {
    expect(oneEach(named(["a", "b"], ["a", "b"]))).toEqual(["a", "b"]);
  });

  test.each([
    ["fewer instances than things", named(["a", "b"])],
    ["more instances than things", named(["a"], ["a"])],
    ["other things for one of them", named(["a", "b"], ["a", "c"])],
    ["a thing that is named twice", named(["a", "a"], ["a", "a"])],
    ["things that are not known", named([])],
  ])("%s leaves it open", (_what, group) => {
    expect(oneEach(group)).toBeUndefined();
  });
});
