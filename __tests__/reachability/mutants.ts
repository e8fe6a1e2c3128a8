import { cidrAround, formatCidr, isCidrFault, parseCidr } from "../../src/ipv4";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Body = { [key: string]: Json };
export type Stack = {
  resource: Record<string, Record<string, Body>>;
  data?: Record<string, Record<string, Body>>;
} & Record<string, Json>;

/** A wrong configuration: one resource gone, or one value changed to another plausible one. */
export interface Mutant {
  /** `aws_route.x: deleted`, `aws_route.x.destination_cidr_block: 10.0.0.0/24 -> 10.0.0.0/25`. */
  readonly name: string;
  readonly stack: Stack;
}

const LINK = /^\$\{((?:data\.)?)([a-z][a-z0-9_]*)\.([\w-]+)\.(\w+)\}$/;
const PLAIN_KEYS = new Set(["//", "tags", "lifecycle", "description", "name", "provider", "depends_on"]);

function clone(stack: Stack): Stack {
  return JSON.parse(JSON.stringify(stack)) as Stack;
}

/** Plausible wrong values of one value. */
function wrongValues(key: string, value: Json, stack: Stack): Json[] {
  if (typeof value === "string") {
    const link = LINK.exec(value);
    if (link) {
      const [, data = "", type = "", name = "", attribute = ""] = link;
      const names = Object.keys((data ? stack.data : stack.resource)?.[type] ?? {});
      const other = names[(names.indexOf(name) + 1) % names.length];
      return other === undefined || other === name ? [] : [`\${${data}${type}.${other}.${attribute}}`];
    }
    const cidr = parseCidr(value);
    if (value.includes("/") && !isCidrFault(cidr)) {
      const wider = cidr.length > 8 ? [formatCidr(cidrAround(cidr.base, cidr.length - 1))] : [];
      const narrower = cidr.length < 32 ? [formatCidr({ base: cidr.base, length: cidr.length + 1 })] : [];
      const beside = formatCidr(cidrAround(cidr.base + 7 * 2 ** (32 - cidr.length), cidr.length));
      return [...wider, ...narrower, beside];
    }
    if (/^\d+\.\d+\.\d+\.\d+$/.test(value)) return [value.replace(/\d+$/, (last) => String(Number(last) + 1))];
    if (key === "ip_protocol" || (key === "protocol" && value === "tcp")) return [value === "udp" ? "tcp" : "udp"];
    if (key === "protocol") return [value === "HTTP" ? "HTTPS" : "HTTP"];
    if (/^default_route_table_(association|propagation)$/.test(key)) return ["enable"];
    if (key === "connectivity_type") return ["public"];
    if (key === "target_type") return ["instance"];
    if (key === "path") return [`${value}x`];
    if (/availability_zone/.test(key)) return [value.replace(/.$/, (last) => (last === "a" ? "b" : "c"))];
  }
  if (typeof value === "number" && /port/.test(key)) return [value + 1];
  if (
    typeof value === "boolean" &&
    /^(internal|transit_gateway_default_route_table_\w+|source_dest_check|map_public_ip_on_launch)$/.test(key)
  )
    return [!value];
  return [];
}

function show(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Every value below `node` in turn replaced by wrong ones; lists of several also lose each item. */
function* mutations(
  node: Json,
  path: string,
  key: string,
  stack: Stack,
  put: (value: Json) => void,
): Generator<{ path: string; put: () => void }> {
  if (Array.isArray(node)) {
    for (const [i, item] of node.entries()) {
      if (node.length > 1) yield { path: `${path}[${i}]: removed`, put: () => put(node.filter((_, j) => j !== i)) };
      yield* mutations(item, `${path}[${i}]`, key, stack, (value) => (node[i] = value));
    }
    return;
  }
  if (typeof node === "object" && node !== null) {
    for (const [name, value] of Object.entries(node))
      if (!PLAIN_KEYS.has(name))
        yield* mutations(value, path ? `${path}.${name}` : name, name, stack, (next) => (node[name] = next));
    return;
  }
  for (const wrong of wrongValues(key, node, stack))
    yield { path: `${path}: ${show(node)} -> ${show(wrong)}`, put: () => put(wrong) };
}

/** What names things that carry traffic, and carries none: that it is gone stands for all that can be wrong with it. */
const WATCHING = /^aws_cloudwatch_/;

/** Values that are not there, but would carry traffic if they were. */
const ADDED: readonly { readonly type: string; readonly key: string; readonly value: Json }[] = [
  { type: "aws_ec2_transit_gateway_route", key: "blackhole", value: true },
  { type: "aws_subnet", key: "map_public_ip_on_launch", value: true },
  { type: "aws_lb_target_group_attachment", key: "availability_zone", value: "all" },
];

/** A resource that should not be there: permissions, ways and barriers that somebody adds to a bridge that works. */
function* extras({ resource }: Stack): Generator<{ name: string; type: string; body: Body; more?: Stack["resource"] }> {
  const names = (type: string): string[] => Object.keys(resource[type] ?? {});
  for (const group of names("aws_security_group")) {
    const security_group_id = `\${aws_security_group.${group}.id}`;
    const from = { security_group_id, cidr_ipv4: "10.64.0.0/16", ip_protocol: "tcp", from_port: 22, to_port: 22 };
    yield { name: `SSH into ${group}`, type: "aws_vpc_security_group_ingress_rule", body: from };
    const to = { security_group_id, cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" };
    yield { name: `everything out of ${group}`, type: "aws_vpc_security_group_egress_rule", body: to };
  }
  for (const table of names("aws_route_table")) {
    const route_table_id = `\${aws_route_table.${table}.id}`;
    for (const [target, type] of [
      ["transit_gateway_id", "aws_ec2_transit_gateway"],
      ["nat_gateway_id", "aws_nat_gateway"],
    ] as const)
      for (const name of names(type).slice(0, 1))
        for (const destination of ["0.0.0.0/0", "10.0.0.0/8"])
          yield {
            name: `${destination} of ${table} to the ${type.replace(/^aws_(ec2_)?/, "").replaceAll("_", " ")}`,
            type: "aws_route",
            body: {
              route_table_id,
              destination_cidr_block: destination,
              [target]: `\${${type}.${name}.id}`,
              depends_on: names("aws_ec2_transit_gateway_vpc_attachment").map(
                (attachment) => `aws_ec2_transit_gateway_vpc_attachment.${attachment}`,
              ),
            },
          };
    const gateway = { vpc_id: resource.aws_route_table![table]!.vpc_id! };
    yield {
      name: `internet gateway for ${table}`,
      type: "aws_route",
      body: { route_table_id, destination_cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.extra.id}" },
      more: { aws_internet_gateway: { extra: gateway } },
    };
  }
  for (const table of names("aws_ec2_transit_gateway_route_table"))
    for (const attachment of names("aws_ec2_transit_gateway_vpc_attachment"))
      yield {
        name: `10.64.0.0/16 of transit gateway table ${table} to ${attachment}`,
        type: "aws_ec2_transit_gateway_route",
        body: {
          transit_gateway_route_table_id: `\${aws_ec2_transit_gateway_route_table.${table}.id}`,
          transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${attachment}.id}`,
          destination_cidr_block: "10.64.0.0/16",
        },
      };
  for (const subnet of names("aws_subnet")) {
    const { vpc_id } = resource.aws_subnet![subnet]!;
    const subnet_ids = [`\${aws_subnet.${subnet}.id}`];
    const rule = { rule_no: 100, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
    const requests = { ...rule, protocol: "6", from_port: 0, to_port: 1023 };
    yield {
      name: `network ACL that refuses all around ${subnet}`,
      type: "aws_network_acl",
      body: { vpc_id: vpc_id!, subnet_ids },
    };
    yield {
      name: `network ACL without answers out of ${subnet}`,
      type: "aws_network_acl",
      body: { vpc_id: vpc_id!, subnet_ids, ingress: [rule], egress: [requests] },
    };
  }
}

function* additions(original: Stack): Generator<Mutant> {
  for (const { name, type, body, more } of extras(original)) {
    const stack = clone(original);
    for (const [kind, named] of Object.entries({ ...more, [type]: { extra: body } }))
      stack.resource[kind] = { ...stack.resource[kind], ...named };
    yield { name: `added: ${name}`, stack };
  }
}

/**
 * Every mutant of a stack: each resource deleted, each value that carries traffic changed, propagation switched on, and
 * what should not be there put in.
 */
export function* mutantsOf(original: Stack): Generator<Mutant> {
  yield* additions(original);
  for (const kind of ["resource", "data"] as const)
    for (const [type, named] of Object.entries(original[kind] ?? {}))
      for (const name of Object.keys(named)) {
        const address = `${kind === "data" ? "data." : ""}${type}.${name}`;
        const without = clone(original);
        delete without[kind]?.[type]?.[name];
        yield { name: `${address}: deleted`, stack: without };
        if (WATCHING.test(type)) continue;
        const count = [...mutations(clone(original)[kind]?.[type]?.[name] ?? {}, "", "", original, () => undefined)]
          .length;
        for (let i = 0; i < count; i++) {
          const stack = clone(original);
          const chosen = [...mutations(stack[kind]?.[type]?.[name] ?? {}, "", "", original, () => undefined)][i];
          if (!chosen) continue;
          chosen.put();
          yield { name: `${address}.${chosen.path}`, stack };
        }
        for (const added of ADDED) {
          if (added.type !== type || kind === "data" || named[name]?.[added.key] === added.value) continue;
          const stack = clone(original);
          stack.resource[type]![name]![added.key] = added.value;
          yield { name: `${address}.${added.key}: ${show(added.value)}`, stack };
        }
        if (type === "aws_route" && Array.isArray(named[name]?.depends_on) && "transit_gateway_id" in named[name]) {
          const stack = clone(original);
          delete stack.resource[type]?.[name]?.depends_on;
          yield { name: `${address}.depends_on: removed`, stack };
        }
      }
  for (const table of Object.keys(original.resource.aws_ec2_transit_gateway_route_table ?? {}))
    for (const attachment of Object.keys(original.resource.aws_ec2_transit_gateway_vpc_attachment ?? {})) {
      const stack = clone(original);
      stack.resource.aws_ec2_transit_gateway_route_table_propagation = {
        extra: {
          transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${attachment}.id}`,
          transit_gateway_route_table_id: `\${aws_ec2_transit_gateway_route_table.${table}.id}`,
        },
      };
      yield { name: `propagation of ${attachment} into ${table}: added`, stack };
    }
}
