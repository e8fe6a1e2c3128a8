import { type BridgePlan } from "../../address-plan/bridge-plan";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { albName, hubBalancerName } from "../../address-plan/names";
import { type AddressPlan } from "../../address-plan/plan";
import { sidesOf } from "../../address-plan/planned-sides";
import { BRIDGE_OUTPUT, ROLES_VERSION } from "../../address-plan/roles";
import { type Cidr, formatCidr } from "../../ip";
import {
  isObject,
  type Json,
  type Resource,
  type ResourceGraph,
  type TypeName,
  type Value,
  type ValueObject,
} from "../../terraform";

type Test = (values: ValueObject) => boolean;

/** Finds resources of an account by what the plan knows of them. */
class Finder {
  readonly bridge: string;
  private readonly region: string;

  constructor(
    private readonly graph: ResourceGraph,
    { name, config }: BridgePlan,
  ) {
    this.bridge = name;
    this.region = config.region;
  }

  /** The only resource of a type for which something holds; where there are several, nobody can tell which is the bridge's. */
  only(type: TypeName, test: Test): Resource | undefined {
    const found = this.graph.ofType([type], "managed").filter(({ values }) => test(values));
    return found.length === 1 ? found[0] : undefined;
  }

  /** The thing that a bridge made and named; in another Region a thing of this name is another bridge's. */
  tagged(type: TypeName, name: string, test: Test = () => true): Resource | undefined {
    return this.only(type, (values) => nameTag(values) === name && this.isHere(values) && test(values));
  }

  private isHere({ region, arn }: ValueObject): boolean {
    const own = typeof region === "string" ? region : partsOfArn(arn).region;
    return own === undefined || own === this.region;
  }

  vpc(id: string | undefined, name: string, cidr: Cidr): Resource | undefined {
    if (id !== undefined) return this.only("aws_vpc", (values) => values.id === id);
    return this.tagged("aws_vpc", name, (values) => values.cidr_block === formatCidr(cidr));
  }

  attachment(vpc: Resource | undefined, gateway: Resource | undefined): Resource | undefined {
    if (!vpc || !gateway) return undefined;
    return this.only(
      "aws_ec2_transit_gateway_vpc_attachment",
      (values) => values.vpc_id === vpc.values.id && values.transit_gateway_id === gateway.values.id,
    );
  }

  gateway(id: string | undefined): Resource | undefined {
    return id === undefined
      ? this.tagged("aws_ec2_transit_gateway", this.bridge)
      : this.only("aws_ec2_transit_gateway", (values) => values.id === id);
  }

  /** A load balancer's name is one account's and Region's own (ELB API, CreateLoadBalancer): where several have it, the VPC's owner's. */
  balancer(name: string, vpc: Resource | undefined): Resource | undefined {
    const isNamed: Test = (values) => values.name === name && this.isHere(values);
    const owner = vpc?.values.owner_id;
    return (
      this.only("aws_lb", isNamed) ??
      this.only("aws_lb", (values) => isNamed(values) && partsOfArn(values.arn).account === owner)
    );
  }

  group(vpc: Resource | undefined, name: string): Resource | undefined {
    if (!vpc) return undefined;
    return this.only("aws_security_group", (values) => values.name === name && values.vpc_id === vpc.values.id);
  }
}

function partsOfArn(arn: Value | undefined): { readonly region?: string; readonly account?: string } {
  const [, , , region, account] = typeof arn === "string" ? arn.split(":") : [];
  return { ...(region && { region }), ...(account && { account }) };
}

function nameTag({ tags }: ValueObject): string | undefined {
  const name = isObject(tags) ? tags.Name : undefined;
  return typeof name === "string" ? name : undefined;
}

/** An object of addresses, without those that were not found. */
function addressesOf(parts: Readonly<Record<string, Resource | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).flatMap(([part, found]) => (found ? [[part, found.address]] : [])));
}

function partsInClient(find: Finder, plan: AddressPlan): Json {
  const [client, web] = sidesOf(plan).map(({ vpc, role }) => find.vpc(vpc.id, `${plan.name}-${role}`, vpc.cidr));
  const gateway = find.gateway(plan.config.transit_gateway.id);
  const own = plan.config.web.security_groups ? undefined : find.group(web, `${plan.name}-web-servers`);
  const roles = addressesOf({
    client_vpc: client,
    web_vpc: web,
    client_attachment: find.attachment(client, gateway),
    web_attachment: find.attachment(web, gateway),
    load_balancer: find.balancer(albName(plan), client),
    web_security_group: own,
  });
  return { version: ROLES_VERSION, bridge: plan.name, roles };
}

function peeringBetween(find: Finder, hub: Resource | undefined, vpc: Resource | undefined): Resource | undefined {
  if (!hub || !vpc) return undefined;
  const ids = [hub.values.id, vpc.values.id];
  return find.only(
    "aws_vpc_peering_connection",
    ({ vpc_id: one, peer_vpc_id: other }) => ids.includes(one ?? null) && ids.includes(other ?? null) && one !== other,
  );
}

/** The endpoint service that a load balancer serves. */
function serviceOf(find: Finder, balancer: Resource | undefined): Resource | undefined {
  const arn = balancer?.values.arn;
  if (typeof arn !== "string") return undefined;
  return find.only("aws_vpc_endpoint_service", ({ network_load_balancer_arns: arns }) =>
    Array.isArray(arns) ? arns.includes(arn) : false,
  );
}

function webParts(find: Finder, plan: HubPlan, hub: Resource | undefined, gateway: Resource | undefined) {
  return plan.webs.map((web) => {
    const { name, config, way, nlbListeners, hasAlb, endpointClients } = web;
    const vpc = find.vpc(config.vpc.id, `${plan.name}-${name}`, config.vpc.cidr);
    const nlb = nlbListeners.length > 0 ? find.balancer(hubBalancerName(plan.name, name, "nlb"), hub) : undefined;
    const service = endpointClients.length > 0 ? serviceOf(find, nlb) : undefined;
    const parts = addressesOf({
      vpc,
      attachment: way === "transit_gateway" ? find.attachment(vpc, gateway) : undefined,
      peering: way === "peering" ? peeringBetween(find, hub, vpc) : undefined,
      alb: hasAlb ? find.balancer(hubBalancerName(plan.name, name, "alb"), hub) : undefined,
      nlb,
      endpoint_service: service,
      security_group: config.security_groups ? undefined : find.group(vpc, `${plan.name}-${name}-servers`),
    });
    return { name, parts, service };
  });
}

function partsOfHub(find: Finder, plan: HubPlan): Json {
  const hub = find.vpc(undefined, `${plan.name}-hub`, plan.hubCidr);
  const gateway = plan.hasTransitGateway ? find.gateway(plan.config.transit_gateway.id) : undefined;
  const webs = webParts(find, plan, hub, gateway);
  const clients = plan.clients.map((client) => {
    const { name, config } = client;
    const vpc = find.vpc(config.vpc.id, `${plan.name}-${name}`, config.vpc.cidr);
    const named = client.way === "endpoint" ? client.endpoints.map(({ web }) => web) : [];
    const endpoints = named.flatMap((web) => {
      const service = webs.find((one) => one.name === web)?.service?.values.service_name;
      const found =
        vpc &&
        find.only(
          "aws_vpc_endpoint",
          (values) => values.vpc_id === vpc.values.id && service !== undefined && values.service_name === service,
        );
      return found ? [[web, found.address] as const] : [];
    });
    const parts = addressesOf({ vpc, attachment: client.way === "nat" ? find.attachment(vpc, gateway) : undefined });
    return [name, { ...parts, ...(endpoints.length > 0 && { endpoints: Object.fromEntries(endpoints) }) }] as const;
  });
  return {
    version: ROLES_VERSION,
    place: "hub",
    bridge: plan.name,
    hub: addressesOf({ vpc: hub, attachment: find.attachment(hub, gateway) }),
    clients: Object.fromEntries(clients),
    webs: Object.fromEntries(webs.map(({ name, parts }) => [name, parts])),
  };
}

/**
 * An account's graph that says which resource plays which part in a bridge, as the bridge's own stack says it of its
 * resources. Nobody in an account says so; parts that exist are found by the ids of the file, those that the bridge made by
 * the names that it gives them. A part that is not found, or of which there are two, is left out, and is missing then.
 */
export function withPartsOf(graph: ResourceGraph, plan: BridgePlan): ResourceGraph {
  const find = new Finder(graph, plan);
  const said = plan.place === "hub" ? partsOfHub(find, plan) : partsInClient(find, plan);
  const outputs = new Map([...graph.outputs, [BRIDGE_OUTPUT, said]]);
  return graph.withOutputs(outputs);
}
