import fc from "fast-check";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Blocks, G, S, tcp } from "./service-network";

/**
 * A service whose place is decided, one subnet and its groups, is met and sends as an instance with the same subnet, groups
 * and public address, whatever it is spelled like.
 */

interface Place {
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly isPublic: boolean;
}

const grouped =
  (type: string, group: string, argument: string, groups = "vpc_security_group_ids", publicly?: string) =>
  (place: Place): Blocks => ({
    [group]: { g: { name: "g", subnet_ids: place.subnets } },
    [type]: {
      s: {
        [argument]: `\${${group}.g.name}`,
        [groups]: place.groups,
        ...(publicly !== undefined && { [publicly]: place.isPublic }),
      },
    },
  });
const listed =
  (type: string, publicly?: string, groups = "security_group_ids") =>
  (place: Place): Blocks => ({
    [type]: {
      s: {
        subnet_ids: place.subnets,
        [groups]: place.groups,
        ...(publicly !== undefined && { [publicly]: place.isPublic }),
      },
    },
  });
const nested =
  (type: string, block: string, subnets: string, groups: string, more: (isPublic: boolean) => object = () => ({})) =>
  (place: Place): Blocks => ({
    [type]: { s: { [block]: [{ [subnets]: place.subnets, [groups]: place.groups, ...more(place.isPublic) }] } },
  });
const PUBLICLY = "publicly_accessible";

const withCluster =
  (kind: "rds" | "neptune" | "docdb", argument: string, publicly?: string) =>
  (place: Place): Blocks => {
    const group = kind === "rds" ? "aws_db_subnet_group" : `aws_${kind}_subnet_group`;
    return {
      [group]: { g: { name: "g", subnet_ids: place.subnets } },
      [`aws_${kind}_cluster`]: {
        c: { [argument]: `\${${group}.g.name}`, vpc_security_group_ids: place.groups },
      },
      [`aws_${kind}_cluster_instance`]: {
        s: {
          cluster_identifier: `\${aws_${kind}_cluster.c.id}`,
          ...(publicly !== undefined && { [publicly]: place.isPublic }),
        },
      },
    };
  };

/** Each spelling, by the address of the service, and whether it may have a public address. */
const SPELLINGS: Readonly<Record<string, { readonly of: (place: Place) => Blocks; readonly canBePublic?: true }>> = {
  "aws_db_instance.s": {
    of: grouped("aws_db_instance", "aws_db_subnet_group", "db_subnet_group_name", undefined, PUBLICLY),
    canBePublic: true,
  },
  "aws_rds_cluster_instance.s": { of: withCluster("rds", "db_subnet_group_name", PUBLICLY), canBePublic: true },
  "aws_neptune_cluster_instance.s": {
    of: withCluster("neptune", "neptune_subnet_group_name", PUBLICLY),
    canBePublic: true,
  },
  "aws_docdb_cluster_instance.s": { of: withCluster("docdb", "db_subnet_group_name") },
  "aws_redshift_cluster.s": {
    of: grouped("aws_redshift_cluster", "aws_redshift_subnet_group", "cluster_subnet_group_name", undefined, PUBLICLY),
    canBePublic: true,
  },
  "aws_dms_replication_instance.s": {
    of: ({ subnets, groups, isPublic }) => ({
      aws_dms_replication_subnet_group: { g: { replication_subnet_group_id: "g", subnet_ids: subnets } },
      aws_dms_replication_instance: {
        s: {
          replication_subnet_group_id: "${aws_dms_replication_subnet_group.g.id}",
          vpc_security_group_ids: groups,
          publicly_accessible: isPublic,
        },
      },
    }),
    canBePublic: true,
  },
  "aws_elasticache_cluster.s": {
    of: grouped("aws_elasticache_cluster", "aws_elasticache_subnet_group", "subnet_group_name", "security_group_ids"),
  },
  "aws_elasticache_replication_group.s": {
    of: grouped(
      "aws_elasticache_replication_group",
      "aws_elasticache_subnet_group",
      "subnet_group_name",
      "security_group_ids",
    ),
  },
  "aws_memorydb_cluster.s": {
    of: grouped("aws_memorydb_cluster", "aws_memorydb_subnet_group", "subnet_group_name", "security_group_ids"),
  },
  "aws_dax_cluster.s": {
    of: grouped("aws_dax_cluster", "aws_dax_subnet_group", "subnet_group_name", "security_group_ids"),
  },
  "aws_elasticache_serverless_cache.s": { of: listed("aws_elasticache_serverless_cache") },
  "aws_redshiftserverless_workgroup.s": {
    of: listed("aws_redshiftserverless_workgroup", PUBLICLY),
    canBePublic: true,
  },
  "aws_mq_broker.s": { of: listed("aws_mq_broker", PUBLICLY, "security_groups"), canBePublic: true },
  "aws_efs_mount_target.s": {
    of: ({ subnets, groups }) => ({ aws_efs_mount_target: { s: { subnet_id: subnets[0], security_groups: groups } } }),
  },
  "aws_opensearch_domain.s": {
    of: nested("aws_opensearch_domain", "vpc_options", "subnet_ids", "security_group_ids"),
  },
  "aws_msk_serverless_cluster.s": {
    of: nested("aws_msk_serverless_cluster", "vpc_config", "subnet_ids", "security_group_ids"),
  },
  "aws_msk_cluster.s": {
    of: nested("aws_msk_cluster", "broker_node_group_info", "client_subnets", "security_groups", (isPublic) => ({
      connectivity_info: [{ public_access: [{ type: isPublic ? "SERVICE_PROVIDED_EIPS" : "DISABLED" }] }],
    })),
    canBePublic: true,
  },
  "aws_ecs_service.s": {
    of: nested("aws_ecs_service", "network_configuration", "subnets", "security_groups", (isPublic) => ({
      assign_public_ip: isPublic,
    })),
    canBePublic: true,
  },
  "aws_autoscaling_group.s": {
    of: ({ subnets, groups, isPublic }) => ({
      aws_launch_template: {
        t: { network_interfaces: [{ security_groups: groups, associate_public_ip_address: isPublic }] },
      },
      aws_autoscaling_group: {
        s: { vpc_zone_identifier: subnets, launch_template: [{ id: "${aws_launch_template.t.id}" }] },
      },
    }),
    canBePublic: true,
  },
};

const RANGES = ["0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "203.0.113.0/24"];
const port = fc.constantFrom(443, 5432);
const peer = fc.oneof(
  fc.constantFrom(...RANGES).map((range) => ({ cidr_blocks: [range] })),
  fc.constantFrom({ security_groups: [G("peer")] }, { self: true }),
);
const rules = fc.array(
  fc.oneof(
    fc.tuple(port, peer).map(([from, who]) => tcp(from, who)),
    fc.constant(ALL_OUT),
  ),
  { maxLength: 2 },
);
const aclRule = fc
  .record({
    rule_no: fc.integer({ min: 1, max: 3 }),
    action: fc.constantFrom("allow", "deny"),
    cidr_block: fc.constantFrom(...RANGES),
  })
  .map((own) => ({ ...own, protocol: "-1", from_port: 0, to_port: 0 }));
const acl = fc.option(
  fc.record({
    ingress: fc.uniqueArray(aclRule, { maxLength: 2, selector: (one) => one.rule_no }),
    egress: fc.uniqueArray(aclRule, { maxLength: 2, selector: (one) => one.rule_no }),
  }),
);
const network = fc.record({
  service: fc.record({ ingress: rules, egress: rules }),
  peer: fc.record({ ingress: rules, egress: rules }),
  isRouted: fc.boolean(),
  isPublic: fc.boolean(),
  acl,
});
type Network = typeof network extends fc.Arbitrary<infer N> ? N : never;

/** A peer in subnet p; the service, or the instance in its place, is alone in subnet s. */
function blocksOf({ service, peer: own, isRouted, acl: filter }: Network): Blocks {
  const vpc_id = "${aws_vpc.a.id}";
  return {
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { i: { vpc_id } },
    aws_subnet: {
      p: { vpc_id, cidr_block: "10.0.1.0/24" },
      s: { vpc_id, cidr_block: "10.0.2.0/24" },
    },
    aws_route_table: {
      s: {
        vpc_id,
        route: isRouted ? [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.i.id}" }] : [],
      },
    },
    aws_route_table_association: { s: { subnet_id: S("s"), route_table_id: "${aws_route_table.s.id}" } },
    aws_security_group: { peer: { vpc_id, ...own }, service: { vpc_id, ...service } },
    aws_instance: { peer: { ...INSTANCE, subnet_id: S("p"), vpc_security_group_ids: [G("peer")] } },
    ...(filter && { aws_network_acl: { s: { vpc_id, subnet_ids: [S("s")], ...filter } } }),
  };
}

const PEER = "aws_instance.peer";
const PLACE = { subnets: [S("s")], groups: [G("service")] };

function answersOf(blocks: Blocks, more: Blocks, address: string): readonly string[] {
  const { verdict } = asked({
    ...blocks,
    ...more,
    aws_instance: { ...blocks.aws_instance, ...more.aws_instance },
  });
  return [443, 5432].flatMap((asks) =>
    [PEER, "internet"].flatMap((other) => [
      `${other} > ${asks}: ${verdict(other, address, asks)}`,
      `${other} < ${asks}: ${verdict(address, other, asks)}`,
    ]),
  );
}

test.each(Object.keys(SPELLINGS))("%s is judged as an instance in its place", (address) => {
  const { of, canBePublic } = SPELLINGS[address]!;
  fc.assert(
    fc.property(network, (given) => {
      const blocks = blocksOf(given);
      const isPublic = given.isPublic && canBePublic === true;
      const host = {
        ...INSTANCE,
        subnet_id: S("s"),
        vpc_security_group_ids: [G("service")],
        associate_public_ip_address: isPublic,
      };
      const expected = answersOf(blocks, { aws_instance: { h: host } }, "aws_instance.h");
      expect(answersOf(blocks, of({ ...PLACE, isPublic }), address)).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});
