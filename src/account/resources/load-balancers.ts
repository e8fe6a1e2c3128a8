import { type JsonObject, push, type Value } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { balancerNames } from "../arn-names";
import { flag, number, object, objects, text, texts } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { untold } from "../untold";

const BALANCER = "aws_lb";
const LISTENER = "aws_lb_listener";
const RULE = "aws_lb_listener_rule";

/** How AWS describes the interface of a node: with the load balancer's part of its ARN [ELB user guides, network interfaces]. */
const NODE = /^ELB ((?:app|net|gwy)\/.+)$/;

/** The nodes of load balancers by that part of their ARNs: an application load balancer has as many as it needs. */
function nodesOf(answers: Answers): ReadonlyMap<string, readonly JsonObject[]> {
  const found = new Map<string, JsonObject[]>();
  for (const { json } of answers.items("DescribeNetworkInterfaces")) {
    const name = NODE.exec(text(json, "Description") ?? "")?.[1];
    const isMade = flag(json, "RequesterManaged") === true || text(json, "InterfaceType") !== "interface";
    if (name !== undefined && isMade) push(found, name, json);
  }
  return found;
}

/** The nodes' subnets and addresses: of their interfaces, or as the load balancer itself has them. */
function mappingsOf(json: JsonObject, nodes: readonly JsonObject[]): Value[] {
  if (nodes.length > 0)
    return nodes.map((node) => ({
      subnet_id: text(node, "SubnetId") ?? null,
      private_ipv4_address: text(node, "PrivateIpAddress") ?? null,
    }));
  return objects(json, "AvailabilityZones").flatMap((zone) =>
    objects(zone, "LoadBalancerAddresses").map((one) => ({
      subnet_id: text(zone, "SubnetId") ?? null,
      private_ipv4_address: text(one, "PrivateIPv4Address") ?? null,
      allocation_id: text(one, "AllocationId") ?? null,
    })),
  );
}

/** Attributes as a map, of one thing. */
export function attributesOf(
  answers: Answers,
  call: "DescribeLoadBalancerAttributes" | "DescribeTargetGroupAttributes",
  arn: string,
): ReadonlyMap<string, string> {
  const own = answers.items(call).filter(({ about }) => about === arn);
  return new Map(own.map(({ json }) => [text(json, "Key") ?? "", text(json, "Value") ?? ""]));
}

/** What readers of load balancers share. */
interface Reading {
  readonly answers: Answers;
  readonly made: Made;
  readonly nameOf: (arn: string) => string;
}

function addBalancer(
  { answers, made, nameOf }: Reading,
  arn: string,
  { json, place }: Item,
  nodes: readonly JsonObject[],
): void {
  const type = text(json, "Type") ?? "application";
  const call = "DescribeLoadBalancerAttributes";
  const attributes = attributesOf(answers, call, arn);
  const address = made.add(BALANCER, nameOf(arn), {
    id: arn,
    arn,
    name: text(json, "LoadBalancerName"),
    dns_name: text(json, "DNSName"),
    load_balancer_type: type,
    internal: text(json, "Scheme") === "internal",
    vpc_id: text(json, "VpcId"),
    subnets: objects(json, "AvailabilityZones").flatMap((zone) => text(zone, "SubnetId") ?? []),
    subnet_mapping: mappingsOf(json, nodes),
    security_groups: texts(json, "SecurityGroups"),
    ip_address_type: text(json, "IpAddressType"),
    enforce_security_group_inbound_rules_on_private_link_traffic: text(
      json,
      "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
    ),
    enable_cross_zone_load_balancing: attributes.get("load_balancing.cross_zone.enabled") === "true",
  });
  // An application load balancer always works across zones [ELB API, LoadBalancerAttribute].
  if (type === "network" && !answers.tellsOf(call, arn))
    made.leave(address, untold(answers, call, arn, place), [address]);
}

/** Actions in the order in which they are done, as the provider has them [ELB API, Action]. */
function actionsOf(json: JsonObject, key: string): Value[] {
  const actions = objects(json, key).sort((a, b) => (number(a, "Order") ?? 0) - (number(b, "Order") ?? 0));
  return actions.map((action) => {
    const redirect = object(action, "RedirectConfig");
    const weighted = objects(object(action, "ForwardConfig"), "TargetGroups").map((one) => ({
      arn: text(one, "TargetGroupArn") ?? null,
      weight: number(one, "Weight") ?? 1,
    }));
    const [only] = weighted.length === 1 ? weighted : [];
    return {
      type: text(action, "Type") ?? null,
      target_group_arn: text(action, "TargetGroupArn") ?? only?.arn ?? null,
      forward: weighted.length > 1 ? [{ target_group: weighted }] : [],
      redirect:
        text(action, "Type") === "redirect"
          ? [{ protocol: text(redirect, "Protocol") ?? null, port: text(redirect, "Port") ?? null }]
          : [],
    };
  });
}

function addListeners(
  { answers, made, nameOf }: Reading,
  balancers: ReadonlyMap<string, Item>,
): ReadonlyMap<string, Item> {
  const call = "DescribeListeners";
  const told = new Set<string>();
  const listeners = new Map<string, Item>();
  for (const item of answers.items(call)) {
    const { json } = item;
    const [arn, balancer] = [text(json, "ListenerArn"), text(json, "LoadBalancerArn")];
    if (arn === undefined || balancer === undefined) continue;
    told.add(balancer);
    listeners.set(arn, item);
    made.add(LISTENER, nameOf(arn), {
      id: arn,
      arn,
      load_balancer_arn: balancer,
      port: number(json, "Port"),
      protocol: text(json, "Protocol"),
      default_action: actionsOf(json, "DefaultActions"),
    });
  }
  for (const [arn, { place }] of balancers)
    if (!told.has(arn) && !answers.tellsOf(call, arn)) {
      const address = made.addressOf(BALANCER, nameOf(arn));
      made.leave(address, untold(answers, call, arn, place), [address]);
    }
  return listeners;
}

/** A condition as the provider has it, by its field [ELB API, RuleCondition]. */
function conditionOf(json: JsonObject): Value {
  const config = (key: string): JsonObject => object(json, key);
  const valuesOf = (key: string): readonly string[] => {
    const own = texts(config(key), "Values");
    return own.length > 0 ? own : texts(json, "Values");
  };
  const listed = (key: string): Value => ({
    values: valuesOf(key),
    regex_values: [...texts(config(key), "RegexValues"), ...texts(json, "RegexValues")],
  });
  switch (text(json, "Field")) {
    case "host-header":
      return { host_header: [listed("HostHeaderConfig")] };
    case "path-pattern":
      return { path_pattern: [listed("PathPatternConfig")] };
    case "http-header": {
      const name = text(config("HttpHeaderConfig"), "HttpHeaderName") ?? null;
      return { http_header: [{ http_header_name: name, values: valuesOf("HttpHeaderConfig") }] };
    }
    case "http-request-method":
      return { http_request_method: [{ values: valuesOf("HttpRequestMethodConfig") }] };
    case "source-ip":
      return { source_ip: [{ values: valuesOf("SourceIpConfig") }] };
    default: {
      // What a later version of AWS asks for is a condition all the same.
      const told = objects(config("QueryStringConfig"), "Values");
      const pairs = told.length > 0 ? told : [{}];
      return {
        query_string: pairs.map((one) => ({ key: text(one, "Key") ?? null, value: text(one, "Value") ?? null })),
      };
    }
  }
}

/** The listener of a rule: its ARN is that of its listener with a part more [ELB user guide, listener rules]. */
function listenerOf(rule: string): string {
  return rule.replace(":listener-rule/", ":listener/").replace(/\/[^/]*$/, "");
}

function addRules(
  { answers, made, nameOf }: Reading,
  balancers: ReadonlyMap<string, Item>,
  listeners: ReadonlyMap<string, Item>,
): void {
  const call = "DescribeRules";
  const told = new Set<string>();
  for (const { json } of answers.items(call)) {
    const arn = text(json, "RuleArn");
    if (arn === undefined) continue;
    told.add(listenerOf(arn));
    // The default rule is the listener's default actions.
    if (flag(json, "IsDefault") === true || text(json, "Priority") === "default") continue;
    made.add(RULE, nameOf(arn), {
      id: arn,
      arn,
      listener_arn: listenerOf(arn),
      priority: Number(text(json, "Priority") ?? number(json, "Priority")),
      condition: objects(json, "Conditions").map(conditionOf),
      action: actionsOf(json, "Actions"),
    });
  }
  for (const [arn, { json, place }] of listeners) {
    const balancer = text(json, "LoadBalancerArn") ?? "";
    const type = text(balancers.get(balancer)?.json ?? {}, "Type") ?? "application";
    if (type !== "application" || told.has(arn) || answers.tellsOf(call, arn)) continue;
    const address = made.addressOf(BALANCER, nameOf(balancer));
    made.leave(address, untold(answers, call, arn, place), [address]);
  }
}

/** Load balancers with their nodes' addresses, listeners and rules [ELB API (2015-12-01): LoadBalancer, Listener, Rule]. */
export function addLoadBalancers(answers: Answers, made: Made): void {
  const reading: Reading = { answers, made, nameOf: balancerNames(answers) };
  const nodes = nodesOf(answers);
  const balancers = new Map<string, Item>();
  for (const item of answers.items("DescribeLoadBalancers")) {
    const arn = text(item.json, "LoadBalancerArn");
    if (arn === undefined || isGone(text(object(item.json, "State"), "Code"))) continue;
    balancers.set(arn, item);
    addBalancer(reading, arn, item, nodes.get(arn.split(":loadbalancer/")[1] ?? "") ?? []);
  }
  addRules(reading, balancers, addListeners(reading, balancers));
}
