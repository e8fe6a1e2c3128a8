import { PUBLIC_ADDRESSES } from "../../src/ip";
import { topologyOf } from "../support/networks";

const own = (type: string, name: string, values: Record<string, unknown>) => ({
  ...{ address: `${type}.${name}`, mode: "managed", type, name, values },
});
const VPC = own("aws_vpc", "a", { id: "vpc-1", cidr_block: "10.0.0.0/16" });
const GROUP = own("aws_security_group", "a", { id: "sg-1", vpc_id: "vpc-1" });
const RULE = own("aws_vpc_security_group_egress_rule", "s3", {
  ...{ security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443, prefix_list_id: "pl-63a5400a" },
});

function rulesOf(...resources: readonly object[]) {
  const json = { format_version: "1.0", values: { root_module: { resources } } };
  return topologyOf(json, "state").securityGroups.find(({ address }) => address.endsWith("group.a"))?.egress;
}

describe("a state names a service's prefix list by its id", () => {
  const endpoint = { id: "vpce-1", vpc_id: "vpc-1", prefix_list_id: "pl-63a5400a" };

  test("the gateway endpoint of the service has the same id, so the list holds public addresses", () => {
    const [rule] = rulesOf(VPC, GROUP, RULE, own("aws_vpc_endpoint", "s3", endpoint)) ?? [];
    expect(rule).toMatchObject({
      within: PUBLIC_ADDRESSES,
      note: { reason: "the addresses of aws_vpc_endpoint.s3 are not in the input" },
    });
  });

  test("with the addresses that the endpoint tells, where it does", () => {
    const told = own("aws_vpc_endpoint", "s3", { ...endpoint, cidr_blocks: ["52.216.0.0/15"] });
    const [rule] = rulesOf(VPC, GROUP, RULE, told) ?? [];
    expect(rule?.note).toBeUndefined();
    expect(rule?.cidrs).toEqual([{ start: 0x34d80000, end: 0x34da0000 }]);
  });

  test("another list's entries are not known, and may be private", () => {
    const other = own("aws_vpc_endpoint", "s3", { ...endpoint, prefix_list_id: "pl-02cd2c6b" });
    const [rule] = rulesOf(VPC, GROUP, RULE, other) ?? [];
    expect(rule?.within).toBeUndefined();
    expect(rule?.note?.reason).toBe("the entries of prefix list pl-63a5400a are not in the input");
  });
});
