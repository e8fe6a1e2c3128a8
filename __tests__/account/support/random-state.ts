import { type Dice } from "../../lab/dice";

/** A resource as a refreshed state has it; its name is its id, so that an account gives it the same address. */
export interface StateResource {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>> & { readonly id: string };
}

const PORTS = [22, 443];
const BASE: Readonly<Record<string, string>> = { v: "10.0", w: "10.1" };
const SIX: Readonly<Record<string, string>> = { v: "2600:1f18:1:10", w: "2600:1f18:1:20" };
const VPCS = ["v", "w"];

/** A network in the making. */
class Draft {
  readonly resources: StateResource[] = [];

  constructor(readonly dice: Dice) {}

  add(type: string, id: string, values: object): void {
    this.resources.push({ type, values: { id, ...values } });
  }

  ids(type: string): string[] {
    return this.resources.flatMap((one) => (one.type === type ? [one.values.id] : []));
  }
}

function ruleFor(dice: Dice, vpc: string, index: number) {
  const port = dice.pick(PORTS);
  const isAll = dice.chance(0.3);
  const none = { cidr_blocks: [], ipv6_cidr_blocks: [], prefix_list_ids: [], security_groups: [], self: false };
  const peers = [
    { cidr_blocks: ["0.0.0.0/0"] },
    { cidr_blocks: [`${BASE[vpc]}.1.0/24`, "203.0.113.0/24"] },
    { ipv6_cidr_blocks: ["::/0"] },
    { prefix_list_ids: ["pl-own"] },
    { security_groups: [`sg-${vpc}${1 - index}`] },
    { self: true },
  ];
  return {
    ...none,
    ...(isAll ? { protocol: "-1", from_port: 0, to_port: 0 } : { protocol: "tcp", from_port: port, to_port: port }),
    ...dice.pick(peers),
  };
}

function addGroups(draft: Draft, vpc: string): void {
  const { dice } = draft;
  const out = { protocol: "-1", from_port: 0, to_port: 0, self: false, prefix_list_ids: [], security_groups: [] };
  const open = { ...out, cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] };
  for (const i of [0, 1])
    draft.add("aws_security_group", `sg-${vpc}${i}`, {
      vpc_id: `vpc-${vpc}`,
      name: `g${i}`,
      ingress: Array.from({ length: dice.below(4) }, () => ruleFor(dice, vpc, i)),
      egress: dice.chance(0.8) ? [open] : [ruleFor(dice, vpc, i)],
    });
}

function aclRules(dice: Dice) {
  const last = { action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0", rule_no: 200 };
  const port = dice.pick(PORTS);
  const first = { ...last, action: "deny", protocol: "6", from_port: port, to_port: port, rule_no: 100 };
  return [
    ...(dice.chance(0.3) ? [first] : []),
    ...(dice.chance(0.9) ? [last] : []),
    ...(dice.chance(0.8) ? [{ ...last, rule_no: 201, cidr_block: "", ipv6_cidr_block: "::/0" }] : []),
  ];
}

function addHost(draft: Draft, vpc: string, subnet: string, end: number): void {
  const { dice } = draft;
  const id = `${subnet}-${end}`;
  const number = subnet.slice(-1);
  const isPublic = dice.chance(0.5);
  draft.add("aws_instance", `i-${id}`, {
    subnet_id: `subnet-${subnet}`,
    private_ip: `${BASE[vpc]}.${number}.${10 + end}`,
    primary_network_interface_id: `eni-${id}`,
    vpc_security_group_ids: [`sg-${vpc}${dice.below(2)}`],
    ipv6_addresses: dice.chance(0.5) ? [`${SIX[vpc]}${number}::${10 + end}`] : [],
    source_dest_check: true,
    public_ip: isPublic ? `198.51.100.${10 * VPCS.indexOf(vpc) + 2 * Number(number) + end}` : "",
    associate_public_ip_address: isPublic,
    instance_state: "running",
  });
}

function addVpc(draft: Draft, vpc: string): void {
  const { dice } = draft;
  draft.add("aws_vpc", `vpc-${vpc}`, {
    cidr_block: `${BASE[vpc]}.0.0/16`,
    ipv6_cidr_block: `${SIX[vpc]}0::/56`,
    assign_generated_ipv6_cidr_block: true,
    main_route_table_id: `rtb-main-${vpc}`,
    default_network_acl_id: `acl-default-${vpc}`,
    default_security_group_id: `sg-default-${vpc}`,
  });
  if (dice.chance(0.7)) draft.add("aws_internet_gateway", `igw-${vpc}`, { vpc_id: `vpc-${vpc}` });
  if (dice.chance(0.5)) draft.add("aws_egress_only_internet_gateway", `eigw-${vpc}`, { vpc_id: `vpc-${vpc}` });
  addGroups(draft, vpc);
  for (const number of [1, 2]) {
    const own = `${vpc}${number}`;
    draft.add("aws_subnet", `subnet-${own}`, {
      vpc_id: `vpc-${vpc}`,
      cidr_block: `${BASE[vpc]}.${number}.0/24`,
      ipv6_cidr_block: `${SIX[vpc]}${number}::/64`,
      availability_zone: `eu-west-1${dice.pick(["a", "b"])}`,
      map_public_ip_on_launch: false,
    });
    for (const end of dice.some([0, 1], 0.7)) addHost(draft, vpc, own, end);
    if (dice.chance(0.4))
      draft.add("aws_network_acl", `acl-${own}`, {
        vpc_id: `vpc-${vpc}`,
        subnet_ids: [`subnet-${own}`],
        ingress: aclRules(dice),
        egress: aclRules(dice),
      });
  }
}

function addNat(draft: Draft): void {
  const isPrivate = draft.dice.chance(0.2);
  if (!isPrivate) draft.add("aws_eip", "eipalloc-nat", { public_ip: "198.51.100.200", domain: "vpc" });
  draft.add("aws_nat_gateway", "nat-v", {
    subnet_id: "subnet-v1",
    connectivity_type: isPrivate ? "private" : "public",
    private_ip: "10.0.1.200",
    network_interface_id: "eni-nat",
    secondary_private_ip_addresses: [],
    ...(!isPrivate && { allocation_id: "eipalloc-nat", public_ip: "198.51.100.200" }),
  });
}

function addEndpoint(draft: Draft): void {
  draft.add("aws_vpc_endpoint", "vpce-w", {
    vpc_id: "vpc-w",
    vpc_endpoint_type: "Interface",
    service_name: "com.amazonaws.eu-west-1.kms",
    state: "available",
    subnet_ids: ["subnet-w1"],
    security_group_ids: ["sg-w0"],
    network_interface_ids: ["eni-vpce"],
    ip_address_type: "ipv4",
    subnet_configuration: [{ subnet_id: "subnet-w1", ipv4: "10.1.1.30" }],
    route_table_ids: [],
  });
}

const TARGETS: Readonly<Record<string, string>> = {
  aws_internet_gateway: "gateway_id",
  aws_nat_gateway: "nat_gateway_id",
  aws_vpc_peering_connection: "vpc_peering_connection_id",
};

function addRoutes(draft: Draft, table: string, vpc: string): void {
  const { dice } = draft;
  const own = ([type, argument]: readonly [string, string]) =>
    draft.ids(type).flatMap((id) => (/-[vw]$/.test(id) && !id.endsWith(vpc) ? [] : [{ [argument]: id }]));
  const four = Object.entries(TARGETS).flatMap(own);
  const six = [
    ...own(["aws_internet_gateway", "gateway_id"]),
    ...own(["aws_egress_only_internet_gateway", "egress_only_gateway_id"]),
  ];
  const far = vpc === "v" ? "w" : "v";
  const join = own(["aws_vpc_peering_connection", "vpc_peering_connection_id"]);
  const wanted = [
    { destination_cidr_block: "0.0.0.0/0", targets: four },
    { destination_ipv6_cidr_block: "::/0", targets: six },
    { destination_cidr_block: `${BASE[far]}.0.0/16`, targets: join },
    { destination_prefix_list_id: "pl-own", targets: four },
  ];
  for (const { targets, ...destination } of wanted)
    if (targets.length > 0 && dice.chance(0.7))
      draft.add("aws_route", `r-${table}${Object.values(destination)[0]}`, {
        route_table_id: table,
        ...destination,
        ...dice.pick(targets),
        origin: "CreateRoute",
        state: dice.chance(0.05) ? "blackhole" : "active",
      });
}

function addTables(draft: Draft): void {
  const { dice } = draft;
  for (const vpc of VPCS)
    for (const number of [1, 2]) {
      const table = `rtb-${vpc}${number}`;
      draft.add("aws_route_table", table, { vpc_id: `vpc-${vpc}` });
      addRoutes(draft, table, vpc);
      if (dice.chance(0.85))
        draft.add("aws_route_table_association", `rtbassoc-${vpc}${number}`, {
          route_table_id: table,
          subnet_id: `subnet-${vpc}${number}`,
        });
    }
}

/** What is inside of two VPCs, as a state tells it after a refresh. */
export function randomState(dice: Dice): StateResource[] {
  const draft = new Draft(dice);
  draft.add("aws_ec2_managed_prefix_list", "pl-own", {
    name: "own",
    address_family: "IPv4",
    entry: [{ cidr: dice.pick(["10.1.0.0/16", "203.0.113.0/24", "192.0.2.0/25"]), description: "" }],
  });
  for (const vpc of VPCS) addVpc(draft, vpc);
  if (dice.chance(0.6))
    draft.add("aws_vpc_peering_connection", "pcx-1", {
      vpc_id: "vpc-v",
      peer_vpc_id: "vpc-w",
      accept_status: dice.chance(0.85) ? "active" : "pending-acceptance",
    });
  if (draft.ids("aws_internet_gateway").includes("igw-v") && dice.chance(0.6)) addNat(draft);
  if (dice.chance(0.5)) addEndpoint(draft);
  addTables(draft);
  return draft.resources;
}

/** The JSON of `terraform show -json` for these resources. */
export function stateJson(resources: readonly StateResource[]) {
  return {
    format_version: "1.0",
    terraform_version: "1.9.0",
    values: {
      root_module: {
        resources: resources.map(({ type, values }) => {
          const name = values.id.replace(/[^A-Za-z0-9_-]/g, "_");
          const provider_name = "registry.terraform.io/hashicorp/aws";
          return { address: `${type}.${name}`, mode: "managed", type, name, provider_name, schema_version: 0, values };
        }),
      },
    },
  };
}
