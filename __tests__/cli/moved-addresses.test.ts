import { asking } from "../support/asked";

const change = (address: string, type: string, after: object, previous?: string) => ({
  address,
  type,
  name: address.split(".").at(-1)?.replace(/\[.*/, ""),
  mode: "managed",
  ...(previous !== undefined && { previous_address: previous }),
  change: { actions: ["no-op"], after, after_unknown: {} },
});
const subnet = (id: string, third: number) => ({ id, vpc_id: "vpc-1", cidr_block: `10.0.${third}.0/24` });
const { answer } = asking(
  {
    format_version: "1.2",
    resource_changes: [
      change("module.net.aws_vpc.v", "aws_vpc", { id: "vpc-1", cidr_block: "10.0.0.0/16" }, "aws_vpc.old"),
      change('aws_subnet.s["a"]', "aws_subnet", subnet("subnet-a", 0), "aws_subnet.s[0]"),
      // b took the name that a had.
      change("aws_subnet.b", "aws_subnet", subnet("subnet-b", 1), "aws_subnet.a"),
      change("aws_subnet.a", "aws_subnet", subnet("subnet-c", 2), "aws_subnet.c"),
    ],
    configuration: { root_module: {} },
  },
  "plan",
);

describe("a resource that the plan moves", () => {
  test("answers to its old address, under its new one", () => {
    const found = answer("aws_subnet.s[0]", "aws_subnet.c");
    expect(found).toEqual(answer('aws_subnet.s["a"]', "aws_subnet.a"));
    expect(found.verdict).toBe("ALLOWED");
    expect(found.forward[0]?.address).toBe('aws_subnet.s["a"]');
  });

  test("is found where an address is said to be in it", () => {
    expect(answer("10.0.0.9@aws_vpc.old", "10.0.1.9:80@aws_subnet.b")).toEqual(
      answer("10.0.0.9@module.net.aws_vpc.v", "10.0.1.9:80@aws_subnet.b"),
    );
  });

  test("does not take the name of another that is there", () => {
    expect(answer("aws_subnet.a", "aws_subnet.b").forward[0]?.source).toContain("10.0.2.");
  });

  test("has no name that nothing ever had", () => {
    expect(() => answer("aws_subnet.s[1]", "aws_subnet.b")).toThrow("names nothing");
  });
});
