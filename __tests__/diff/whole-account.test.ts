import { diffOf, type Source } from "../../src/diff";
import {
  isList,
  isObject,
  type Resource,
  ResourceGraph,
  type Role,
  type Value,
  type ValueObject,
} from "../../src/terraform";
import { graphTold, refusing, type Told } from "../account/support/told";
import { type group, permission, TWO_VPCS } from "../account/support/two-vpcs-told";

const LISTED: readonly Role[] = ["vpc", "subnet", "instance", "interface", "nat-gateway", "vpc-endpoint"];

const accountOf = (told: Told): Source => ({
  graph: graphTold(told),
  shown: "capture.json",
  places: [{ lists: new Set(LISTED) }],
});

const first = (value: Value | undefined): ValueObject => {
  const [one] = isList(value) ? value : [];
  return isObject(one) ? one : {};
};

/** A state has an instance with its first interface in it, and nothing that AWS made by itself. */
function stateOf({ graph }: Source): Source {
  const attached = graph.ofType(["aws_network_interface"]).filter(({ values }) => first(values.attachment).instance);
  const nicOf = new Map(attached.map((nic) => [first(nic.values.attachment).instance, nic]));
  const own = graph.resources.filter((one) => one.mode === "managed" && !attached.includes(one));
  const resources = own.map((one, i): Resource => {
    const nic = one.type === "aws_instance" ? nicOf.get(one.values.id ?? null) : undefined;
    const { network_interface: named, ...values } = one.values;
    const ofInstance = nic && {
      private_ip:
        first([{ ip: isList(nic.values.private_ips) ? (nic.values.private_ips[0] ?? null) : null }]).ip ?? null,
      vpc_security_group_ids: nic.values.security_groups ?? [],
      public_ip: first(nic.values.association).public_ip ?? "",
    };
    const ofAddress = one.type === "aws_eip" && {
      instance:
        first(graph.withIdentity(typeof named === "string" ? named : "")[0]?.values.attachment).instance ?? null,
    };
    return {
      ...one,
      address: `${one.type}.x${i}`,
      name: `x${i}`,
      values: ofInstance || ofAddress ? { ...values, ...ofInstance, ...ofAddress } : one.values,
    };
  });
  return { graph: new ResourceGraph("state", resources), shown: "state.json" };
}

const account = accountOf(TWO_VPCS);

test("a state that holds all of an account differs from it in nothing, either way", () => {
  for (const diff of [diffOf(stateOf(account), account), diffOf(account, stateOf(account))]) {
    expect(diff.flows.counts).toMatchObject({ broken: 0, opened: 0, moved: 0, new: 0, removed: 0, undecided: 0 });
    expect([diff.verdict, diff.routes, diff.filters, diff.things]).toEqual(["safe", [], [], []]);
    expect(diff.flows.counts.unchanged).toBeGreaterThan(2);
  }
});

test("a rule that somebody added by hand is told by its group", () => {
  const groups = (TWO_VPCS.DescribeSecurityGroups as readonly ReturnType<typeof group>[]) ?? [];
  const opened = groups.map((one) =>
    one.GroupId === "sg-app"
      ? { ...one, IpPermissions: [...one.IpPermissions, permission(22, { IpRanges: [{ CidrIp: "10.0.0.0/16" }] })] }
      : one,
  );
  const rest = refusing(TWO_VPCS, "DescribeSecurityGroupRules");
  const byHand = accountOf({ ...rest, DescribeSecurityGroups: opened });
  const diff = diffOf(accountOf(rest), byHand);
  expect(diff.opens).toBe(true);
  expect(
    diff.flows.opened.every(({ causes }) => causes.some(({ address }) => address === "aws_security_group.sg-app")),
  ).toBe(true);
});
