import { ALL_ADDRESSES, type Cidr, cidr } from "../ip";
import { type Home } from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { impliedName } from "./implied-names";
import { type AclRule, type RouteTable, type Subnet, type Vpc } from "./model";

/** A route table without routes of its own. */
export function emptyTable(address: string, doubts: Doubt<"routes">[] = [], vpc?: Vpc): RouteTable {
  return {
    address,
    routes: [],
    doubts: { routes: doubts, outsideRoutes: [], serviceRoutes: [], ipv6Routes: [], ipv6Overrides: [] },
    ...(vpc && { vpc }),
  };
}

/** A VPC with what AWS makes with it. Of one that is not managed here none of that is known. */
export function makeVpc(address: string, home: Home, isOutside: boolean): Vpc {
  const reason = "it is not in the input";
  const rules = isOutside ? [doubtOf({ address }, "rules", reason)] : [];
  const routes = isOutside ? [doubtOf({ address }, "routes", reason)] : [];
  const table = emptyTable(impliedName(address, "main route table"), routes);
  const filter = (what: "default security group" | "default network ACL") => ({
    address: impliedName(address, what),
    ingress: [],
    egress: [],
    doubts: { rules: [...rules] },
  });
  const vpc: Vpc = {
    address,
    cidrs: [],
    doubts: { ranges: [], ipv6Ranges: [] },
    subnets: [],
    home,
    mainTable: table,
    defaultTable: table,
    defaultGroup: filter("default security group"),
    defaultAcl: filter("default network ACL"),
    ...(isOutside && { isOutside }),
  };
  if (!isOutside) openDefaults(vpc);
  return vpc;
}

/** What AWS makes with a VPC: a group that admits its own members and lets everything out, and an ACL that admits everything. */
function openDefaults({ defaultGroup: group, defaultAcl: acl }: Vpc): void {
  group.ingress.push({ address: group.address, match: { protocol: "all" }, cidrs: [], groups: [group] });
  group.egress.push({ address: group.address, match: { protocol: "all" }, cidrs: ALL_ADDRESSES, groups: [] });
  // Where the VPC has an IPv6 range, AWS adds the same for IPv6 (VPC user guide, default network ACL, default security group).
  const open = ["0.0.0.0/0", "::/0"].map((range, i): AclRule => ({
    address: acl.address,
    number: 100 + i,
    allow: true,
    match: { protocol: "all" },
    cidr: cidr(range),
  }));
  acl.ingress.push(...open);
  acl.egress.push(...open);
}

/** What the input tells of a subnet. */
export interface SubnetFacts {
  readonly cidr?: Cidr;
  readonly ipv6Cidr?: Cidr;
  readonly zone?: string;
  readonly mapPublicIp: boolean;
}

/** A subnet in its VPC, with the VPC's main table and default network ACL until something else is associated. */
export function makeSubnet(address: string, vpc: Vpc, facts: SubnetFacts): Subnet {
  const subnet: Subnet = {
    address,
    vpc,
    ...facts,
    table: vpc.mainTable,
    acl: vpc.defaultAcl,
    doubts: { table: [], acl: [], tenants: [], ipv6: [] },
  };
  vpc.subnets.push(subnet);
  return subnet;
}
