/**
 * A distributed firewall: hosts a (10.0.1.0/24) and b (10.0.2.0/24) of one VPC, whose subnets send what is meant for each
 * other to the firewall's endpoint. Its policy has one group of each engine: the stateless one passes pings both ways, the
 * stateful one passes a to b over TLS; all else is dropped. The
 * network as a state tells it after the apply.
 */
const EVERYBODY = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: [] };
const OPEN = [{ ...EVERYBODY, description: "", prefix_list_ids: [], security_groups: [], self: false }];
export const ARN = "arn:aws:network-firewall:eu-west-1:1:";

export const STATEFUL_RULE = {
  action: "PASS",
  header: [
    {
      ...{ protocol: "TCP", direction: "FORWARD", source: "10.0.1.0/24", source_port: "ANY" },
      ...{ destination: "$B", destination_port: "443" },
    },
  ],
  rule_option: [{ keyword: "sid", settings: ["1"] }],
};
const STATELESS_RULE = {
  priority: 10,
  rule_definition: [
    {
      actions: ["aws:pass"],
      match_attributes: [
        { protocols: [1], source: [], source_port: [], destination: [], destination_port: [], tcp_flag: [] },
      ],
    },
  ],
};
const NONE = { rules_source_list: [], rules_string: "", stateful_rule: [], stateless_rules_and_custom_actions: [] };
export const STATEFUL_GROUP = [
  {
    reference_sets: [],
    rule_variables: [{ ip_sets: [{ key: "B", ip_set: [{ definition: ["10.0.2.0/24"] }] }], port_sets: [] }],
    rules_source: [{ ...NONE, stateful_rule: [STATEFUL_RULE] }],
    stateful_rule_options: [{ rule_order: "STRICT_ORDER" }],
  },
];
const STATELESS_GROUP = [
  {
    reference_sets: [],
    rule_variables: [],
    rules_source: [
      { ...NONE, stateless_rules_and_custom_actions: [{ custom_action: [], stateless_rule: [STATELESS_RULE] }] },
    ],
    stateful_rule_options: [],
  },
];
const POLICY = {
  policy_variables: [],
  stateful_default_actions: ["aws:drop_strict"],
  stateful_engine_options: [{ flow_timeouts: [], rule_order: "STRICT_ORDER", stream_exception_policy: "DROP" }],
  stateless_custom_action: [],
  stateless_default_actions: ["aws:forward_to_sfe"],
  stateless_fragment_default_actions: ["aws:forward_to_sfe"],
  tls_inspection_configuration_arn: "",
};

const route = { carrier_gateway_id: "", gateway_id: "", nat_gateway_id: "", vpc_endpoint_id: "vpce-1" };
const table = (name: string, cidr: string) => ({
  id: `rtb-${name}`,
  vpc_id: "vpc-1",
  route: [{ ...route, cidr_block: cidr }],
});
const subnet = (name: string, cidr: string) => ({
  ...{ id: `subnet-${name}`, vpc_id: "vpc-1", cidr_block: cidr, availability_zone: "eu-west-1a" },
});
const host = (name: string, ip: string) => ({
  ...{ id: `i-${name}`, subnet_id: `subnet-${name}`, private_ip: ip, vpc_security_group_ids: ["sg-1"], public_ip: "" },
});

export const STATE = {
  aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("b", "10.0.2.0/24"), fw: subnet("fw", "10.0.3.0/24") },
  aws_security_group: { s: { id: "sg-1", vpc_id: "vpc-1", ingress: OPEN, egress: OPEN } },
  aws_instance: { a: host("a", "10.0.1.10"), b: host("b", "10.0.2.10") },
  aws_route_table: { a: table("a", "10.0.2.0/24"), b: table("b", "10.0.1.0/24") },
  aws_route_table_association: {
    a: { id: "x-a", subnet_id: "subnet-a", route_table_id: "rtb-a", gateway_id: "" },
    b: { id: "x-b", subnet_id: "subnet-b", route_table_id: "rtb-b", gateway_id: "" },
  },
  aws_networkfirewall_firewall: {
    f: {
      ...{ id: `${ARN}firewall/f`, arn: `${ARN}firewall/f`, name: "f", vpc_id: "vpc-1" },
      firewall_policy_arn: `${ARN}firewall-policy/p`,
      subnet_mapping: [{ ip_address_type: "IPV4", subnet_id: "subnet-fw" }],
      firewall_status: [
        {
          sync_states: [
            { availability_zone: "eu-west-1a", attachment: [{ endpoint_id: "vpce-1", subnet_id: "subnet-fw" }] },
          ],
        },
      ],
    },
  },
  aws_networkfirewall_firewall_policy: {
    p: {
      ...{ id: `${ARN}firewall-policy/p`, arn: `${ARN}firewall-policy/p`, name: "p" },
      firewall_policy: [
        {
          ...POLICY,
          stateful_rule_group_reference: [{ override: [], priority: 1, resource_arn: `${ARN}stateful-rulegroup/g` }],
          stateless_rule_group_reference: [{ priority: 1, resource_arn: `${ARN}stateless-rulegroup/l` }],
        },
      ],
    },
  },
  aws_networkfirewall_rule_group: {
    g: {
      ...{
        id: `${ARN}stateful-rulegroup/g`,
        arn: `${ARN}stateful-rulegroup/g`,
        name: "g",
        type: "STATEFUL",
        capacity: 9,
      },
      ...{ rules: null, rule_group: STATEFUL_GROUP },
    },
    l: {
      ...{
        id: `${ARN}stateless-rulegroup/l`,
        arn: `${ARN}stateless-rulegroup/l`,
        name: "l",
        type: "STATELESS",
        capacity: 9,
      },
      ...{ rules: null, rule_group: STATELESS_GROUP },
    },
  },
};
