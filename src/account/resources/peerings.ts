import { type JsonObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";

/** An end of a peering, whose VPC may be of an account that is not in the input: AWS tells its ranges all the same. */
function addEnd(made: Made, end: JsonObject, known: ReadonlySet<string>): void {
  const id = text(end, "VpcId");
  if (id === undefined || known.has(id)) return;
  const ranges = [text(end, "CidrBlock"), ...objects(end, "CidrBlockSet").map((one) => text(one, "CidrBlock"))];
  const all = [...new Set(ranges.filter((one) => one !== undefined))];
  if (all.length === 0) return;
  made.lookUp("aws_vpc", id, {
    cidr_block: all[0],
    cidr_block_associations: all.slice(1).map((range) => ({ cidr_block: range })),
    owner_id: text(end, "OwnerId"),
    region: text(end, "Region"),
  });
}

function optionsOf(end: JsonObject) {
  const options = object(end, "PeeringOptions");
  return [{ allow_remote_vpc_dns_resolution: flag(options, "AllowDnsResolutionFromRemoteVpc") ?? false }];
}

function addPeering(made: Made, { json }: Item, known: ReadonlySet<string>): void {
  const id = text(json, "VpcPeeringConnectionId");
  const status = text(object(json, "Status"), "Code");
  const [requester, accepter] = [object(json, "RequesterVpcInfo"), object(json, "AccepterVpcInfo")];
  if (id === undefined || isGone(status)) return;
  for (const end of [requester, accepter]) addEnd(made, end, known);
  made.add("aws_vpc_peering_connection", id, {
    vpc_id: text(requester, "VpcId"),
    peer_vpc_id: text(accepter, "VpcId"),
    peer_owner_id: text(accepter, "OwnerId"),
    region: text(requester, "Region"),
    peer_region: text(accepter, "Region"),
    accept_status: status,
    requester: optionsOf(requester),
    accepter: optionsOf(accepter),
    tags: tagsOf(json),
  });
}

/** VPC peerings, of which only active ones carry packets [EC2 API: VpcPeeringConnection, VpcPeeringConnectionStateReason]. */
export function addPeerings(answers: Answers, made: Made): void {
  const known = new Set(answers.items("DescribeVpcs").flatMap(({ json }) => text(json, "VpcId") ?? []));
  for (const item of answers.items("DescribeVpcPeeringConnections")) addPeering(made, item, known);
}
