import { Registry } from "../../src/topology/registry";
import { prefixListOf } from "../../src/topology/prefix-lists";
import { graphFrom, id, type Resources, SOMETHING, stateJson } from "../support/networks";

const L = "aws_ec2_managed_prefix_list.l";
/** What a route's argument with this value stands for. */
function listOf(value: string, resource: Resources, rest: object = {}) {
  const route = { aws_route: { r: { destination_prefix_list_id: value } } };
  const variable = { something: { type: "string" } };
  const graph = graphFrom({ resource: { ...resource, ...route }, variable, ...rest });
  return prefixListOf(new Registry(graph), graph.get("aws_route.r")?.values.destination_prefix_list_id);
}
const lengths = (list: ReturnType<typeof listOf>) =>
  list.kind === "ranges" ? list.cidrs.map(({ length }) => length) : list;

test("entries are inline ones and those of their own", () => {
  const found = listOf(id(L), {
    aws_ec2_managed_prefix_list: { l: { entry: [{ cidr: "10.0.0.0/8" }] } },
    aws_ec2_managed_prefix_list_entry: { e: { prefix_list_id: id(L), cidr: "192.168.0.0/16" } },
  });
  expect(lengths(found)).toEqual([8, 16]);
});

test("entries are of either family", () => {
  const entry = [{ cidr: "2001:db8::/32" }, { cidr: "10.0.0.0/8" }];
  expect(listOf(id(L), { aws_ec2_managed_prefix_list: { l: { entry } } })).toMatchObject({
    kind: "ranges",
    cidrs: [{ length: 32 }, { length: 8 }],
  });
});

test.each([
  [SOMETHING, `the entries of ${L} are not known`],
  [[{ cidr: "10.0.0.0/8" }, { cidr: SOMETHING }], `an entry of ${L} is not known`],
])("entries %j make the list unknown", (entry, reason) => {
  expect(listOf(id(L), { aws_ec2_managed_prefix_list: { l: { entry } } })).toEqual({ kind: "unknown", reason });
});

test("a list that is not in the input is unknown, and called by what the input says", () => {
  expect(listOf("pl-1", {})).toEqual({
    kind: "unknown",
    reason: "the entries of prefix list pl-1 are not in the input",
  });
});

test("a lookup of a service's list is the service's, of another one unknown", () => {
  const looked = (l: object) =>
    listOf("${data.aws_ec2_managed_prefix_list.l.id}", {}, { data: { aws_ec2_managed_prefix_list: { l } } }).kind;
  expect(looked({ name: "com.amazonaws.eu-central-1.s3" })).toBe("service");
  expect(looked({ filter: [{ name: "prefix-list-name", values: ["com.amazonaws.eu-central-1.s3"] }] })).toBe("service");
  expect(looked({ name: "ours" })).toBe("unknown");
});

test("a state tells by an endpoint which service a list is of", () => {
  const state = stateJson({ aws_vpc_endpoint: { s3: { id: "vpce-1", prefix_list_id: "pl-63a5400a" } } });
  expect(prefixListOf(new Registry(graphFrom(state, "state")), "pl-63a5400a")).toEqual({
    kind: "service",
    address: "aws_vpc_endpoint.s3",
  });
});
