import { NetworkFile } from "./network-file";

const ANY = { ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" };

/** One VPC with so many subnets of /20, as arguments for what is put into it. */
function vpcWith(file: NetworkFile, subnets: number): { vpc: string; subnets: string[] } {
  const vpc = file.add("aws_vpc", "main", { cidr_block: "10.0.0.0/16" });
  return {
    vpc,
    subnets: Array.from({ length: subnets }, (_, i) =>
      file.add("aws_subnet", `s${i}`, {
        vpc_id: vpc,
        cidr_block: `10.0.${i * 16}.0/20`,
        availability_zone: `eu-west-1${"abc"[i % 3]}`,
      }),
    ),
  };
}

function host(subnet: string | undefined, groups: readonly string[]): Record<string, unknown> {
  return { ami: "ami-0", instance_type: "t3.micro", subnet_id: subnet, vpc_security_group_ids: groups };
}

/** Rules whose group is named by a local, as modules write them. */
export function rulesByLocal(rules: number, hosts = 2): NetworkFile {
  const file = new NetworkFile();
  const { vpc, subnets } = vpcWith(file, 1);
  const group = file.local("group_id", file.add("aws_security_group", "main", { vpc_id: vpc }));
  for (let i = 0; i < hosts; i++) file.add("aws_instance", `h${i}`, host(subnets[0], [group]));
  file.add("aws_vpc_security_group_egress_rule", "all", { security_group_id: group, ...ANY });
  for (let i = 0; i < rules; i++)
    file.add("aws_vpc_security_group_ingress_rule", `r${i}`, {
      security_group_id: group,
      ...{ ip_protocol: "tcp", from_port: 1000 + (i % 200), to_port: 1000 + (i % 200) },
      cidr_ipv4: `10.${(i >> 8) & 255}.${i & 255}.0/24`,
    });
  return file;
}

/** Hosts of one or a few security groups in one or a few subnets, in turn. */
export function hostsOf(hosts: number, groupCount = 1, subnetCount = 1): NetworkFile {
  const file = new NetworkFile();
  const { vpc, subnets } = vpcWith(file, subnetCount);
  const groups = Array.from({ length: groupCount }, (_, g) => {
    const group = file.add("aws_security_group", `g${g}`, { vpc_id: vpc });
    file.add("aws_vpc_security_group_ingress_rule", `web${g}`, {
      security_group_id: group,
      ...{ ip_protocol: "tcp", from_port: 80 + g, to_port: 80 + g, cidr_ipv4: "10.0.0.0/16" },
    });
    file.add("aws_vpc_security_group_egress_rule", `all${g}`, { security_group_id: group, ...ANY });
    return group;
  });
  for (let i = 0; i < hosts; i++)
    file.add("aws_instance", `h${i}`, host(subnets[i % subnetCount], [groups[i % groupCount]!]));
  return file;
}

/** Hosts in five groups of 200 rules, in and out, which is what AWS lets an interface have (1,000 rules in each direction). */
export function groupsAtQuota(hosts: number, groupCount = 5, rules = 200): NetworkFile {
  const file = new NetworkFile();
  const { vpc, subnets } = vpcWith(file, 4);
  const groups = Array.from({ length: groupCount }, (_, g) => {
    const group = file.add("aws_security_group", `g${g}`, { vpc_id: vpc });
    for (const direction of ["ingress", "egress"])
      for (let i = 0; i < rules; i++) {
        const port = 1000 + ((i * 7 + g * 13) % 500);
        file.add(`aws_vpc_security_group_${direction}_rule`, `g${g}-${i}`, {
          security_group_id: group,
          ...{ ip_protocol: i % 5 === 0 ? "udp" : "tcp", from_port: port, to_port: port + (i % 3) },
          cidr_ipv4: `10.0.${(i * 3 + g) % 64}.${(i % 8) * 32}/27`,
        });
      }
    return group;
  });
  for (let i = 0; i < hosts; i++)
    file.add("aws_instance", `h${i}`, {
      ...host(subnets[i % 4], groups),
      private_ip: `10.0.${(i % 4) * 16}.${10 + i}`,
    });
  return file;
}

/** Hosts in two subnets with one network ACL of many rules, in and out. */
export function aclOf(rules: number, hosts = 4): NetworkFile {
  const file = new NetworkFile();
  const { vpc, subnets } = vpcWith(file, 2);
  const group = file.add("aws_security_group", "main", { vpc_id: vpc });
  file.add("aws_vpc_security_group_ingress_rule", "all", { security_group_id: group, ...ANY });
  file.add("aws_vpc_security_group_egress_rule", "all", { security_group_id: group, ...ANY });
  const acl = file.add("aws_network_acl", "main", { vpc_id: vpc, subnet_ids: subnets });
  for (const egress of [false, true])
    for (let i = 0; i < rules; i++)
      file.add("aws_network_acl_rule", `${egress ? "out" : "in"}${i}`, {
        network_acl_id: acl,
        ...{ rule_number: i + 1, egress, protocol: "tcp", rule_action: i % 3 === 0 ? "deny" : "allow" },
        ...{
          cidr_block: `10.0.${(i * 5) % 32}.${(i % 8) * 32}/27`,
          from_port: 1000 + (i % 977),
          to_port: 1010 + (i % 977),
        },
      });
  for (let i = 0; i < hosts; i++) file.add("aws_instance", `h${i}`, host(subnets[i % 2], [group]));
  return file;
}

/** VPCs with two subnets each; every fourth is on a transit gateway, every fifth peers with the next. */
export function manyVpcs(vpcs: number): NetworkFile {
  const file = new NetworkFile();
  const gateway = file.add("aws_ec2_transit_gateway", "hub", {});
  for (let v = 0; v < vpcs; v++) {
    const range = `10.${v & 255}`;
    const vpc = file.add("aws_vpc", `v${v}`, { cidr_block: `${range}.0.0/16` });
    const table = file.add("aws_route_table", `v${v}`, { vpc_id: vpc });
    const subnets = [0, 1].map((s) => {
      const subnet = file.add("aws_subnet", `v${v}-${s}`, {
        ...{ vpc_id: vpc, cidr_block: `${range}.${s}.0/24`, availability_zone: `eu-west-1${"ab"[s]}` },
      });
      file.add("aws_route_table_association", `v${v}-${s}`, { subnet_id: subnet, route_table_id: table });
      return subnet;
    });
    if (v % 4 === 0) {
      file.add("aws_ec2_transit_gateway_vpc_attachment", `v${v}`, {
        ...{ vpc_id: vpc, transit_gateway_id: gateway, subnet_ids: subnets },
      });
      file.add("aws_route", `hub${v}`, {
        ...{ route_table_id: table, destination_cidr_block: "10.0.0.0/8", transit_gateway_id: gateway },
      });
    }
    if (v % 5 === 1) {
      const peering = file.add("aws_vpc_peering_connection", `v${v}`, {
        ...{ vpc_id: vpc, peer_vpc_id: `\${aws_vpc.v${v - 1}.id}`, auto_accept: true },
      });
      file.add("aws_route", `peer${v}`, {
        ...{ route_table_id: table, destination_cidr_block: `10.${(v - 1) & 255}.0.0/16` },
        vpc_peering_connection_id: peering,
      });
    }
  }
  return file;
}
