import { graphOf, type JsonObject } from "../../src/terraform";

function read(json: unknown) {
  return graphOf(json as JsonObject, "test", "synth");
}

function valueOf(expression: unknown, more: object = {}) {
  const graph = read({ resource: { aws_thing: { it: { value: expression } } }, ...more });
  return graph.resolve(graph.get("aws_thing.it")?.values.value);
}

test.each<[string, unknown]>([
  ["plain", "plain"],
  ["${1 + 2 * 3}", 7],
  ['a-${upper("b")}-${true ? 1 : 2}', "a-B-1"],
  ["$${not an expression}", "${not an expression}"],
  ['${cidrsubnet("10.0.0.0/16", 8, 3)}', "10.0.3.0/24"],
  ['${cidrhost("10.0.0.0/24", -2)}', "10.0.0.254"],
  ['${cidrsubnets("10.0.0.0/16", 8, 4)[1]}', "10.0.16.0/20"],
  ['${[for z in ["a", "b"] : "eu-${z}"]}', ["eu-a", "eu-b"]],
  ["${{for k, v in {b = 2, a = 1} : v => k if v > 1}}", { 2: "b" }],
  ['${element(["a", "b"], 3)}', "b"],
  ["${merge({a = 1}, {b = 2}).b}", 2],
  ['${lookup({a = 1}, "z", 9)}', 9],
  ["${local.ports[0]}", 443],
  ["${var.region}a", "eu-west-1a"],
  ['${try(local.ports[7], "fallback")}', "fallback"],
  ["%{ if true }a%{ endif }", "a"],
  ['${join(",", concat(["a"], ["b"]))}', "a,b"],
])("%s is %j", (expression, expected) => {
  const more = { locals: { ports: [443] }, variable: { region: { default: "eu-west-1" } } };
  expect(valueOf(expression, more)).toEqual({ kind: "literal", value: expected });
});

test.each([
  "${toString()}",
  "${valueOf()}",
  '${hasOwnProperty("x")}',
  "${constructor(1)}",
  "${local.toString}",
  "${local.__proto__}",
  "${var.constructor}",
  '${{a = 1}["constructor"]}',
  '${lookup({a = 1}, "toString")}',
  '${format("%0999999999d", 1)}',
])("%s finds nothing that every JavaScript object has", (expression) => {
  expect(valueOf(expression).kind).toBe("unknown");
});

test("resources, keys and attributes may have names that JavaScript objects have", () => {
  const names = ["__proto__", "constructor", "toString"];
  const each = JSON.parse(`{${names.map((name) => `"${name}": "of ${name}"`).join()}}`) as object;
  const graph = read({ resource: { aws_thing: { it: { for_each: each, value: "${each.value}" } } } });
  expect(graph.resources.map(({ address, values }) => [address, values.value])).toEqual(
    names.map((name) => [`aws_thing.it["${name}"]`, `of ${name}`]),
  );
  const attributes = JSON.parse('{"resource":{"aws_thing":{"__proto__":{"__proto__":"own"}}}}') as unknown;
  const [only] = read(attributes).resources;
  expect([only?.address, Object.entries(only?.values ?? {})]).toEqual(["aws_thing.__proto__", [["__proto__", "own"]]]);
});

test.each([
  "${var.unset}",
  "${timestamp()}",
  '${file("x")}',
  "${1 +}",
  "%{ if true }a",
  "${local.nothing}",
  "${try(local.nothing, 1)}",
])("%s is unknown, not an error", (expression) => {
  expect(valueOf(expression, { variable: { unset: {} } }).kind).toBe("unknown");
});

describe("links", () => {
  const graph = read({
    locals: { zones: { a: "10.0.1.0/24", b: "10.0.2.0/24" } },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        each: { for_each: "${local.zones}", vpc_id: "${aws_vpc.main.id}", cidr_block: "${each.value}" },
        count: { count: 2, cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 8, count.index + 8)}" },
      },
      aws_lb: {
        all: { subnets: "${[for s in aws_subnet.each : s.id]}" },
        splat: { subnets: "${aws_subnet.count[*].id}" },
        some: { subnets: ['${aws_subnet.each["b"].id}', "${aws_subnet.count.1.id}"] },
      },
      aws_route: {
        r: { depends_on: ["aws_vpc.main"], nat_gateway_id: "${aws_nat_gateway.missing.id}", provider: "aws.peer" },
      },
      aws_security_group: {
        dyn: { dynamic: { ingress: { for_each: [80, 443], content: { from_port: "${ingress.value}" } } } },
      },
    },
    module: { far: { source: "./far", vpc: "${aws_vpc.main.id}" } },
  });
  const targets = (address: string) =>
    graph
      .references(graph.get(address)!)
      .map(({ path, to, exact }) => [path, exact, to.map((one) => `${one.address}.${one.attribute}`).join()]);

  test("instances of count and for_each have their own values", () => {
    expect(graph.get('aws_subnet.each["b"]')?.values.cidr_block).toBe("10.0.2.0/24");
    expect(graph.get("aws_subnet.count[1]")?.values.cidr_block).toBe("10.0.9.0/24");
    expect(targets('aws_subnet.each["a"]')).toEqual([["vpc_id", true, "aws_vpc.main.id"]]);
  });

  test("for expressions, splats and indexes lead to instances", () => {
    expect(targets("aws_lb.all").map(([, , to]) => to)).toEqual(['aws_subnet.each["a"].id', 'aws_subnet.each["b"].id']);
    expect(targets("aws_lb.splat").map(([, , to]) => to)).toEqual(["aws_subnet.count[0].id", "aws_subnet.count[1].id"]);
    expect(targets("aws_lb.some").map(([, , to]) => to)).toEqual(['aws_subnet.each["b"].id', "aws_subnet.count[1].id"]);
  });

  test("what names nothing is unknown, and a module call is told with what it touches", () => {
    expect(graph.resolve(graph.get("aws_route.r")?.values.nat_gateway_id).kind).toBe("unknown");
    expect(graph.get("aws_route.r")).toMatchObject({ provider: "aws.peer", dependsOn: ["aws_vpc.main"] });
    expect(graph.unreadable).toEqual([expect.objectContaining({ address: "module.far", touches: ["aws_vpc.main"] })]);
  });

  test("dynamic blocks unfold", () => {
    expect(graph.get("aws_security_group.dyn")?.values.ingress).toEqual([{ from_port: 80 }, { from_port: 443 }]);
  });
});

test.each<[string, unknown]>([
  [
    'setproduct(["a", "b"], [1, 2])',
    [
      ["a", 1],
      ["a", 2],
      ["b", 1],
      ["b", 2],
    ],
  ],
  ['setintersection(["a", "b"], ["b", "c"])', ["b"]],
  ['setsubtract(["a", "b"], ["b"])', ["a"]],
  ["chunklist([1, 2, 3], 2)", [[1, 2], [3]]],
  ['coalescelist([], ["x"])', ["x"]],
  ["alltrue([true, false])", false],
  ["anytrue([true, false])", true],
  ["sum([1, 2])", 3],
  ['startswith("web-a", "web-")', true],
  ['endswith("web-a", "-b")', false],
])("%s", (expression, expected) => {
  expect(valueOf(`\${${expression}}`)).toEqual({ kind: "literal", value: expected });
});

test("a product of huge lists is not worked out", () => {
  expect(valueOf("${setproduct(range(60000), range(60000))}").kind).toBe("unknown");
});
