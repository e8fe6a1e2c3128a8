type Body = Record<string, unknown>;

/**
 * A configuration in Terraform's JSON syntax: VPCs on one transit gateway with its default tables, each in three zones,
 * most subnets routed to the gateway, the last two of each VPC not.
 */
export function hubWith(vpcs: number, subnetsEach: number): { resource: Record<string, Record<string, Body>> } {
  const resource: Record<string, Record<string, Body>> = { aws_ec2_transit_gateway: { hub: {} } };
  const add = (type: string, name: string, body: Body): string => {
    (resource[type] ??= {})[name] = body;
    return `\${${type}.${name}.id}`;
  };
  const hub = "${aws_ec2_transit_gateway.hub.id}";
  for (let v = 0; v < vpcs; v++) {
    const vpc = add("aws_vpc", `v${v}`, { cidr_block: `10.${v}.0.0/16` });
    const [routed, closed] = ["routed", "closed"].map((name) =>
      add("aws_route_table", `v${v}-${name}`, { vpc_id: vpc }),
    );
    add("aws_route", `v${v}`, {
      route_table_id: routed,
      destination_cidr_block: "10.0.0.0/8",
      transit_gateway_id: hub,
    });
    const subnets = Array.from({ length: subnetsEach }, (_, s) => {
      const body = { vpc_id: vpc, cidr_block: `10.${v}.${s}.0/24`, availability_zone: `eu-west-1${"abc"[s % 3]}` };
      const subnet = add("aws_subnet", `v${v}-s${s}`, body);
      add("aws_route_table_association", `v${v}-s${s}`, {
        subnet_id: subnet,
        route_table_id: s < subnetsEach - 2 ? routed : closed,
      });
      return subnet;
    });
    add("aws_ec2_transit_gateway_vpc_attachment", `v${v}`, {
      vpc_id: vpc,
      transit_gateway_id: hub,
      subnet_ids: subnets.slice(0, 3),
    });
  }
  return { resource };
}
