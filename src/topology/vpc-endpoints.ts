import { type Resource } from "../terraform";
import { type Arguments } from "./arguments";

/** The types of VPC endpoints (EC2 API, VpcEndpoint). */
type VpcEndpointType = "Gateway" | "GatewayLoadBalancer" | "Interface" | "Resource" | "ServiceNetwork";

/**
 * What the model reads of an endpoint: routes in tables, an interface in each of its subnets, or one
 * that hands packets to an appliance and takes them back (AWS PrivateLink guide).
 * Of one that is "unread" packets are neither sent to its interfaces nor let through it; any address of its subnets may be
 * its own, as it may be that of one whose interfaces are read.
 */
type EndpointModel = "routes" | "interfaces" | "inspection" | "unread";

const MODELS: Readonly<Record<VpcEndpointType, EndpointModel>> = {
  Gateway: "routes",
  GatewayLoadBalancer: "inspection",
  Interface: "interfaces",
  Resource: "unread",
  ServiceNetwork: "unread",
};

function isEndpointType(text: string): text is VpcEndpointType {
  return Object.hasOwn(MODELS, text);
}

/** What an `aws_vpc_endpoint` is in the model. Without a type it is a gateway, and so it may be when its type is not known. */
export function modelOfEndpoint(args: Arguments, endpoint: Resource): EndpointModel {
  const type = args.text(endpoint, "vpc_endpoint_type") ?? "Gateway";
  return isEndpointType(type) ? MODELS[type] : "unread";
}
