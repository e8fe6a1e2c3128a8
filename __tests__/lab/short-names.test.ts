import { isName, ShortNames } from "../../src/lab/short-names";

describe("names of namespaces", () => {
  test("are addresses as far as a file may be called that, each once", () => {
    const names = new ShortNames();
    expect(
      ["aws_lb.a", 'aws_lb.a["x/y"]', "aws_lb.a", "aws_lb.a", "../..", "日本"].map((one) => names.of(one)),
    ).toEqual(["aws_lb.a", "aws_lb.a_x_y_", "aws_lb.a-2", "aws_lb.a-3", "__..", "_"]);
  });

  test("are none that the lab has for itself, and are told from what is no name", () => {
    const names = new ShortNames(["internet"]);
    expect(["internet", "internet"].map((one) => names.of(one))).toEqual(["internet-2", "internet-3"]);
    expect(["", "-x", "../x", "a b", "a\n", "a/b", ".", "a".repeat(81), "aws_lb.a-2"].filter(isName)).toEqual([
      "aws_lb.a-2",
    ]);
  });

  test("no name leaves the folder of names", () => {
    const names = new ShortNames();
    for (const wanted of [".", "..", "", "-x", "a".repeat(300)]) {
      const name = names.of(wanted);
      expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,70}$/);
    }
  });
});
