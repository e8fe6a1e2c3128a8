import { itemsOf, keyOf, type Reader } from "./named";
import { type Resource } from "../../terraform";
import { uniqueRule } from "./unique";

const SINGLE = ["private_ip"];
const LISTS = ["secondary_private_ips", "private_ips", "secondary_private_ip_addresses"];

/** Addresses that the configuration asks for; what AWS has picked it picks anew. */
function addressesOf({ values, configured }: Resource, reader: Reader): string[] {
  const isAsked = (name: string): boolean => configured?.has(name) ?? true;
  const single = SINGLE.filter(isAsked).flatMap((name) => reader.text(values[name]) ?? []);
  const listed = LISTS.filter(isAsked).flatMap((name) =>
    (itemsOf(reader.graph, values[name]) ?? []).flatMap((item) => reader.text(item) ?? []),
  );
  return [...new Set([...single, ...listed])];
}

/** InvalidIPAddress.InUse: an address of a subnet belongs to one interface (EC2 API, error codes). */
export const addressTaken = uniqueRule({
  name: "private-address-taken",
  types: ["aws_instance", "aws_network_interface", "aws_nat_gateway"],
  keys: (resource, reader) =>
    addressesOf(resource, reader).map((address) => keyOf(reader.name(resource.values.subnet_id), address)),
  second: "interface with one private address in one subnet",
  advice: "give each interface an address of its own",
  replacing: "leave `create_before_destroy` away, or let the address be picked by AWS",
});
