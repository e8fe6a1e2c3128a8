import { type Captured, type Item, listOf, nameTag, textOf } from "./captured";
import { type Deed } from "./deeds";
import * as hand from "./hands";

/** The instances of a name, with their interfaces. */
function instanceNamed(account: Captured, name: string): Item {
  const all = account.all("DescribeInstances").flatMap((one) => listOf(one, "Instances"));
  const [found, other] = all.filter((one) => nameTag(one) === name && listOf(one, "NetworkInterfaces").length > 0);
  if (!found || other) throw new Error(`${found ? "several" : "no"} instances are called ${name}`);
  return found;
}

const idOf = (item: Item): string => textOf(item, "NetworkInterfaceId");

/** Two answers tell of an interface. */
function interfaceNamed(account: Captured, name: string): Item[] {
  const own = account.named("DescribeNetworkInterfaces", name);
  const instances = account.all("DescribeInstances").flatMap((one) => listOf(one, "Instances"));
  const same = instances.flatMap((one) => listOf(one, "NetworkInterfaces")).filter((one) => idOf(one) === idOf(own));
  return [own, ...same];
}

export function stopped(name: string): Deed {
  return {
    what: `the instance ${name} is stopped`,
    in: (account) => {
      const instance = instanceNamed(account, name);
      instance["State"] = { Code: 80, Name: "stopped" };
      return [textOf(instance, "InstanceId")];
    },
  };
}

/** Somebody starts it with another script. */
export function otherUserData(name: string): Deed {
  return {
    what: `the instance ${name} has other user data`,
    in: (account) => {
      const id = textOf(instanceNamed(account, name), "InstanceId");
      for (const answer of account.wholeAbout("DescribeInstanceAttribute", id))
        answer["UserDataSha256"] = "0".repeat(64);
      return [id];
    },
  };
}

export function sourcesChecked(name: string): Deed {
  return {
    what: `source/destination check is on at ${name}`,
    in: (account) => {
      const all = interfaceNamed(account, name);
      for (const one of all) one["SourceDestCheck"] = true;
      return all.slice(0, 1).map(idOf);
    },
  };
}

/** A network interface more, in one of its subnets. */
export function furtherInterface(name: string, subnet: string, group: string): Deed {
  return {
    what: `the instance ${name} gets a further interface in ${subnet}`,
    in: (account) => {
      const [instance, at] = [instanceNamed(account, name), account.named("DescribeSubnets", subnet)];
      const Attachment = { DeviceIndex: 2, InstanceId: instance["InstanceId"], Status: "attached" };
      const Groups = [{ GroupId: account.group(group)["GroupId"] }];
      const more = { Attachment, Groups, SourceDestCheck: false };
      const id = hand.addInterface(account, at, hand.addressIn(at, 10), more);
      const [made] = account.all("DescribeNetworkInterfaces", (one) => idOf(one) === id);
      listOf(instance, "NetworkInterfaces").push(made!);
      return [id];
    },
  };
}

/** The attachment gets a subnet in another zone, and what leaves by the subnet's table leaves by the interface there. */
export function steeredElsewhere(subnet: string, destination: string, range: string): Deed {
  return {
    what: `${subnet} is led to ${destination} by an interface of the attachment in another zone`,
    in: (account) => {
      const at = account.named("DescribeSubnets", subnet);
      const is = ({ VpcId }: Item): boolean => VpcId === at["VpcId"];
      const made = hand.addSubnet(account, account.the("DescribeVpcs", is), "subnet-by-hand", range);
      Object.assign(made, { AvailabilityZone: "us-east-1b", AvailabilityZoneId: "use1-az2" });
      const attachment = account.the("DescribeTransitGatewayVpcAttachments", is);
      const Description = `Network Interface for Transit Gateway Attachment ${textOf(attachment, "TransitGatewayAttachmentId")}`;
      const more = { InterfaceType: "transit_gateway", RequesterManaged: true, SourceDestCheck: false, Description };
      const NetworkInterfaceId = hand.addInterface(account, made, hand.addressIn(made, 10), more);
      listOf(attachment, "SubnetIds").push(made["SubnetId"] as Item);
      const table = account.named("DescribeRouteTables", subnet);
      hand.removeFrom(table, "Routes", ({ DestinationCidrBlock }) => DestinationCidrBlock === destination);
      hand.addRoute(account, textOf(table, "RouteTableId"), destination, { NetworkInterfaceId });
      return [textOf(table, "RouteTableId")];
    },
  };
}

/** An address of the internet for an interface. */
export function publicAddress(name: string): Deed {
  return {
    what: `${name} gets a public address`,
    in: (account) => {
      const all = interfaceNamed(account, name);
      for (const one of all) one["Association"] = { IpOwnerId: "amazon", PublicIp: "203.0.113.9" };
      return all.slice(0, 1).map(idOf);
    },
  };
}
