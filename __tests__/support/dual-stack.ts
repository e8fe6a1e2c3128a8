import { ALL_OUT, INSTANCE } from "./asked";

const HTTPS = { protocol: "tcp", from_port: 443, to_port: 443 };
const ALL_OUT_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
/** HTTPS from everybody, over one family. */
export const HTTPS_4 = { ...HTTPS, cidr_blocks: ["0.0.0.0/0"] };
export const HTTPS_6 = { ...HTTPS, ipv6_cidr_blocks: ["::/0"] };

const host = (subnet: string) => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  vpc_security_group_ids: ["${aws_security_group.g.id}"],
});

/** A subnet of both families with a host in it, and one of IPv4 with another host. Both go to the internet by one table. */
export function dualStack(ingress: readonly object[], more: object = {}, written = false): object {
  const range = written ? { ipv6_cidr_block: "2600:1f18::/56" } : {};
  return {
    resource: {
      aws_vpc: { a: { cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true, ...range } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
      aws_subnet: {
        both: {
          vpc_id: "${aws_vpc.a.id}",
          cidr_block: "10.0.1.0/24",
          ipv6_cidr_block: written ? "2600:1f18:0:1::/64" : "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}",
          assign_ipv6_address_on_creation: true,
          map_public_ip_on_launch: true,
        },
        old: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", map_public_ip_on_launch: true },
      },
      aws_route_table: {
        t: {
          vpc_id: "${aws_vpc.a.id}",
          route: [
            { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" },
            { ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.g.id}" },
          ],
        },
      },
      aws_route_table_association: {
        both: { subnet_id: "${aws_subnet.both.id}", route_table_id: "${aws_route_table.t.id}" },
        old: { subnet_id: "${aws_subnet.old.id}", route_table_id: "${aws_route_table.t.id}" },
      },
      aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT, ALL_OUT_6] } },
      aws_instance: { both: host("both"), old: host("old") },
      ...more,
    },
  };
}
