import { cidrAround, formatCidr, isCidrFault, parseCidr } from "../../src/ipv4";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Body = { [key: string]: Json };
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
    if (key === "ip_protocol" || (key === "protocol" && value === "tcp")) return ["udp"];
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

/** Values that are not there, but would carry traffic if they were. */
const ADDED: readonly { readonly type: string; readonly key: string; readonly value: Json }[] = [
  { type: "aws_ec2_transit_gateway_route", key: "blackhole", value: true },
  { type: "aws_subnet", key: "map_public_ip_on_launch", value: true },
  { type: "aws_lb_target_group_attachment", key: "availability_zone", value: "all" },
];

/** Every mutant of a stack: each resource deleted, each value that carries traffic changed, propagation switched on. */
export function* mutantsOf(original: Stack): Generator<Mutant> {
  for (const kind of ["resource", "data"] as const)
    for (const [type, named] of Object.entries(original[kind] ?? {}))
      for (const name of Object.keys(named)) {
        const address = `${kind === "data" ? "data." : ""}${type}.${name}`;
        const without = clone(original);
        delete without[kind]?.[type]?.[name];
        yield { name: `${address}: deleted`, stack: without };
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
          if (added.type !== type || kind === "data") continue;
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
