import { CALLS, type CallName, shapeOf } from "../../../src/account/calls";
import { type Told } from "./told";
import { acl, eni, group, local, permission, rulesOf, subnet, table, vpc } from "./two-vpcs-told";

const id = (kind: string, n: number): string => `${kind}-${String(n).padStart(17, "0")}`;

/** Ids of the network, by what they are. */
export const IDS = {
  client: id("vpc", 1),
  web: id("vpc", 2),
  servers: id("sg", 12),
  gateway: id("tgw", 1),
} as const;

/** What tells one account of two equal VPCs from another. */
export interface EqualVpcs {
  /** Both VPCs' only range. @default 10.64.0.0/16 */
  readonly range?: string;
  /** Third parts of the addresses of the client's and of the web's subnets; each has zones a and b. @default [0, 1] both */
  readonly clientNets?: readonly [number, number];
  readonly webNets?: readonly [number, number];
  /** Addresses of servers, each in the web subnet that holds it. */
  readonly servers: readonly string[];
  /** Other answers of some calls. */
  readonly more?: Told;
}

/** Calls that ask about everything, answered by an empty list: AWS was asked, and has none. */
function nothingElse(): Told {
  const names = (Object.keys(CALLS) as CallName[]).filter((name) => shapeOf(name).of === undefined);
  return Object.fromEntries(names.map((name) => [name, []]));
}

/** Two VPCs with the same addresses in one account, with servers in the second one. */
export function equalVpcs({
  range = "10.64.0.0/16",
  clientNets = [0, 1],
  webNets = [0, 1],
  servers,
  more = {},
}: EqualVpcs): Told {
  const [start] = range.split(".0.0/");
  const sides = [
    { of: IDS.client, n: 1, nets: clientNets },
    { of: IDS.web, n: 2, nets: webNets },
  ];
  const subnets = sides.flatMap(({ of, n, nets }) =>
    nets.map((net, i) => subnet(id("subnet", n * 10 + i), of, `${start}.${net}.0/24`, i === 0 ? "a" : "b")),
  );
  const groups = [
    ...sides.map(({ of, n }) => ({ ...group(id("sg", n), of, []), GroupName: "default" })),
    group(IDS.servers, IDS.web, [permission(22, { IpRanges: [{ CidrIp: "192.168.0.0/24" }] })]),
  ];
  const placeOf = (address: string): string => {
    const net = Number(address.split(".")[2]);
    return id("subnet", 20 + webNets.indexOf(net));
  };
  return {
    ...nothingElse(),
    DescribeVpcs: sides.map(({ of }) => vpc(of, range)),
    DescribeSubnets: subnets,
    DescribeRouteTables: sides.map(({ of, n }) => table(id("rtb", n), of, [local(range)])),
    DescribeNetworkAcls: sides.map(({ of, n }) =>
      acl(
        id("acl", n),
        of,
        subnets.flatMap((one) => (one.VpcId === of ? [one.SubnetId] : [])),
      ),
    ),
    DescribeSecurityGroups: groups,
    DescribeSecurityGroupRules: rulesOf(groups),
    DescribeNetworkInterfaces: servers.map((address, i) =>
      eni(id("eni", i + 1), placeOf(address), IDS.web, [address], {
        Groups: [{ GroupId: IDS.servers, GroupName: "servers" }],
      }),
    ),
    ...more,
  };
}
