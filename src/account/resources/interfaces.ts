import { type JsonObject, type Value } from "../../terraform";
import { type Answers } from "../answers";
import { flag, number, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";
import { interfacesOfParts, isPart, typeOfInterface } from "./made-by";

/** The private addresses of an interface, the primary one first. */
function privateIps(json: JsonObject): string[] {
  const all = objects(json, "PrivateIpAddresses").flatMap((one) => text(one, "PrivateIpAddress") ?? []);
  return [
    ...new Set([...(text(json, "PrivateIpAddress") === undefined ? [] : [text(json, "PrivateIpAddress")!]), ...all]),
  ];
}

/** Every public address that is associated with it, Elastic or not. */
function associations(json: JsonObject): Value[] {
  const all = [json, ...objects(json, "PrivateIpAddresses")].map((one) => object(one, "Association"));
  const ips = all.flatMap((one) => text(one, "PublicIp") ?? []);
  return [...new Set(ips)].map((ip) => ({ public_ip: ip }));
}

/** What a refreshed state has of an interface [EC2 API: NetworkInterface; of an instance: InstanceNetworkInterface]. */
function valuesOf(json: JsonObject): Readonly<Record<string, Value | undefined>> {
  const attachment = object(json, "Attachment");
  const instance = text(attachment, "InstanceId");
  return {
    arn: text(json, "NetworkInterfaceArn"),
    subnet_id: text(json, "SubnetId"),
    owner_id: text(json, "OwnerId"),
    description: text(json, "Description"),
    private_ips: privateIps(json),
    ipv4_prefixes: objects(json, "Ipv4Prefixes").flatMap((one) => text(one, "Ipv4Prefix") ?? []),
    ipv6_addresses: objects(json, "Ipv6Addresses").flatMap((one) => text(one, "Ipv6Address") ?? []),
    ipv6_prefixes: objects(json, "Ipv6Prefixes").flatMap((one) => text(one, "Ipv6Prefix") ?? []),
    security_groups: objects(json, "Groups").flatMap((one) => text(one, "GroupId") ?? []),
    source_dest_check: flag(json, "SourceDestCheck"),
    association: associations(json),
    attachment: instance === undefined ? [] : [{ instance, device_index: number(attachment, "DeviceIndex") ?? 0 }],
    tags: tagsOf(json),
  };
}

/** The Instance Connect Endpoint of an interface: no call of its own tells of it. */
function addConnectEndpoint(made: Made, json: JsonObject): void {
  const id = /\beice-[0-9a-z]+/.exec(text(json, "Description") ?? "")?.[0] ?? text(json, "NetworkInterfaceId");
  const subnet = text(json, "SubnetId");
  const [ip] = privateIps(json);
  made.add("aws_ec2_instance_connect_endpoint", id ?? "", {
    subnet_id: subnet,
    security_group_ids: objects(json, "Groups").flatMap((one) => text(one, "GroupId") ?? []),
    subnet_configuration: subnet !== undefined && ip !== undefined ? [{ subnet_id: subnet, ipv4: ip }] : [],
  });
}

/** Adds an interface as a host's, or as a lookup of what AWS made: its maker has its addresses. */
export function addInterface(made: Made, json: JsonObject, parts: ReadonlySet<string>): void {
  const id = text(json, "NetworkInterfaceId");
  if (id === undefined) return;
  const values = valuesOf(json);
  const type = typeOfInterface(json);
  if (type === "ec2instanceconnectendpoint") addConnectEndpoint(made, json);
  // AWS gives every host's interface a group; of one without it, nobody knows what it lets in.
  else if (isPart(json, parts) || objects(json, "Groups").length === 0)
    made.lookUp("aws_network_interface", id, {
      ...values,
      interface_type: text(json, "InterfaceType"),
      requester_id: text(json, "RequesterId"),
      requester_managed: true,
    });
  else made.add("aws_network_interface", id, values);
}

/** Interfaces and Elastic IP addresses [EC2 API: NetworkInterface, Address]. */
export function addInterfaces(answers: Answers, made: Made): void {
  const parts = interfacesOfParts(answers);
  for (const { json } of ownersFirst(answers.items("DescribeNetworkInterfaces"))) addInterface(made, json, parts);
  for (const { json } of answers.items("DescribeAddresses")) {
    const ip = text(json, "PublicIp");
    if (ip !== undefined)
      made.add("aws_eip", text(json, "AllocationId") ?? ip, {
        public_ip: ip,
        private_ip: text(json, "PrivateIpAddress"),
        network_interface: text(json, "NetworkInterfaceId"),
        association_id: text(json, "AssociationId"),
        tags: tagsOf(json),
      });
  }
}
