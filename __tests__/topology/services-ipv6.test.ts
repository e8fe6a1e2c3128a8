import { ALL_6, internet, twoVpcs } from "../support/two-vpcs";

const SUBNETS = { name: "d", subnet_ids: ["${aws_subnet.a.id}"] };
const GROUPS = { vpc_security_group_ids: ["${aws_security_group.a.id}"] };

/** A database or cache in a subnet that the internet gets to over IPv6. */
function reached(resources: object, end: string): string {
  const routes = { a: [{ ipv6_cidr_block: "::/0", ...internet("a") }] };
  const groups = { aws_db_subnet_group: { d: SUBNETS }, aws_elasticache_subnet_group: { d: SUBNETS } };
  const two = twoVpcs({ routes, ingress: { a: [ALL_6] }, more: { ...groups, ...resources } });
  return two.verdict("internet", end, 5432);
}

const database = (more: object) =>
  reached(
    { aws_db_instance: { d: { ...GROUPS, db_subnet_group_name: "${aws_db_subnet_group.d.name}", ...more } } },
    "aws_db_instance.d",
  );

test("a database of IPv4 alone has no address of IPv6; one of which that is not said may have", () => {
  expect(database({ network_type: "IPV4" })).toBe("DENIED");
  expect(database({ network_type: "DUAL" })).toBe("UNKNOWN");
  expect(database({ network_type: "${var.x}" })).toBe("UNKNOWN");
  expect(database({})).toBe("UNKNOWN");
});

test("an instance of a cluster has what that says, and a cache what it says itself", () => {
  const cluster = (network_type: string) =>
    reached(
      {
        aws_rds_cluster: { c: { ...GROUPS, db_subnet_group_name: "${aws_db_subnet_group.d.name}", network_type } },
        aws_rds_cluster_instance: { d: { cluster_identifier: "${aws_rds_cluster.c.id}" } },
      },
      "aws_rds_cluster_instance.d",
    );
  expect([cluster("IPV4"), cluster("DUAL")]).toEqual(["DENIED", "UNKNOWN"]);
  const cache = (network_type: string) =>
    reached(
      {
        aws_elasticache_cluster: {
          d: {
            subnet_group_name: "${aws_elasticache_subnet_group.d.name}",
            security_group_ids: GROUPS.vpc_security_group_ids,
            network_type,
          },
        },
      },
      "aws_elasticache_cluster.d",
    );
  expect([cache("ipv4"), cache("dual_stack")]).toEqual(["DENIED", "UNKNOWN"]);
});
