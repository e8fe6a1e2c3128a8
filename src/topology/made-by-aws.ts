import { type Resource } from "../terraform";
import { type Arguments } from "./arguments";

/** Types of interfaces that hosts have (EC2 API, NetworkInterface: InterfaceType); all others are made by services. */
const OF_HOSTS = new Set(["interface", "efa", "efaonly", "trunk", "branch"]);

/** How AWS describes the interfaces that its services make, also where the type says nothing. */
const DESCRIPTIONS =
  /^(Interface for NAT Gateway|ELB (app|net|gwy)\/|ELB |VPC Endpoint |Network Interface for Transit Gateway Attachment|AWS Lambda VPC ENI|RDSNetworkInterface|EFS mount target|ElastiCache |RedshiftNetworkInterface|AWS created network interface|arn:aws)/;

/**
 * The service that made an interface; undefined for those of hosts. Such an interface belongs to what made it: a NAT
 * gateway's public address answers nobody, whatever its interface looks like.
 */
export function makerOf(args: Arguments, resource: Resource): string | undefined {
  const type = args.text(resource, "interface_type");
  if (type !== undefined && !OF_HOSTS.has(type.toLowerCase().replace(/[_-]/g, ""))) return type;
  const description = args.text(resource, "description") ?? "";
  // Of an interface that somebody manages here the description is anybody's text.
  const isLookup = resource.mode === "data";
  if (args.flag(resource, "requester_managed") === true) return description === "" ? "a service of AWS" : description;
  return isLookup && DESCRIPTIONS.test(description) ? description : undefined;
}
