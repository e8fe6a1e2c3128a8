import { type Resource, rowOf, rowsOf, type TypeName } from "../../terraform";
import { isObject } from "../../terraform/value";
import { isWritten } from "../changes";
import { type IncidentRule } from "./incident";
import { itemsOf, named, type Reader, readersOf } from "./named";

/** What has one interface a zone, with the argument that lists its subnets. */
const SUBNETS: Readonly<Partial<Record<TypeName, string>>> = {
  aws_vpc_endpoint: "subnet_ids",
  aws_ec2_transit_gateway_vpc_attachment: "subnet_ids",
  aws_lb: "subnets",
  aws_alb: "subnets",
};

/** Subnets whose zone another one of the list has too; only zones that the input names are compared. */
function doubled(resource: Resource, reader: Reader): boolean {
  const mapped = (itemsOf(reader.graph, resource.values.subnet_mapping) ?? []).filter(isObject);
  const listed = itemsOf(reader.graph, resource.values[rowOf(SUBNETS, resource.type) ?? ""]) ?? [];
  const ids = [...listed, ...mapped.map((one) => one.subnet_id ?? null)];
  const names = new Set(ids.map((one) => named(reader.graph, one) ?? ""));
  const zones = [...names].flatMap((name) => {
    const subnet = reader.graph.get(name);
    const zone = reader.text(subnet?.values.availability_zone) ?? reader.text(subnet?.values.availability_zone_id);
    return zone === undefined ? [] : [zone];
  });
  return new Set(zones).size < zones.length;
}

/** DuplicateSubnetsInSameZone and the like (transit gateway, PrivateLink and load balancer guides). */
export const oneZoneTwice: IncidentRule = {
  name: "two-subnets-of-one-zone",
  find: (networks) => {
    const { after } = readersOf(networks);
    return after.graph
      .ofType(
        rowsOf(SUBNETS).map(([type]) => type),
        "managed",
      )
      .filter(({ address }) => isWritten(networks.changed.get(address)))
      .filter((resource) => doubled(resource, after))
      .map(({ address }) => ({
        addresses: [address],
        stops: [address],
        text: "two of its subnets are in one availability zone, which AWS refuses",
        advice: "name one subnet in each zone",
      }));
  },
};
