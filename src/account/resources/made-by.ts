import { type JsonObject } from "../../terraform";
import { type Answers } from "../answers";
import { flag, objects, text, texts } from "../json-parts";

/**
 * Types of interfaces that are part of something which has addresses of its own in the model, or which takes no packets
 * for itself [EC2 API, NetworkInterface: InterfaceType]. All others are ends like a host's.
 */
const PARTS = new Set([
  "natgateway",
  "loadbalancer",
  "networkloadbalancer",
  "gatewayloadbalancer",
  "gatewayloadbalancerendpoint",
  "vpcendpoint",
  "transitgateway",
  "ec2instanceconnectendpoint",
]);

/** How AWS describes such interfaces where their type says nothing; what people make may have any description. */
const DESCRIPTIONS =
  /^(Interface for NAT Gateway|ELB |VPC Endpoint |Network Interface for Transit Gateway Attachment|EC2 Instance Connect Endpoint)/;

/** The ids of interfaces that gateways and endpoints say they have. */
export function interfacesOfParts(answers: Answers): ReadonlySet<string> {
  const nats = answers
    .items("DescribeNatGateways")
    .flatMap(({ json }) =>
      objects(json, "NatGatewayAddresses").flatMap((one) => text(one, "NetworkInterfaceId") ?? []),
    );
  const endpoints = answers.items("DescribeVpcEndpoints").flatMap(({ json }) => texts(json, "NetworkInterfaceIds"));
  return new Set([...nats, ...endpoints]);
}

/** The type of an interface, without what AWS spells it with in one answer and not in another. */
export function typeOfInterface(json: JsonObject): string {
  return (text(json, "InterfaceType") ?? "interface").toLowerCase().replace(/[_-]/g, "");
}

/** Whether an interface is a part of a gateway, load balancer or endpoint. */
export function isPart(json: JsonObject, known: ReadonlySet<string>): boolean {
  if (PARTS.has(typeOfInterface(json)) || known.has(text(json, "NetworkInterfaceId") ?? "")) return true;
  const isMade = flag(json, "RequesterManaged") === true || text(json, "RequesterId")?.startsWith("amazon-") === true;
  return isMade && DESCRIPTIONS.test(text(json, "Description") ?? "");
}
