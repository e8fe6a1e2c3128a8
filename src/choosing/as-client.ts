import { type Finding } from "../config/fault";
import { isMap } from "../config/patch";
import { type Plain, mapAt, mapped, without, withoutForeignKeys } from "./content-parts";

/** The sides of a kind in a hub's content. */
function sidesIn(content: Plain, one: string, many: string): Plain[] {
  return [...(isMap(content[one]) ? [content[one]] : []), ...Object.values(mapAt(content, many)).filter(isMap)];
}

function notOne(key: string, count: number): Finding {
  if (count === 0) {
    const one = key.slice(0, -1);
    return {
      path: [key],
      rule: "one-client-one-web",
      message: "are none, and a bridge is between two VPCs",
      fix: `write ${one}`,
    };
  }
  const message = `are ${count}, and a bridge in the client VPC has one client VPC and one web VPC`;
  return { path: [key], rule: "one-client-one-web", message, fix: "keep the hub, or write a file for each pair" };
}

/** A hub's content as a bridge in its client VPC; or why it has no room there. */
export function asClientPlace(content: Plain): { readonly content: Plain } | { readonly because: readonly Finding[] } {
  const [clients, webs] = [sidesIn(content, "client", "clients"), sidesIn(content, "web", "webs")];
  const because = [
    ...(clients.length === 1 ? [] : [notOne("clients", clients.length)]),
    ...(webs.length === 1 ? [] : [notOne("webs", webs.length)]),
  ];
  const [client, web] = [clients[0], webs[0]];
  if (because.length > 0 || !client || !web) return { because };
  const { cidr, zones } = mapAt(content, "bridge");
  const services = mapped(mapAt(content, "services"), (service) => without(service, "web", "clients"));
  // Ends are spelled after the sides' names, which are others here.
  const rest = without(content, "clients", "webs", "expect");
  return { content: withoutForeignKeys({ ...rest, client, web, bridge: { cidr, zones }, services }) };
}
