type Json = Record<string, unknown>;

/** What an argument says in a module's source: a value, or the references that are all that a plan keeps of it. */
type Argument = { readonly is: unknown } | { readonly refers: readonly string[] };

const is = (value: unknown): Argument => ({ is: value });
const refers = (...references: readonly string[]): Argument => ({ refers: references });

/** One block of a module, with its instances. */
interface Block {
  readonly type: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, Argument>>;
  /** What each instance has as known values, by its key; one without a key otherwise. */
  readonly instances: ReadonlyMap<string | number | undefined, Json>;
}

interface Module {
  readonly calls: string;
  readonly keys: readonly string[];
  readonly inputs: Readonly<Record<string, Argument>>;
  readonly blocks: (key: string, index: number) => readonly Block[];
}

const numbered = (count: number, values: (i: number) => Json): Map<number, Json> =>
  new Map(Array.from({ length: count }, (_, i) => [i, values(i)]));
const one = (values: Json): Map<undefined, Json> => new Map([[undefined, values]]);
const ZONES = ["a", "b", "c"] as const;

const TAGS: Json = {
  Environment: "production",
  Owner: "network",
  ManagedBy: "terraform",
  CostCentre: "4711",
  Project: "landing-zone",
};

/** What a plan shows of every resource, and nothing in it is about traffic: tags with their copies, defaults, time-outs. */
const NOISE: Json = {
  tags: TAGS,
  tags_all: TAGS,
  timeouts: null,
};

/** A VPC as the most used module of the registry writes it: locals for the VPC, `element()` over lists for everything else. */
function vpcBlocks(_: string, v: number): readonly Block[] {
  const vpc = refers("local.vpc_id");
  const subnets = (name: string, first: number): Block => ({
    ...{ type: "aws_subnet", name },
    arguments: {
      vpc_id: vpc,
      cidr_block: refers("var.subnets"),
      availability_zone: refers("var.azs"),
      tags: refers("local.tags"),
    },
    instances: numbered(3, (i) => ({
      cidr_block: `10.${v}.${first + i}.0/24`,
      availability_zone: `eu-west-1${ZONES[i]}`,
      map_public_ip_on_launch: false,
    })),
  });
  const associations = (name: string): Block => ({
    ...{ type: "aws_route_table_association", name },
    arguments: {
      subnet_id: refers(`aws_subnet.${name}`, "count.index"),
      route_table_id: refers(`aws_route_table.${name}`, "var.single_nat_gateway", "count.index"),
    },
    instances: numbered(3, () => ({})),
  });
  const tables = (name: string, count: number): Block => ({
    ...{ type: "aws_route_table", name },
    arguments: { vpc_id: vpc, tags: refers("local.tags") },
    instances: numbered(count, () => ({})),
  });
  return [
    {
      type: "aws_vpc",
      name: "this",
      arguments: { cidr_block: refers("var.cidr") },
      instances: numbered(1, () => ({ cidr_block: `10.${v}.0.0/16` })),
    },
    ...[subnets("private", 0), subnets("intra", 10), tables("private", 3), tables("intra", 1)],
    ...[associations("private"), associations("intra")],
    ...transitBlocks(vpc),
  ];
}

/** The VPC's way to the transit gateway. */
function transitBlocks(vpc: Argument): readonly Block[] {
  return [
    {
      ...{ type: "aws_route", name: "private_transit" },
      arguments: {
        route_table_id: refers("aws_route_table.private", "count.index"),
        destination_cidr_block: refers("var.destination"),
        transit_gateway_id: refers("var.transit_gateway_id"),
      },
      instances: numbered(3, () => ({ destination_cidr_block: "0.0.0.0/0" })),
    },
    {
      ...{ type: "aws_ec2_transit_gateway_vpc_attachment", name: "this" },
      arguments: {
        vpc_id: vpc,
        transit_gateway_id: refers("var.transit_gateway_id"),
        subnet_ids: refers("aws_subnet.intra"),
      },
      instances: one({
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      }),
    },
  ];
}

/** A group whose rules are counted over lists. */
function groupBlocks(rules: number): Module["blocks"] {
  return (_, g): readonly Block[] => [
    {
      ...{ type: "aws_security_group", name: "this" },
      arguments: { name: refers("local.name"), vpc_id: refers("var.vpc_id") },
      instances: numbered(1, () => ({ name: `group-${g}`, description: "Managed by Terraform" })),
    },
    {
      ...{ type: "aws_security_group_rule", name: "ingress" },
      arguments: {
        security_group_id: refers("local.this_sg_id"),
        cidr_blocks: refers("var.ingress"),
        type: is("ingress"),
      },
      instances: numbered(rules, (i) => ({
        ...{ type: "ingress", protocol: "tcp", from_port: 1000 + (i % 40), to_port: 1000 + (i % 40) },
        ...{ cidr_blocks: [`10.${i % 60}.${i % 7}.0/24`], self: false, description: "from a spoke" },
      })),
    },
    {
      ...{ type: "aws_security_group_rule", name: "egress" },
      arguments: { security_group_id: refers("local.this_sg_id"), cidr_blocks: is(["0.0.0.0/0"]), type: is("egress") },
      instances: numbered(1, () => ({
        ...{ type: "egress", protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"], self: false },
      })),
    },
  ];
}

/** Tables of the gateway, and a list of ranges, which the root module has; hosts that are in a spoke by a lost key. */
function rootBlocks(spokes: readonly string[], hosts: number): readonly Block[] {
  const hub = refers("aws_ec2_transit_gateway.hub.id", "aws_ec2_transit_gateway.hub");
  return [
    {
      ...{ type: "aws_ec2_transit_gateway", name: "hub", arguments: { description: is("hub") } },
      instances: one({ default_route_table_association: "disable", default_route_table_propagation: "disable" }),
    },
    {
      type: "aws_ec2_transit_gateway_route_table",
      name: "spokes",
      arguments: { transit_gateway_id: hub },
      instances: one({}),
    },
    ...spokeBlocks(spokes),
    {
      ...{ type: "aws_ec2_managed_prefix_list", name: "spokes" },
      arguments: { name: is("spokes"), address_family: is("IPv4"), max_entries: is(60) },
      instances: one({
        name: "spokes",
        max_entries: 60,
        entry: spokes.map((_, i) => ({ cidr: `10.${i}.0.0/16`, description: "" })),
      }),
    },
    {
      ...{ type: "aws_instance", name: "app" },
      arguments: {
        subnet_id: refers("module.spoke", "each.value.spoke"),
        vpc_security_group_ids: refers("module.group", "each.value.group"),
        ami: refers("data.aws_ami.this.id", "data.aws_ami.this"),
      },
      instances: new Map(
        Array.from({ length: hosts }, (_, i) => [
          `app-${i}`,
          { instance_type: "t3.micro", source_dest_check: true, get_password_data: false },
        ]),
      ),
    },
  ];
}

/** What the gateway's table has of each spoke. */
function spokeBlocks(spokes: readonly string[]): readonly Block[] {
  const keyed = (values: (key: string, i: number) => Json): Map<string, Json> =>
    new Map(spokes.map((key, i) => [key, values(key, i)]));
  const attachment = refers("module.spoke", "each.key");
  const table = refers("aws_ec2_transit_gateway_route_table.spokes.id", "aws_ec2_transit_gateway_route_table.spokes");
  return [
    {
      ...{ type: "aws_ec2_transit_gateway_route_table_association", name: "spoke" },
      arguments: { transit_gateway_attachment_id: attachment, transit_gateway_route_table_id: table },
      instances: keyed(() => ({})),
    },
    {
      ...{ type: "aws_ec2_transit_gateway_route", name: "spoke" },
      arguments: {
        transit_gateway_attachment_id: attachment,
        transit_gateway_route_table_id: table,
        destination_cidr_block: refers("each.value.cidr"),
      },
      instances: keyed((_, i) => ({ destination_cidr_block: `10.${i}.0.0/16`, blackhole: false })),
    },
  ];
}

function expressionsOf({ arguments: all }: Block): Json {
  return Object.fromEntries(
    Object.entries(all).map(([name, one]) => [
      name,
      "is" in one ? { constant_value: one.is } : { references: one.refers },
    ]),
  );
}

function keyText(key: string | number | undefined): string {
  return key === undefined ? "" : `[${JSON.stringify(key)}]`;
}

/** The changes that make the instances of a block in one instance of its module. */
function changesOf(block: Block, module: string): Json[] {
  const unknown = Object.entries(block.arguments).filter(([, one]) => "refers" in one);
  return [...block.instances].map(([key, values]) => {
    const lost = unknown.filter(([name]) => !(name in values) && name !== "tags").map(([name]) => name);
    const { type, name } = block;
    const own = {
      address: `${module && `${module}.`}${type}.${name}${keyText(key)}`,
      ...(module && { module_address: module }),
    };
    const change = {
      actions: ["create"],
      before: null,
      after: { ...values, ...NOISE },
      after_unknown: { id: true, arn: true, owner_id: true, ...Object.fromEntries(lost.map((one) => [one, true])) },
      before_sensitive: false,
      after_sensitive: { tags: {}, tags_all: {} },
    };
    const provider = "registry.terraform.io/hashicorp/aws";
    return {
      ...own,
      mode: "managed",
      type,
      name,
      ...(key !== undefined && { index: key }),
      provider_name: provider,
      change,
    };
  });
}

function configurationOf(blocks: readonly Block[], provider = "aws"): Json[] {
  return blocks.map((block) => ({
    address: `${block.type}.${block.name}`,
    ...{ mode: "managed", type: block.type, name: block.name, provider_config_key: provider },
    expressions: expressionsOf(block),
    schema_version: 1,
  }));
}

/**
 * `terraform show -json` of a first plan as landing zones have it: spokes on a transit gateway and security groups, made by
 * modules with `for_each` whose arguments are locals, inputs and lookups by a key, so that most of what would tell who
 * reaches whom is lost.
 * @param spokes how many VPCs; 40 of them with 24 groups of 30 rules make 1.7 MB
 */
export function fieldPlanWith(spokes: number, groups: number, rules: number): Json {
  const [spokeKeys, groupKeys] = [spokes, groups].map((count, k) =>
    Array.from({ length: count }, (_, i) => `${k === 0 ? "spoke" : "group"}-${i}`),
  ) as [string[], string[]];
  const modules: readonly Module[] = [
    {
      ...{ calls: "spoke", keys: spokeKeys, blocks: vpcBlocks },
      inputs: {
        cidr: refers("each.value.cidr"),
        transit_gateway_id: refers("aws_ec2_transit_gateway.hub.id", "aws_ec2_transit_gateway.hub"),
      },
    },
    {
      ...{ calls: "group", keys: groupKeys, blocks: groupBlocks(rules) },
      inputs: { vpc_id: refers("module.spoke", "each.value.spoke") },
    },
  ];
  const root = rootBlocks(spokeKeys, spokes * 2);
  const changes = [
    ...root.flatMap((block) => changesOf(block, "")),
    ...modules.flatMap(({ calls, keys, blocks }) =>
      keys.flatMap((key, i) => blocks(key, i).flatMap((block) => changesOf(block, `module.${calls}["${key}"]`))),
    ),
  ];
  const calls = modules.map(({ calls: name, inputs, blocks }): [string, Json] => [
    name,
    {
      source: `./modules/${name}`,
      expressions: expressionsOf({ type: "", name: "", arguments: inputs, instances: new Map() }),
      for_each_expression: { references: ["local.all"] },
      module: { resources: configurationOf(blocks("", 0)), outputs: outputsOf(name) },
    },
  ]);
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    errored: false,
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: { root_module: { resources: configurationOf(root), module_calls: Object.fromEntries(calls) } },
  };
}

function outputsOf(module: string): Json {
  const of = (...references: readonly string[]): Json => ({ expression: { references } });
  if (module === "group")
    return { id: of("aws_security_group.this[0].id", "aws_security_group.this[0]", "aws_security_group.this") };
  return {
    vpc_id: of("aws_vpc.this[0].id", "aws_vpc.this[0]", "aws_vpc.this"),
    private_subnets: of("aws_subnet.private"),
    attachment_id: of("aws_ec2_transit_gateway_vpc_attachment.this.id", "aws_ec2_transit_gateway_vpc_attachment.this"),
  };
}
