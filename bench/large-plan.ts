type Json = Record<string, unknown>;

/** Text of the length that tags, descriptions and policies have in plans: 3 to 16 KB a change. */
const PADDING = "x".repeat(1200);

/**
 * `terraform show -json` of a plan over VPCs on one transit gateway in which every resource changes in place: hosts, group
 * rules whose ranges grow, and as many resources that carry no traffic.
 * @param changes how many resource changes the plan has, about
 */
export function planWith(changes: number): Json {
  const resourceChanges: Json[] = [];
  const prior: Json[] = [];
  const add = (type: string, name: string, before: Json, after: Json = {}): string => {
    const [address, id] = [`${type}.${name}`, `${type}-${name}`];
    const own = { id, arn: `arn:aws:x:eu-west-1:111122223333:${id}`, ...before };
    const values = { ...own, tags: { Name: name, Release: "1", Notes: PADDING } };
    const common = { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws" };
    const change = {
      actions: ["update"],
      before: values,
      after: { ...values, ...after, tags: { ...values.tags, Release: "2" } },
    };
    resourceChanges.push({
      ...common,
      change: { ...change, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
    });
    prior.push({ ...common, values });
    return id;
  };
  const gateway = add("aws_ec2_transit_gateway", "hub", {});
  const hub = add("aws_ec2_transit_gateway_route_table", "hub", { transit_gateway_id: gateway });
  for (let v = 0; resourceChanges.length < changes; v++) {
    const vpc = add("aws_vpc", `v${v}`, { cidr_block: `10.${v}.0.0/16` });
    const table = add("aws_route_table", `v${v}`, { vpc_id: vpc });
    const group = add("aws_security_group", `v${v}`, { vpc_id: vpc });
    add("aws_vpc_security_group_egress_rule", `v${v}`, {
      security_group_id: group,
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
    const subnets = [0, 1, 2].map((s) => {
      const subnet = add("aws_subnet", `v${v}-${s}`, {
        vpc_id: vpc,
        cidr_block: `10.${v}.${s}.0/24`,
        availability_zone: `eu-west-1${"abc"[s]}`,
      });
      add("aws_route_table_association", `v${v}-${s}`, { subnet_id: subnet, route_table_id: table });
      return subnet;
    });
    const attachment = add("aws_ec2_transit_gateway_vpc_attachment", `v${v}`, {
      vpc_id: vpc,
      transit_gateway_id: gateway,
      subnet_ids: subnets,
    });
    const link = { transit_gateway_attachment_id: attachment, transit_gateway_route_table_id: hub };
    add("aws_ec2_transit_gateway_route_table_association", `v${v}`, link);
    add("aws_ec2_transit_gateway_route", `v${v}`, { ...link, destination_cidr_block: `10.${v}.0.0/16` });
    add("aws_route", `v${v}`, {
      route_table_id: table,
      destination_cidr_block: "10.0.0.0/8",
      transit_gateway_id: gateway,
    });
    for (let i = 0; i < 30; i++)
      add(
        "aws_vpc_security_group_ingress_rule",
        `v${v}-${i}`,
        {
          security_group_id: group,
          ip_protocol: "tcp",
          from_port: 8000 + i,
          to_port: 8000 + i,
          cidr_ipv4: `10.${i}.0.0/16`,
        },
        { cidr_ipv4: `10.${i}.0.0/15`.replace(/\.(\d+)\./, (_, n) => `.${Number(n) & ~1}.`) },
      );
    for (let i = 0; i < 12; i++)
      add("aws_instance", `v${v}-${i}`, {
        subnet_id: subnets[i % 3],
        private_ip: `10.${v}.${i % 3}.${10 + i}`,
        vpc_security_group_ids: [group],
      });
    for (let i = 0; i < 45; i++) add("aws_ssm_parameter", `v${v}-${i}`, { name: `v${v}-${i}`, value: PADDING });
  }
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    errored: false,
    resource_changes: resourceChanges,
    prior_state: { format_version: "1.0", values: { root_module: { resources: prior } } },
    configuration: { root_module: {} },
  };
}
