import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { type IConstruct } from "constructs";
import { type AddressPlan, type PlannedService } from "../address-plan/plan";
import { BRIDGE_OUTPUT, type BridgeOutput, type RoleAddresses, ROLES_VERSION } from "../address-plan/roles";
import { type PlannedZone, zonesOf } from "../address-plan/service-names";
import { listenersOf } from "../config/bridge-facts";
import { type BridgeParts } from "../constructs/bridge-parts";
import { formatIpv4 } from "../ipv4";
import { literalHost, origin, pathOf } from "./service-url";
import { addressIn, addressOf } from "./terraform-address";

/** A host that clients find the service by: a name that the stack makes resolve, else one that somebody else does. */
function hostOf(service: PlannedService, { names, frontDoor }: BridgeParts, zone: PlannedZone | undefined): string {
  const record = zone?.records.find(({ services }) => services.includes(service.name));
  if (names && record) return zone?.name === undefined ? names.fqdn(record.name) : record.name;
  return literalHost(service.config.match?.hosts) ?? frontDoor.alb.dnsName;
}

function urlOf(plan: AddressPlan, service: PlannedService, parts: BridgeParts, zone: PlannedZone | undefined): string {
  const scheme = listenersOf(plan.config, service.config).includes("https") ? "https" : "http";
  return (
    origin(scheme, hostOf(service, parts, zone), plan.config.listeners[scheme]?.port) +
    pathOf(service.config.match?.paths)
  );
}

const isVpc = (one: IConstruct): one is Vpc => one instanceof Vpc;
const isGroup = (one: IConstruct): one is SecurityGroup => one instanceof SecurityGroup;
const isAttachment = (one: IConstruct): one is Ec2TransitGatewayVpcAttachment =>
  one instanceof Ec2TransitGatewayVpcAttachment;

/** Which resources are the parts of the bridge, for those who judge the stack's JSON, its plans and its state. */
function bridgeOutput(plan: AddressPlan, parts: BridgeParts): BridgeOutput {
  const { clientVpc, webVpc, transit, frontDoor } = parts;
  const all: Readonly<Record<keyof RoleAddresses, string | undefined>> = {
    client_vpc: addressIn(clientVpc, isVpc),
    web_vpc: addressIn(webVpc, isVpc),
    client_attachment: addressIn(transit.node.tryFindChild("client"), isAttachment),
    web_attachment: addressIn(transit.node.tryFindChild("web"), isAttachment),
    load_balancer: addressOf(frontDoor.alb),
    web_security_group: addressIn(webVpc, isGroup),
  };
  const roles = Object.fromEntries(Object.entries(all).filter(([, address]) => address !== undefined)) as RoleAddresses;
  return { version: ROLES_VERSION, bridge: plan.name, roles };
}

/** What a person or another stack wants to know after an apply. */
export function addOutputs(stack: TerraformStack, plan: AddressPlan, parts: BridgeParts): void {
  const { webVpc, nat, transit, steering, frontDoor, analyzer } = parts;
  const output = (id: string, description: string, value: unknown) =>
    new TerraformOutput(stack, id, { description, value });
  const { dnsName, name, arn } = frontDoor.alb;
  const [zone] = zonesOf(plan);
  const scheme = plan.config.listeners.https ? "https" : "http";
  output("url", "Where clients find the bridge", origin(scheme, dnsName, plan.config.listeners[scheme]?.port));
  output(
    "service_urls",
    "Where clients find each service",
    Object.fromEntries(plan.services.map((service) => [service.name, urlOf(plan, service, parts, zone)])),
  );
  output("alb_name", "Name of the ALB", name);
  output("alb_arn", "ARN of the ALB", arn);
  output("alb_dns_name", "DNS name of the ALB; resolves to private addresses", dnsName);
  output(
    "nat_gateway_ids",
    "The private NAT gateways",
    [...nat.gateways.values()].map((gateway) => gateway.id),
  );
  output(
    "nat_addresses",
    "What the ALB sees instead of the clients",
    plan.nats.flatMap((planned) => planned.addresses.map(formatIpv4)),
  );
  output("transit_gateway_id", "The transit gateway", transit.gatewayId);
  output("client_attachment_id", "The client VPC's attachment", transit.clientAttachmentId);
  output("web_attachment_id", "The web VPC's attachment", transit.webAttachmentId);
  output("added_to_web_vpc", "Everything that the bridge added to the web VPC", {
    ...(plan.config.web.attachment === undefined && { attachment: transit.webAttachmentId }),
    routes: steering.webRoutes.map((route) => `${route.routeTableId} ${route.destinationCidrBlock}`),
    ingress_rules: webVpc.ingressRules.map(
      (rule) => `${rule.securityGroupId} tcp/${rule.fromPort} from ${rule.cidrIpv4}`,
    ),
  });
  if (!plan.config.web.security_groups)
    output("web_security_group_id", "Group that web servers join to be reached", webVpc.securityGroupIds[0]);
  output(
    BRIDGE_OUTPUT,
    "Which resources are the parts of the bridge; overlap finds them by it",
    bridgeOutput(plan, parts),
  );
  if (analyzer) {
    output("path_found", "Whether Reachability Analyzer found each segment open", analyzer.pathFound);
    output("explanations", "What blocks each segment, says Reachability Analyzer", analyzer.explanations);
  }
}
