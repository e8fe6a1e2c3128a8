import { typesOf, type Value } from "../terraform";
import { type Linked } from "./arguments";
import { type Registry } from "./registry";

const NOBODY_KNOWN: Linked = { kind: "unknown", candidates: [], text: "" };

/** Host of a URL, or a name of a host by itself. */
const HOST = /^(?:[a-z]+:\/\/)?([^/:?#]+)/i;

/** The load balancer that a URL or a host's name means: by reference, or by its DNS name as a state has it; else it may be anybody. */
export function namedByHost({ args, graph }: Registry, value: Value | undefined): Linked {
  const linked = args.link(value);
  if (linked.kind === "resource") return linked;
  if (linked.kind === "unknown") return linked;
  const name = HOST.exec(args.textOf(value) ?? "")?.[1]?.toLowerCase();
  const balancers = graph.ofType(typesOf("load-balancer"));
  const named = balancers.find((one) => name !== undefined && args.text(one, "dns_name")?.toLowerCase() === name);
  return named ? { kind: "resource", resource: named, attribute: "dns_name" } : NOBODY_KNOWN;
}
