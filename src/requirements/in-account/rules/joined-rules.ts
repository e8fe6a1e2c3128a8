import { type Break } from "../../../address-plan/rules/rule";
import { type PlannedSide, sidesOf } from "../../../address-plan/planned-sides";
import { type PlannedNat } from "../../../address-plan/plan";
import { formatAddress, setOfAddresses, setsEqual, toCidrs } from "../../../ip";
import { type Resource, textValue } from "../../../terraform";
import { isCertain, type VpcAttachment } from "../../../topology";
import { type AccountFacts, type AccountRule, broken, existingSides, FIX_OF_MISSING, NOT_THERE } from "./account-rule";

/** The id in AWS of what stands at an address. */
function idAt({ graph }: AccountFacts, address: string | undefined): string | undefined {
  return address === undefined ? undefined : textValue(graph.get(address), "id");
}

function attachmentWithId(facts: AccountFacts, id: string): Resource | undefined {
  return facts.graph.managedWithId("aws_ec2_transit_gateway_vpc_attachment", id);
}

/** A VPC can't be attached to one gateway twice. */
function second({ graph }: AccountFacts, gateway: string, { path, vpc, joinsGateway }: PlannedSide): Break[] {
  const found = graph
    .ofType(["aws_ec2_transit_gateway_vpc_attachment"], "managed")
    .find((one) => textValue(one, "vpc_id") === vpc.id && textValue(one, "transit_gateway_id") === gateway);
  const id = textValue(found, "id");
  if (vpc.id === undefined || id === undefined || !joinsGateway) return [];
  const message = `would attach ${vpc.id} to ${gateway}, which ${id} does already`;
  const fix = `write attachment: { id: ${id}, route_table: <the transit gateway route table that it is associated with> }`;
  return [broken(path, message, fix)];
}

/** The attachment in the topology, which knows its table and its subnets. */
function joinedAt({ topology }: AccountFacts, address: string): VpcAttachment | undefined {
  const all = topology.transitGateways.flatMap(({ attachments }) => attachments);
  return all.flatMap((one) => (one.kind === "vpc" && one.address === address ? [one] : []))[0];
}

/** An attachment that the file names is of its side's VPC, of the gateway, at the table and in the subnets that it says. */
function given(facts: AccountFacts, gateway: string | undefined, side: PlannedSide): Break[] {
  const { attachment, path: ofSide, vpc } = side;
  if (!attachment) return [];
  const path = [...ofSide, "attachment"];
  const { id } = attachment;
  const found = attachmentWithId(facts, id);
  if (!found) return [broken([...path, "id"], NOT_THERE, FIX_OF_MISSING)];
  const [ofVpc, ofGateway] = [textValue(found, "vpc_id"), textValue(found, "transit_gateway_id")];
  const joined = joinedAt(facts, found.address);
  const table = facts.topology.transitTables.find(({ associations }) => joined && associations.includes(joined));
  const tableId = idAt(facts, table?.address);
  const inSubnets = joined?.subnets.map(({ address }) => idAt(facts, address) ?? address) ?? [];
  const wanted = side.attachmentSubnets.flatMap(({ existingId }) => existingId ?? []);
  const isElsewhere = joined && inSubnets.slice().sort().join() !== wanted.slice().sort().join();
  return [
    ...(ofVpc === vpc.id
      ? []
      : [broken([...path, "id"], `attaches ${ofVpc}, not ${vpc.id}`, "write the attachment of this VPC")]),
    ...(gateway === undefined || ofGateway === gateway
      ? []
      : [broken([...path, "id"], `is of ${ofGateway}, not of ${gateway}`, "write the attachment to this gateway")]),
    ...(tableId === undefined || tableId === attachment.route_table
      ? []
      : [broken([...path, "route_table"], `is not the table of ${id}, which uses ${tableId}`, `write ${tableId}`)]),
    ...(isElsewhere && isCertain(joined, "subnets") && ofVpc === vpc.id
      ? [
          broken(
            [...ofSide, "attachment_subnets"],
            `are not the subnets of ${id}, which is in ${inSubnets.join(", ")}`,
            "write the names of these subnets",
          ),
        ]
      : []),
  ];
}

function attachments(facts: AccountFacts): Break[] {
  const gateway = facts.plan.config.transit_gateway.id;
  return sidesOf(facts.plan).flatMap((side) => {
    if (side.attachment) return given(facts, gateway, side);
    return gateway === undefined ? [] : second(facts, gateway, side);
  });
}

/** A NAT gateway that the file names is private, in its subnet, and has the addresses that servers and the hub will see. */
function natGateway(facts: AccountFacts, { existingId, subnet, addresses, path: ofAddresses }: PlannedNat): Break[] {
  if (existingId === undefined) return [];
  const path = ofAddresses.slice(0, -1);
  const resource = facts.graph.managedWithId("aws_nat_gateway", existingId);
  const nat = facts.topology.natGateways.find(({ address }) => address === resource?.address);
  if (!resource || !nat) return [broken([...path, "id"], NOT_THERE, FIX_OF_MISSING)];
  const [at, has] = [idAt(facts, nat.subnet?.address), nat.privateIps];
  const shown = (has ? toCidrs(has) : []).map(({ base }) => formatAddress(base)).join(", ");
  return [
    ...(nat.isPrivate || !isCertain(nat, "connectivity")
      ? []
      : [broken([...path, "id"], "is a public NAT gateway", "write a private one, or make one")]),
    ...(at === undefined || at === subnet.existingId
      ? []
      : [broken([...path, "subnet"], `is not the subnet of ${existingId}, which is in ${at}`, `write ${at}`)]),
    ...(!has || setsEqual(has, setOfAddresses(addresses))
      ? []
      : [broken(ofAddresses, `are not the addresses of ${existingId}, which has ${shown}`, "write those that it has")]),
  ];
}

function natGateways(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap(({ side }) => side.existingNats.flatMap((one) => natGateway(facts, one)));
}

/** What joins the VPCs to the bridge: attachments and NAT gateways that are there. */
export const JOINED_RULES: readonly AccountRule[] = [
  {
    name: "account-attachments",
    fact: "attachments that exist are what the file says, and no VPC gets a second one to a transit gateway",
    source: "transit gateway guide, VPC attachments (DuplicateTransitGatewayAttachment)",
    check: attachments,
  },
  {
    name: "account-nat-gateways",
    fact: "NAT gateways that exist are private, and have the subnet and the addresses that the file says",
    source: "EC2 API, DescribeNatGateways",
    check: natGateways,
  },
];
