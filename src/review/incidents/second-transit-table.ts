import { type Resource, typesOf } from "../../terraform";
import { isMade } from "../changes";
import { type IncidentRule, type Trap } from "./incident";
import { keyOf, named, type Reader } from "./named";
import { uniqueRule } from "./unique";

const TYPE = "aws_ec2_transit_gateway_route_table_association";
const ATTACHMENTS = [...typesOf("transit-vpc-attachment"), ...typesOf("transit-vpc-accepter")];

const replaces = ({ values }: Resource): boolean => values.replace_existing_association === true;

const keys = (association: Resource, reader: Reader): (string | undefined)[] =>
  replaces(association) ? [] : [keyOf(reader.name(association.values.transit_gateway_attachment_id))];

/** Two associations that are both written down. */
const twice = uniqueRule({
  name: "second-transit-gateway-table",
  types: [TYPE],
  keys,
  second: "transit gateway table of one attachment",
  advice: "keep one association",
  replacing: "leave `create_before_destroy` away from the association, or set `replace_existing_association = true`",
  isRenamingTold: true,
});

/** Resource.AlreadyAssociated: the gateway's default table has the attachment already, unless its own flag is off. */
function onTopOfDefault({ after: { graph }, changed }: Parameters<IncidentRule["find"]>[0]): Trap[] {
  const flagsOf = new Map<string, Resource>();
  for (const one of graph.ofType(ATTACHMENTS, "managed"))
    flagsOf.set(named(graph, one.values.transit_gateway_attachment_id) ?? one.address, one);
  return graph.ofType([TYPE], "managed").flatMap((association): Trap[] => {
    if (!isMade(changed.get(association.address)) || replaces(association)) return [];
    const attachment = flagsOf.get(named(graph, association.values.transit_gateway_attachment_id) ?? "");
    const gateway = graph.get(named(graph, attachment?.values.transit_gateway_id) ?? "");
    const isOn = gateway?.mode === "managed" && gateway.values.default_route_table_association !== "disable";
    const flag = attachment?.values.transit_gateway_default_route_table_association;
    if (!attachment || !isOn || flag === false) return [];
    return [
      {
        stops: [association.address],
        addresses: [association.address, attachment.address],
        text: "the attachment joins the transit gateway's default table by itself, and AWS refuses a second table (Resource.AlreadyAssociated)",
        advice:
          "set `transit_gateway_default_route_table_association = false` on the attachment, or `replace_existing_association = true` here",
      },
    ];
  });
}

/** One table an attachment (transit gateway guide, associations; terraform-provider-aws 16452). */
export const secondTransitTable: IncidentRule = {
  name: twice.name,
  find: (networks, changes) => [...twice.find(networks, changes), ...onTopOfDefault(networks)],
};
