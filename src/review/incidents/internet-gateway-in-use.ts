import { type Resource, type TypeName } from "../../terraform";
import { isObject } from "../../terraform/value";
import { isDestroyed } from "../changes";
import { type Networks } from "../networks";
import { type IncidentRule } from "./incident";
import { itemsOf, named } from "./named";

const GATEWAYS: readonly TypeName[] = ["aws_internet_gateway", "aws_internet_gateway_attachment"];
const BALANCERS: readonly TypeName[] = ["aws_lb", "aws_alb", "aws_elb"];
const DOORS: readonly TypeName[] = ["aws_instance", "aws_nat_gateway", ...BALANCERS];

/** Whether something has a public address in its subnet. */
function isPublic({ type, values }: Resource): boolean {
  if (type === "aws_instance") return typeof values.public_ip === "string" && values.public_ip !== "";
  if (type === "aws_nat_gateway") return values.connectivity_type !== "private";
  return values.internal === false;
}

function vpcsOf({ before: { graph } }: Networks, { values }: Resource): Set<string> {
  const mapped = (itemsOf(graph, values.subnet_mapping) ?? []).filter(isObject).map((one) => one.subnet_id);
  const subnets = [values.subnet_id, ...(itemsOf(graph, values.subnets) ?? []), ...mapped];
  const found = subnets.flatMap((subnet) => {
    const resource = graph.get(named(graph, subnet ?? null) ?? "");
    return resource ? (named(graph, resource.values.vpc_id) ?? []) : [];
  });
  return new Set(found);
}

/** DependencyViolation "has some mapped public address(es)" (hashicorp/terraform 497, 1303; EC2 API, DetachInternetGateway). */
export const internetGatewayInUse: IncidentRule = {
  name: "internet-gateway-in-use",
  find: (networks) => {
    const { before, changed } = networks;
    const isLeft = (address: string): boolean => isDestroyed(changed.get(address));
    const going = before.graph.ofType(GATEWAYS, "managed").filter(({ address, values }) => {
      const change = changed.get(address);
      const moves =
        named(before.graph, values.vpc_id) !==
        named(networks.after.graph, networks.after.graph.get(address)?.values.vpc_id);
      return isLeft(address) || (change?.action === "update" && moves);
    });
    if (going.length === 0) return [];
    const doors = before.graph.ofType(DOORS, "managed").filter((one) => isPublic(one) && !isLeft(one.address));
    return going.flatMap((gateway) => {
      const vpc = named(before.graph, gateway.values.vpc_id);
      const users = vpc === undefined ? [] : doors.filter((one) => vpcsOf(networks, one).has(vpc));
      if (users.length === 0) return [];
      return [
        {
          stops: [gateway.address],
          addresses: [gateway.address, ...users.map(({ address }) => address)],
          text: "the internet gateway is to leave the VPC while public addresses are mapped there; AWS refuses that (DependencyViolation), and the apply hangs, then stops",
          advice: "take the public addresses away in an apply of its own first",
        },
      ];
    });
  },
};
