import { allDoubts, doubtOf, doubtsAbout, doubtsBeside, firstDoubt, isCertain } from "../../src/topology";
import { emptyTable } from "../../src/topology/defaults";

const AT = { address: "aws_route.r" };

function table() {
  const made = emptyTable("aws_route_table.t");
  made.doubts.routes.push(doubtOf(AT, "routes", "one"), doubtOf(AT, "routes", "two"));
  made.doubts.serviceRoutes.push(doubtOf(AT, "serviceRoutes", "three"));
  return made;
}
const reasons = (doubts: readonly { readonly reason: string }[]) => doubts.map(({ reason }) => reason);

test("a doubt says whose it is, why, and what it covers", () => {
  expect(doubtOf(AT, "routes", "one")).toEqual({ address: "aws_route.r", reason: "one", covers: "routes" });
});

test("who asks for parts of a thing gets the doubts about these, part by part as asked", () => {
  expect(reasons(doubtsAbout(table(), "serviceRoutes", "routes"))).toEqual(["three", "one", "two"]);
  expect(reasons(doubtsAbout(table(), "outsideRoutes"))).toEqual([]);
  expect(firstDoubt(table(), "outsideRoutes", "routes")?.reason).toBe("one");
  expect(firstDoubt(table(), "outsideRoutes")).toBeUndefined();
});

test("who names what does not matter gets all the rest", () => {
  expect(reasons(doubtsBeside(table(), "serviceRoutes"))).toEqual(["one", "two"]);
  expect(reasons(allDoubts(table()))).toEqual(["one", "two", "three"]);
});

test("a thing is certain where nothing of the part is open, whatever else is", () => {
  expect(isCertain(table(), "outsideRoutes")).toBe(true);
  expect(isCertain(table(), "outsideRoutes", "routes")).toBe(false);
});

test("the compiler knows which parts a thing has", () => {
  // @ts-expect-error a route table has no security groups
  expect(() => doubtsAbout(table(), "groups")).not.toThrow();
});
