/** One resource instance of a state. */
interface Instance {
  readonly address: string;
  readonly mode: "managed";
  readonly type: string;
  readonly name: string;
  readonly index: string;
  readonly provider_name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A key as Terraform quotes it in an address, except that it would escape what is not printed. */
const quoted = (key: string): string => `"${key.replace(/["\\]/g, "\\$&")}"`;

/** A VPC with all that a picture or a proof tells of, everything in it called by this name. */
function vpcCalled(key: string, number: number): Instance[] {
  const range = `10.${number % 250}`;
  const [vpc, subnet, other, group, table, gateway, balancer, targets] = [
    "vpc",
    "subnet",
    "other",
    "sg",
    "rtb",
    "tgw",
    "lb",
    "tg",
  ].map((kind) => `${kind}-${number}-${key}`);
  const made = (type: string, values: object, name = "x"): Instance => ({
    address: `${type}.${name}[${quoted(key)}]`,
    mode: "managed",
    type,
    name,
    index: key,
    provider_name: "registry.terraform.io/hashicorp/aws",
    values: { tags: { Name: key, [key]: key }, ...values },
  });
  const open = { protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: ["10.0.0.0/8"], description: key };
  return [
    made("aws_vpc", { id: vpc, cidr_block: `${range}.0.0/16` }),
    made("aws_subnet", { id: subnet, vpc_id: vpc, cidr_block: `${range}.1.0/24`, availability_zone: key }),
    made("aws_subnet", { id: other, vpc_id: vpc, cidr_block: `${range}.2.0/24`, availability_zone: `${key}b` }, "y"),
    made("aws_subnet", { id: `bad-${number}`, vpc_id: vpc, cidr_block: key, availability_zone: key }, "garbage"),
    made("aws_security_group", {
      id: group,
      vpc_id: vpc,
      name: key,
      description: key,
      ingress: [open],
      egress: [open],
    }),
    made("aws_instance", {
      id: `i-${number}-${key}`,
      subnet_id: subnet,
      private_ip: `${range}.1.10`,
      vpc_security_group_ids: [group],
      availability_zone: key,
      user_data: key,
    }),
    made("aws_instance", { id: `i-lost-${number}`, subnet_id: key, private_ip: key }, "lost"),
    made("aws_internet_gateway", { id: `igw-${number}`, vpc_id: vpc }),
    made("aws_ec2_transit_gateway", { id: gateway, description: key }),
    made("aws_ec2_transit_gateway_vpc_attachment", {
      id: `att-${number}`,
      vpc_id: vpc,
      subnet_ids: [subnet],
      transit_gateway_id: gateway,
    }),
    made("aws_route_table", {
      id: table,
      vpc_id: vpc,
      route: [
        { cidr_block: "10.0.0.0/8", transit_gateway_id: gateway },
        { cidr_block: key, gateway_id: key },
      ],
    }),
    made("aws_route_table_association", { id: `rta-${number}`, subnet_id: subnet, route_table_id: table }),
    made("aws_lb", {
      id: balancer,
      arn: balancer,
      name: key,
      internal: true,
      load_balancer_type: "application",
      subnets: [subnet, other],
      security_groups: [group],
      dns_name: key,
    }),
    made("aws_lb_target_group", {
      id: targets,
      arn: targets,
      name: key,
      port: 80,
      protocol: "HTTP",
      target_type: "ip",
      vpc_id: vpc,
    }),
    made("aws_lb_target_group_attachment", {
      id: `tga-${number}`,
      target_group_arn: targets,
      target_id: `${range}.1.10`,
      port: 80,
    }),
    made("aws_lb_listener", {
      id: `listener-${number}`,
      arn: `listener-${number}`,
      load_balancer_arn: balancer,
      port: 80,
      protocol: "HTTP",
      default_action: [
        {
          type: "fixed-response",
          fixed_response: [{ status_code: "404", content_type: "text/plain", message_body: key }],
        },
      ],
    }),
    made("aws_lb_listener_rule", {
      id: `rule-${number}`,
      listener_arn: `listener-${number}`,
      priority: 1,
      action: [{ type: "forward", target_group_arn: targets }],
      condition: [{ host_header: [{ values: [key] }] }, { path_pattern: [{ values: [`/${key}`] }] }],
    }),
    made("null_resource", { id: key, triggers: { [key]: key } }),
  ];
}

/** `terraform show -json` of a state with everything called so. */
export function hostileState(names: readonly string[]): object {
  return {
    format_version: "1.0",
    terraform_version: "1.11.4",
    values: { root_module: { resources: names.flatMap(vpcCalled) } },
  };
}

/** `terraform show -json` of a plan that does this with all of it. */
export function hostilePlan(names: readonly string[], actions: readonly string[]): object {
  const all = names.flatMap(vpcCalled);
  const [isThere, stays] = [actions[0] !== "create", !(actions.length === 1 && actions[0] === "delete")];
  const changed = (values: object): object => ({ ...values, tags: {}, description: "new", availability_zone: "z" });
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: { resources: stays ? all : [] } },
    prior_state: { format_version: "1.0", values: { root_module: { resources: isThere ? all : [] } } },
    resource_changes: all.map(({ values, ...rest }) => ({
      ...rest,
      previous_address: `${rest.type}.before[${quoted(rest.index)}]`,
      action_reason: rest.index,
      change: {
        actions,
        before: isThere ? values : null,
        after: stays ? (isThere ? changed(values) : values) : null,
        after_unknown: stays ? { [rest.index]: true } : {},
        importing: { id: rest.index },
        replace_paths: [["tags", rest.index]],
      },
    })),
    configuration: { root_module: {} },
  };
}

/** `cdk.tf.json` with everything called so, by names of blocks, keys and values. */
export function hostileSynth(names: readonly string[]): object {
  const literal = (text: string): string => text.replace(/[$%](?=\{)/g, "$&$&");
  const keys = Object.fromEntries(names.map((name) => [literal(name), literal(name)]));
  return {
    resource: {
      aws_vpc: { v: { for_each: keys, cidr_block: "10.0.0.0/16", tags: keys } },
      aws_subnet: {
        s: {
          for_each: keys,
          vpc_id: "${aws_vpc.v[each.key].id}",
          cidr_block: "10.0.1.0/24",
          availability_zone: "${each.value}",
        },
        ...Object.fromEntries(names.map((name) => [name, { vpc_id: name, cidr_block: name, availability_zone: name }])),
      },
      aws_instance: { i: { for_each: keys, subnet_id: "${aws_subnet.s[each.key].id}" } },
      ...Object.fromEntries(names.map((name) => [name, { [name]: { [name]: name } }])),
    },
    variable: Object.fromEntries(names.map((name) => [name, { default: name }])),
    locals: keys,
  };
}
