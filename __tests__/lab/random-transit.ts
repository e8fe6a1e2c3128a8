import { type Body, type Draft, type DraftSubnet, type DraftVpc, overlap, ref } from "./draft";
import { addForeignReference } from "./random-filters";

export const GATEWAY = "aws_ec2_transit_gateway";
export const TABLE = `${GATEWAY}_route_table`;
export const ATTACHMENT = `${GATEWAY}_vpc_attachment`;
const PEERING = `${GATEWAY}_peering_attachment`;

interface Attached {
  readonly name: string;
  readonly vpc: DraftVpc;
  readonly subnets: readonly DraftSubnet[];
}

interface Gateway {
  readonly name: string;
  readonly tables: readonly string[];
  readonly attached: readonly Attached[];
  readonly joinsGroups: boolean;
}

const id = (attachment: string): string => ref(ATTACHMENT, attachment);

function addGateway(draft: Draft, vpcs: readonly DraftVpc[]): Gateway {
  const { dice } = draft;
  // Whom a rule means that names a group of a VPC with the same addresses is not documented.
  const joinsGroups =
    dice.chance(0.6) && !vpcs.some((one, i) => vpcs.slice(i + 1).some((other) => overlap(one, other)));
  const name = draft.add(GATEWAY, {
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
    ...(joinsGroups && { security_group_referencing_support: "enable" }),
  });
  const tables = Array.from({ length: 1 + dice.below(3) }, () =>
    draft.add(TABLE, { transit_gateway_id: ref(GATEWAY, name) }),
  );
  const attached = vpcs.map((vpc): Attached => {
    const zones = [...new Set(vpc.subnets.map(({ zone }) => zone))];
    const subnets = zones
      .filter((_, i) => i === 0 || dice.chance(0.7))
      .map((zone) => dice.pick(vpc.subnets.filter((subnet) => subnet.zone === zone)));
    const attachment = draft.add(ATTACHMENT, {
      transit_gateway_id: ref(GATEWAY, name),
      vpc_id: ref("aws_vpc", vpc.name),
      subnet_ids: subnets.map((subnet) => ref("aws_subnet", subnet.name)),
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
      ...(joinsGroups && { security_group_referencing_support: "enable" }),
    });
    return { name: attachment, vpc, subnets };
  });
  for (const { name: attachment } of attached)
    if (dice.chance(0.9)) associate(draft, id(attachment), dice.pick(tables));
  return { name, tables, attached, joinsGroups };
}

export function associate(draft: Draft, attachment: string, table: string): void {
  draft.add(`${TABLE}_association`, {
    transit_gateway_attachment_id: attachment,
    transit_gateway_route_table_id: ref(TABLE, table),
  });
}

/** The routes of a gateway's tables, to its own attachments and to what lies beyond. */
function addTableRoutes(draft: Draft, { tables, attached }: Gateway, beyond: readonly Beyond[]): void {
  const { dice } = draft;
  const all = [...attached.map((one) => ({ id: id(one.name), vpcs: [one.vpc] })), ...beyond];
  if (all.length === 0) return;
  for (const table of tables) {
    const known = new Set<string>();
    const propagated = new Set<string>();
    for (const { name, vpc } of attached) {
      // Two propagated routes to one range are decided by age, which Terraform's JSON does not tell.
      if (vpc.cidrs.some((one) => propagated.has(one)) || !dice.chance(0.4)) continue;
      for (const one of vpc.cidrs) propagated.add(one);
      draft.add(`${TABLE}_propagation`, {
        transit_gateway_attachment_id: id(name),
        transit_gateway_route_table_id: ref(TABLE, table),
      });
    }
    const target = (attachment: string): Body =>
      dice.chance(0.12) ? { blackhole: true } : { transit_gateway_attachment_id: attachment };
    const routes = 1 + dice.below(4);
    for (let i = 0; i < routes; i++) {
      const { id: attachment, vpcs } = dice.pick(all);
      const vpc = dice.pick(vpcs);
      const likely = [...vpc.cidrs, ...vpc.cidrs, ...vpc.subnets.map((subnet) => subnet.cidr)];
      const destination = dice.pick([...likely, dice.pick(draft.destinations(vpc))]);
      if (known.has(destination)) continue;
      known.add(destination);
      draft.add(`${GATEWAY}_route`, {
        destination_cidr_block: destination,
        transit_gateway_route_table_id: ref(TABLE, table),
        ...target(attachment),
      });
    }
    if (!dice.chance(0.15)) continue;
    const { id: attachment, vpcs } = dice.pick(all);
    const listed = [...new Set(vpcs.flatMap(({ subnets }) => subnets.map((one) => one.cidr)))];
    const free = listed.filter((one) => !known.has(one));
    if (free.length > 0)
      draft.add(`${GATEWAY}_prefix_list_reference`, {
        prefix_list_id: draft.prefixList(free),
        transit_gateway_route_table_id: ref(TABLE, table),
        ...target(attachment),
      });
  }
}

/** An attachment of a gateway that leads to other VPCs. */
interface Beyond {
  readonly id: string;
  readonly vpcs: readonly DraftVpc[];
}

/** The routes of VPCs to their gateways. */
function addVpcRoutes(draft: Draft, { name, attached }: Gateway): void {
  const { dice } = draft;
  const target = { transit_gateway_id: ref(GATEWAY, name) };
  for (const { name: attachment, vpc, subnets } of attached)
    for (const table of vpc.tables) {
      if (dice.chance(0.15)) draft.routeList(vpc, table, dice.some(draft.destinations(vpc), 0.3), target);
      for (const destination of dice.some(draft.destinations(vpc), 0.5)) draft.route(vpc, table, destination, target);
      // The trick of this project: a route for one subnet of the own range, to the attachment's interface.
      if (!dice.chance(0.25)) continue;
      const data = draft.addData("aws_network_interface", {
        filter: [
          { name: "description", values: [`Network Interface for Transit Gateway Attachment ${id(attachment)}`] },
          { name: "subnet-id", values: [ref("aws_subnet", dice.pick(subnets).name)] },
        ],
      });
      draft.steer(vpc, table, dice.pick(vpc.subnets), {
        network_interface_id: `\${data.aws_network_interface.${data}.id}`,
      });
    }
}

/** One transit gateway for all VPCs, or two that are peered, each with its own VPCs and perhaps a shared one. */
export function addTransit(draft: Draft): void {
  const { dice } = draft;
  if (!dice.chance(0.25)) {
    const gateway = addGateway(draft, draft.vpcs);
    addTableRoutes(draft, gateway, []);
    addVpcRoutes(draft, gateway);
    if (gateway.joinsGroups) joinGroups(draft, gateway);
    return;
  }
  const [first, ...rest] = draft.vpcs;
  const near = addGateway(draft, first ? [first] : []);
  const far = addGateway(draft, dice.chance(0.2) ? draft.vpcs : rest);
  const peering = draft.add(PEERING, {
    transit_gateway_id: ref(GATEWAY, near.name),
    peer_transit_gateway_id: ref(GATEWAY, far.name),
    peer_region: "us-east-1",
  });
  const attachment = ref(PEERING, peering);
  for (const [gateway, other] of [
    [near, far],
    [far, near],
  ] as const) {
    if (dice.chance(0.9)) associate(draft, attachment, dice.pick(gateway.tables));
    addTableRoutes(draft, gateway, [{ id: attachment, vpcs: other.attached.map(({ vpc }) => vpc) }]);
    addVpcRoutes(draft, gateway);
  }
}

function joinGroups(draft: Draft, { attached }: Gateway): void {
  for (const { vpc } of attached)
    for (const { vpc: other } of attached)
      if (vpc !== other && draft.dice.chance(0.5)) addForeignReference(draft, vpc, other);
}
