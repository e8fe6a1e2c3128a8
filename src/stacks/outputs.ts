import { TerraformOutput, type TerraformStack } from "cdktf";
import type { AddressPlan, PlannedService } from "../address-plan/plan";
import { listenersOf } from "../config/bridge-facts";
import type { BridgeParts } from "../constructs/bridge-parts";
import { formatIpv4 } from "../ipv4";

const USUAL_PORTS = { http: 80, https: 443 };

/** Scheme, host and port as a client writes them, without a port that the scheme implies. */
function origin(plan: AddressPlan, scheme: "http" | "https", host: string): string {
  const port = plan.config.listeners[scheme]?.port ?? USUAL_PORTS[scheme];
  return `${scheme}://${host}${port === USUAL_PORTS[scheme] ? "" : `:${port}`}`;
}

function urlOf(plan: AddressPlan, service: PlannedService, albDnsName: string): string {
  const scheme = listenersOf(plan.config, service.config).includes("https") ? "https" : "http";
  const { hosts, paths } = service.config.match ?? {};
  const host = hosts?.find((name) => !/[*?]/.test(name)) ?? albDnsName;
  const path = paths?.[0]?.replace(/[*?].*$/, "") ?? "/";
  return origin(plan, scheme, host) + path;
}

/** What a person or another stack wants to know after an apply. */
export function addOutputs(stack: TerraformStack, plan: AddressPlan, parts: BridgeParts): void {
  const { webVpc, nat, transit, steering, frontDoor, analyzer } = parts;
  const output = (id: string, description: string, value: unknown) =>
    new TerraformOutput(stack, id, { description, value });
  const { dnsName, name, arn } = frontDoor.alb;
  output("url", "Where clients find the bridge", origin(plan, plan.config.listeners.https ? "https" : "http", dnsName));
  output(
    "service_urls",
    "Where clients find each service",
    Object.fromEntries(plan.services.map((service) => [service.name, urlOf(plan, service, dnsName)])),
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
    attachment: transit.webAttachmentId,
    routes: steering.webRoutes.map((route) => `${route.routeTableId} ${route.destinationCidrBlock}`),
    ingress_rules: webVpc.ingressRules.map(
      (rule) => `${rule.securityGroupId} tcp/${rule.fromPort} from ${rule.cidrIpv4}`,
    ),
  });
  if (!plan.config.web.security_groups)
    output("web_security_group_id", "Group that web servers join to be reached", webVpc.securityGroupIds[0]);
  if (analyzer) {
    output("path_found", "Whether Reachability Analyzer found each segment open", analyzer.pathFound);
    output("explanations", "What blocks each segment, says Reachability Analyzer", analyzer.explanations);
  }
}
