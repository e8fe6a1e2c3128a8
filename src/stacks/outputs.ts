import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { type IConstruct } from "constructs";
import { type AddressPlan, type PlannedService } from "../address-plan/plan";
import { BRIDGE_OUTPUT, type BridgeOutput, type RoleAddresses, ROLES_VERSION } from "../address-plan/roles";
import { type PlannedZone, zonesOf } from "../address-plan/service-names";
import { listenersOf } from "../config/bridge-facts";
import { type FrontDoor } from "../constructs/front-door";
import { type PrivateNat } from "../constructs/private-nat";
import { type MappedPrefix } from "../address-plan/appliance/virtual-ranges";
import { type BridgeParts } from "../constructs/bridge-parts";
import { formatCidr, formatIpv4 } from "../ipv4";
import { literalHost, origin, pathOf } from "./service-url";
import { addressIn, addressOf } from "./terraform-address";

/** The parts of a bridge that has an ALB. */
type WithAlb = BridgeParts & { readonly frontDoor: FrontDoor; readonly nat: PrivateNat };

function hasFrontDoor(parts: BridgeParts): parts is WithAlb {
  return parts.frontDoor !== undefined && parts.nat !== undefined;
}

/** A host that clients find the service by: a name that the stack makes resolve, else one that somebody else does. */
function hostOf(service: PlannedService, parts: WithAlb, zone: PlannedZone | undefined): string {
  const { names, frontDoor } = parts;
  const record = zone?.records.find(({ services }) => services.includes(service.name));
  if (names && record) return zone?.name === undefined ? names.fqdn(record.name) : record.name;
  return literalHost(service.config.match?.hosts) ?? frontDoor.alb.dnsName;
}

function urlOf(plan: AddressPlan, service: PlannedService, parts: WithAlb, zone: PlannedZone | undefined): string {
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
    load_balancer: frontDoor && addressOf(frontDoor.alb),
    web_security_group: addressIn(webVpc, isGroup),
  };
  const roles = Object.fromEntries(Object.entries(all).filter(([, address]) => address !== undefined)) as RoleAddresses;
  return { version: ROLES_VERSION, bridge: plan.name, roles };
}

/** Adds an output of a stack. */
type Output = (id: string, description: string, value: unknown) => void;

function addAlbOutputs(output: Output, plan: AddressPlan, parts: WithAlb): void {
  const { dnsName, name, arn } = parts.frontDoor.alb;
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
  output("nat_gateway_ids", "The private NAT gateways", parts.nat.gatewayIds);
  output(
    "nat_addresses",
    "What the ALB sees instead of the clients",
    plan.nats.flatMap((planned) => planned.addresses.map(formatIpv4)),
  );
}

function addApplianceOutputs(output: Output, { appliance: planned }: AddressPlan, { appliance }: BridgeParts): void {
  if (!planned || !appliance) return;
  const texts = (mapped: readonly MappedPrefix[]) =>
    Object.fromEntries(mapped.map(({ real, virtual }) => [formatCidr(real), formatCidr(virtual)]));
  const ids = [...appliance.appliance.hosts].map(([zone, { instance }]) => [zone, instance.id]);
  output("appliance_ids", "The appliances, by zone", Object.fromEntries(ids));
  output("web_seen_as", "What clients write for each range of the web side", texts(planned.web));
  output("clients_seen_as", "What the web side sees for each range of clients", texts(planned.clients));
}

/** A rule as a person reads it. */
function ruleText(rule: VpcSecurityGroupIngressRule | VpcSecurityGroupEgressRule): string {
  const { fromPort, fromPortInput, toPortInput, ipProtocolInput = "", securityGroupId, cidrIpv4 } = rule;
  const ports = fromPortInput === toPortInput ? fromPort : `${fromPortInput}-${toPortInput}`;
  const what = ipProtocolInput === "icmp" ? "icmp" : `${ipProtocolInput}/${ports}`;
  return `${securityGroupId} ${what} ${rule instanceof VpcSecurityGroupEgressRule ? "to" : "from"} ${cidrIpv4}`;
}

/** What a person or another stack wants to know after an apply. */
export function addOutputs(stack: TerraformStack, plan: AddressPlan, parts: BridgeParts): void {
  const { webVpc, transit, steering, analyzer, appliance } = parts;
  const output: Output = (id, description, value) => new TerraformOutput(stack, id, { description, value });
  if (hasFrontDoor(parts)) addAlbOutputs(output, plan, parts);
  addApplianceOutputs(output, plan, parts);
  output("transit_gateway_id", "The transit gateway", transit.gatewayId);
  output("client_attachment_id", "The client VPC's attachment", transit.clientAttachmentId);
  output("web_attachment_id", "The web VPC's attachment", transit.webAttachmentId);
  const webRoutes = [...(steering?.webRoutes ?? []), ...(appliance?.webRoutes ?? [])];
  output("added_to_web_vpc", "Everything that the bridge added to the web VPC", {
    ...(plan.config.web.attachment === undefined && { attachment: transit.webAttachmentId }),
    routes: webRoutes.map((route) => `${route.routeTableId} ${route.destinationCidrBlock}`),
    ingress_rules: [...webVpc.ingressRules, ...(appliance?.webRules ?? [])].map(ruleText),
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
