import { type Dice } from "../lab/dice";
import { type Body, type Stack } from "../lab/draft";
import { bodiesOf, referencesIn, typeOf } from "../support/simulated/apply";

type Resources = Map<string, Body>;

function stackOf(bodies: ReadonlyMap<string, Body>): Stack {
  const stack: Stack = { resource: {}, data: {} };
  for (const [address, body] of bodies) {
    const [type = "", name = ""] = address.replace(/^data\./, "").split(".");
    ((address.startsWith("data.") ? stack.data : stack.resource)[type] ??= {})[name] = body;
  }
  return stack;
}

const id = (address: string): string => `\${${address}.id}`;
const without = (body: Body, ...keys: string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));

/** How a thing can be written in another way: the resources that take its place, or what it is written as. */
type Spelling = (name: string, body: Body, all: Resources) => Record<string, Body>;

const SPELLINGS: readonly (readonly [string, number, Spelling])[] = [
  [
    "aws_network_acl",
    0.6,
    (name, body) => ({
      [`aws_network_acl.${name}`]: without(body, "ingress", "egress", "subnet_ids"),
      ...Object.fromEntries(
        (["ingress", "egress"] as const).flatMap((direction) =>
          (body[direction] as Body[]).map((rule): [string, Body] => [
            `aws_network_acl_rule.${name}-${direction}-${String(rule.rule_no)}`,
            {
              network_acl_id: id(`aws_network_acl.${name}`),
              egress: direction === "egress",
              rule_number: rule.rule_no,
              rule_action: rule.action,
              ...without(rule, "rule_no", "action"),
            },
          ]),
        ),
      ),
      ...Object.fromEntries(
        (body.subnet_ids as string[]).map((subnet, i): [string, Body] => [
          `aws_network_acl_association.${name}-${i}`,
          { network_acl_id: id(`aws_network_acl.${name}`), subnet_id: subnet },
        ]),
      ),
    }),
  ],
  [
    "aws_ec2_managed_prefix_list",
    0.6,
    (name, body) => ({
      [`aws_ec2_managed_prefix_list.${name}`]: without(body, "entry"),
      ...Object.fromEntries(
        (body.entry as { cidr: string }[]).map(({ cidr }, i): [string, Body] => [
          `aws_ec2_managed_prefix_list_entry.${name}-${i}`,
          { prefix_list_id: id(`aws_ec2_managed_prefix_list.${name}`), cidr },
        ]),
      ),
    }),
  ],
  ["aws_vpc_security_group_ingress_rule", 0.3, olderRule("ingress")],
  ["aws_vpc_security_group_egress_rule", 0.3, olderRule("egress")],
  [
    "aws_internet_gateway",
    0.5,
    (name, body) => ({
      [`aws_internet_gateway.${name}`]: {},
      [`aws_internet_gateway_attachment.${name}`]: {
        internet_gateway_id: id(`aws_internet_gateway.${name}`),
        vpc_id: body.vpc_id,
      },
    }),
  ],
  [
    "aws_eip",
    0.7,
    (name, body): Record<string, Body> =>
      body.instance === undefined
        ? { [`aws_eip.${name}`]: body }
        : {
            [`aws_eip.${name}`]: without(body, "instance"),
            [`aws_eip_association.${name}`]: { allocation_id: id(`aws_eip.${name}`), instance_id: body.instance },
          },
  ],
];

function olderRule(type: "ingress" | "egress"): Spelling {
  return (name, body) => ({
    [`aws_security_group_rule.${type}-${name}`]: {
      type,
      security_group_id: body.security_group_id,
      protocol: body.ip_protocol,
      from_port: body.from_port ?? 0,
      to_port: body.to_port ?? 0,
      ...(body.cidr_ipv4 !== undefined && { cidr_blocks: [body.cidr_ipv4] }),
      ...(body.prefix_list_id !== undefined && { prefix_list_ids: [body.prefix_list_id] }),
      ...(body.referenced_security_group_id !== undefined && {
        source_security_group_id: body.referenced_security_group_id,
      }),
    },
  });
}

/** The same network in other spellings, with main tables of its own here and there. */
export function respelled(stack: Stack, dice: Dice): Stack {
  const bodies: Resources = new Map();
  const all = bodiesOf(stack);
  for (const [address, body] of all) {
    const [type, name] = address.split(".");
    const spelling = SPELLINGS.find(([one, chance]) => one === type && dice.chance(chance))?.[2];
    for (const [at, one] of Object.entries(spelling ? spelling(name!, body, bodies) : { [address]: body }))
      bodies.set(at, one);
  }
  for (const vpc of [...all.keys()].filter((one) => typeOf(one) === "aws_vpc")) {
    const tables = [...all].filter(([one, { vpc_id: own }]) => typeOf(one) === "aws_route_table" && own === id(vpc));
    if (tables.length > 0 && dice.chance(0.4))
      bodies.set(`aws_main_route_table_association.${vpc.split(".")[1]}`, {
        vpc_id: id(vpc),
        route_table_id: id(dice.pick(tables)[0]),
        original_route_table_id: `\${${vpc}.default_route_table_id}`,
      });
  }
  return stackOf(bodies);
}

/** What other resources name; only the rest can go alone. */
function named(bodies: ReadonlyMap<string, Body>): Set<string> {
  return new Set([...bodies.values()].flatMap((body) => referencesIn(body).map(([to]) => to)));
}

/** The stack without some of what nothing else names. */
export function thinned(stack: Stack, dice: Dice, share: number): Stack {
  const bodies = bodiesOf(stack);
  const used = named(bodies);
  for (const address of [...bodies.keys()])
    if (!used.has(address) && typeOf(address) !== "aws_vpc" && dice.chance(share)) bodies.delete(address);
  return stackOf(bodies);
}

const PORTS = [22, 80, 8080];
const RANGES = ["10.0.0.0/16", "10.1.0.0/16", "10.0.1.0/24", "0.0.0.0/0", "100.64.0.0/10"];

/** One change that AWS would take, or the body as it is. */
function altered(type: string, body: Body, dice: Dice, twins: readonly Body[]): Body {
  const isTcp = body.ip_protocol === "tcp" || body.protocol === "tcp";
  const port = dice.pick(PORTS);
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
    case "aws_vpc_security_group_egress_rule":
      if (isTcp && dice.chance(0.5)) return { ...body, from_port: port, to_port: port };
      return body.cidr_ipv4 === undefined ? body : { ...body, cidr_ipv4: dice.pick(RANGES) };
    case "aws_security_group_rule":
      if (isTcp && dice.chance(0.5)) return { ...body, from_port: port, to_port: port };
      return body.cidr_blocks === undefined ? body : { ...body, cidr_blocks: [dice.pick(RANGES)] };
    case "aws_network_acl_rule":
      return { ...body, rule_action: body.rule_action === "allow" ? "deny" : "allow" };
    case "aws_ec2_managed_prefix_list_entry":
      return { ...body, cidr: dice.pick(["10.3.0.0/16", "10.0.2.0/24", "100.65.0.0/16"]) };
    case "aws_route": {
      const twin = dice.pick(twins);
      const own = ["route_table_id", "destination_cidr_block", "destination_prefix_list_id"];
      // Routes of one table lead to what its VPC has.
      if ((twin.route_table_id !== body.route_table_id || body.network_interface_id) ?? twin.network_interface_id)
        return body;
      const kept = Object.fromEntries(Object.entries(body).filter(([key]) => own.includes(key)));
      return { ...kept, ...without(twin, ...own) };
    }
    case "aws_ec2_transit_gateway_route": {
      const twin = dice.pick(twins);
      if (twin.transit_gateway_route_table_id !== body.transit_gateway_route_table_id) return body;
      return { ...without(twin, "destination_cidr_block"), destination_cidr_block: body.destination_cidr_block };
    }
    case "aws_route_table_association":
    case "aws_main_route_table_association":
      return { ...body, route_table_id: dice.pick(twins).route_table_id };
    default:
      return body;
  }
}

/** The stack with some of its resources changed; associations keep to tables of their VPC. */
export function changed(stack: Stack, dice: Dice): Stack {
  const bodies = bodiesOf(stack);
  const vpcOf = (table: unknown): unknown => {
    const [to] = referencesIn(table).map(([address]) => address);
    const body = bodies.get(to ?? "") ?? {};
    return body.vpc_id ?? String(body.default_route_table_id).replace("default_route_table_id", "id");
  };
  for (const [address, body] of [...bodies]) {
    if (!dice.chance(0.15)) continue;
    const type = typeOf(address);
    const twins = [...bodies].flatMap(([one, twin]) => (typeOf(one) === type ? [twin] : []));
    const next = altered(type, body, dice, twins);
    const isMoved = type.endsWith("table_association") && vpcOf(next.route_table_id) !== vpcOf(body.route_table_id);
    if (!isMoved) bodies.set(address, next);
  }
  return stackOf(bodies);
}
