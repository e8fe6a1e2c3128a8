import { cidr, formatCidr, nthCidr } from "../../src/ipv4";
import { type Body, type Draft, type DraftSubnet, type DraftVpc, overlap, ref } from "./draft";
import { ATTACHMENT, associate, GATEWAY, TABLE } from "./random-transit";

/** The first /24 of a VPC that nobody's hosts are in. */
const FIRST_FREE = 10;

/** A subnet without hosts and with a table of its own, as AWS wants it for endpoints that inspect. */
export function addEmptySubnet(draft: Draft, vpc: DraftVpc, zone: string): { subnet: DraftSubnet; table: string } {
  const name = `${vpc.name}s${vpc.subnets.length}`;
  const block = nthCidr(cidr(vpc.cidrs[0]!), 24, FIRST_FREE + vpc.subnets.length)!;
  const subnet: DraftSubnet = { name, cidr: formatCidr(block), zone, vpc, hosts: [] };
  const id = ref("aws_vpc", vpc.name);
  vpc.subnets.push(subnet);
  draft.add("aws_subnet", { vpc_id: id, cidr_block: subnet.cidr, availability_zone: `us-east-1${zone}` }, name);
  const table = draft.add("aws_route_table", { vpc_id: id });
  vpc.tables.push(table);
  draft.add("aws_route_table_association", {
    subnet_id: ref("aws_subnet", name),
    route_table_id: ref("aws_route_table", table),
  });
  return { subnet, table };
}

function gatewayLoadBalancer(draft: Draft, { name, vpc }: DraftSubnet): Body {
  const endpoint = draft.add("aws_vpc_endpoint", {
    vpc_id: ref("aws_vpc", vpc.name),
    service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-1",
    vpc_endpoint_type: "GatewayLoadBalancer",
    subnet_ids: [ref("aws_subnet", name)],
  });
  return { vpc_endpoint_id: ref("aws_vpc_endpoint", endpoint) };
}

/** A firewall with an endpoint in each of the subnets. Which of several a route means, its expression does not tell. */
function firewall(draft: Draft, vpc: DraftVpc, subnets: readonly DraftSubnet[]): Body {
  const name = draft.add("aws_networkfirewall_firewall", {
    name: "f",
    vpc_id: ref("aws_vpc", vpc.name),
    firewall_policy_arn: "arn:aws:network-firewall:us-east-1:1:firewall-policy/p",
    subnet_mapping: subnets.map((subnet) => ({ subnet_id: ref("aws_subnet", subnet.name) })),
  });
  const states = ref("aws_networkfirewall_firewall", name, "firewall_status[0].sync_states").slice(2, -1);
  return { vpc_endpoint_id: `\${tolist(${states})[0].attachment[0].endpoint_id}` };
}

/** Endpoints in a VPC to which its own tables lead some of what passes between its subnets, and out of it. */
export function addEndpoints(draft: Draft, vpc: DraftVpc): void {
  const { dice } = draft;
  const tables = [...vpc.tables];
  const guarded = [...vpc.subnets];
  const zone = dice.pick(guarded).zone;
  const { subnet } = addEmptySubnet(draft, vpc, zone);
  const isFirewall = dice.chance(0.4);
  const second = isFirewall && dice.chance(0.3) ? [addEmptySubnet(draft, vpc, zone === "a" ? "b" : "a").subnet] : [];
  const target = isFirewall ? firewall(draft, vpc, [subnet, ...second]) : gatewayLoadBalancer(draft, subnet);
  for (const table of tables) {
    for (const one of dice.some(guarded, 0.6)) draft.steer(vpc, table, one, target);
    for (const destination of dice.some(draft.destinations(vpc), 0.3)) draft.route(vpc, table, destination, target);
  }
  // Rarely the endpoint's own table leads back to it.
  if (dice.chance(0.1)) draft.steer(vpc, dice.pick(vpc.tables), dice.pick(guarded), target);
}

/** What arrives from the internet for a subnet goes through an endpoint first, or to a host. */
export function addEdgeTable(draft: Draft, vpc: DraftVpc, gateway: string): void {
  const { dice } = draft;
  const { subnet } = addEmptySubnet(draft, vpc, dice.pick(["a", "b"]));
  const target = gatewayLoadBalancer(draft, subnet);
  const table = draft.add("aws_route_table", { vpc_id: ref("aws_vpc", vpc.name) });
  draft.add("aws_route_table_association", {
    gateway_id: ref("aws_internet_gateway", gateway),
    route_table_id: ref("aws_route_table", table),
  });
  const inside = vpc.subnets.filter((one) => one !== subnet);
  for (const one of dice.some(inside, 0.7))
    draft.add("aws_route", {
      route_table_id: ref("aws_route_table", table),
      destination_cidr_block: one.cidr,
      ...target,
    });
  for (const own of vpc.tables) if (dice.chance(0.5)) draft.route(vpc, own, "0.0.0.0/0", target);
}

/** A VPC of the hub: where the transit gateway brings packets to, and the endpoints behind it, zone by zone. */
function addInspectionVpc(draft: Draft, hub: DraftVpc, gateway: Body): readonly DraftSubnet[] {
  const { dice } = draft;
  const zones = dice.chance(0.6) ? ["a", "b"] : ["a"];
  const made = zones.map((zone) => {
    const [entry, box] = [addEmptySubnet(draft, hub, zone), addEmptySubnet(draft, hub, zone)];
    return { entry, box, target: gatewayLoadBalancer(draft, box.subnet) };
  });
  for (const [i, { entry, box, target }] of made.entries()) {
    // Now and then a zone's packets go to the other zone's endpoint.
    const other = dice.chance(0.1) ? made.at(-1 - i)!.target : target;
    if (dice.chance(0.95)) draft.route(hub, entry.table, dice.pick(["0.0.0.0/0", "10.0.0.0/8"]), other);
    if (dice.chance(0.95)) draft.route(hub, box.table, dice.pick(["0.0.0.0/0", "10.0.0.0/8"]), gateway);
  }
  return made.map(({ entry }) => entry.subnet);
}

/** VPCs whose traffic a transit gateway takes through one that inspects it, each setting sometimes left out. */
export function addHub(draft: Draft): void {
  const { dice } = draft;
  const [hub, ...spokes] = dice.shuffled(draft.vpcs);
  if (!hub) return;
  const name = draft.add(GATEWAY, {
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
  });
  const gateway = { transit_gateway_id: ref(GATEWAY, name) };
  const [before, after] = [draft.add(TABLE, gateway), draft.add(TABLE, gateway)] as const;
  const attach = (vpc: DraftVpc, subnets: readonly DraftSubnet[], more: Body, table: string): string => {
    const attachment = draft.add(ATTACHMENT, {
      ...gateway,
      vpc_id: ref("aws_vpc", vpc.name),
      subnet_ids: subnets.map((one) => ref("aws_subnet", one.name)),
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
      ...more,
    });
    if (dice.chance(0.95)) associate(draft, ref(ATTACHMENT, attachment), table);
    return ref(ATTACHMENT, attachment);
  };
  const toward = (attachment: string, table: string, destination: string): void => {
    if (dice.chance(0.95))
      draft.add(`${GATEWAY}_route`, {
        destination_cidr_block: destination,
        transit_gateway_route_table_id: ref(TABLE, table),
        transit_gateway_attachment_id: attachment,
      });
  };
  const mode = dice.chance(0.5) ? { appliance_mode_support: "enable" } : {};
  const inspection = attach(hub, addInspectionVpc(draft, hub, gateway), mode, after);
  toward(inspection, before, "0.0.0.0/0");
  for (const [i, vpc] of spokes.entries()) {
    const zones = [...new Set(vpc.subnets.map(({ zone }) => zone))];
    const attachment = attach(
      vpc,
      zones.map((zone) => dice.pick(vpc.subnets.filter((one) => one.zone === zone))),
      {},
      before,
    );
    for (const table of vpc.tables)
      if (dice.chance(0.95)) draft.route(vpc, table, dice.pick(["0.0.0.0/0", "10.0.0.0/8"]), gateway);
    // AWS takes one route for each destination; of VPCs that overlap one is reached.
    if (spokes.slice(0, i).some((other) => overlap(vpc, other))) continue;
    for (const own of vpc.cidrs) toward(attachment, after, own);
  }
}
