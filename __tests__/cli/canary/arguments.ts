import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Network, type Unique } from "./network";

/** What the provider's schema says of an argument: its type, or the arguments of a block. */
type Shape = string | { readonly [argument: string]: Shape } | readonly Shape[];

/** Arguments of every type, as `terraform providers schema -json` lists them (AWS provider 5.100.0), in one line for each type. */
const SHAPES = JSON.parse(readFileSync(join(__dirname, "arguments.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, Shape>>>
>;

function valueOf(name: string, shape: Shape, unique: Unique): unknown {
  if (Array.isArray(shape)) return (shape as readonly Shape[]).map((one) => valueOf(name, one, unique));
  if (typeof shape === "object")
    return Object.fromEntries(Object.entries(shape).map(([key, one]) => [key, valueOf(key, one, unique)]));
  switch (shape) {
    case "bool":
      return false;
    case "number":
      return unique.port();
    case "map":
      return { [unique.text()]: unique.name() };
    default:
      return shape.endsWith("[]") ? [textOf(name, shape.slice(0, -2), unique)] : textOf(name, shape, unique);
  }
}

function textOf(name: string, shape: string, unique: Unique): unknown {
  if (shape === "number") return unique.port();
  if (/ipv6/.test(name)) return unique.range6();
  if (/cidr|prefix(es)?$/.test(name)) return unique.range();
  if (/(^|_)(ip|ips|address|addresses|ipv4)$/.test(name)) return unique.address();
  if (/port/.test(name)) return String(unique.port());
  return unique.name();
}

/** A resource of each type with every argument that the provider knows, each with a value of its own kind. */
export function everyArgument(unique: Unique): Network {
  return Object.fromEntries(
    Object.entries(SHAPES).map(([type, shape]) => [`${type}.full`, valueOf("", shape, unique) as Network[string]]),
  );
}
