import { type Route } from "@cdktf/provider-aws/lib/route";
import { type VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { type VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { type PlannedAppliance, type PlannedTraffic, twinsOf } from "../address-plan/appliance/appliance-plan";
import { type MappedPrefix } from "../address-plan/appliance/virtual-ranges";
import { type AddressPlan } from "../address-plan/plan";
import { type PlannedSubnet } from "../address-plan/planned-subnet";
import { formatPorts } from "../config/appliance-schema";
import { formatCidr, formatIpv4, type Ipv4 } from "../ipv4";
import { Appliance } from "./appliance";
import { ApplianceRoutes } from "./appliance-routes";
import { type AllowedTraffic, type ApplianceTraffic } from "./appliance-ruleset";
import { type ClientVpc } from "./client-vpc";
import { type DemoClient } from "./demo-client";
import { openGroup } from "./open-group";
import { type SteerProps } from "./web-ways";
import { type Transit } from "./transit";
import { type WebVpc } from "./web-vpc";

/** What the appliances of a bridge stand beside. */
interface BesideAppliance {
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  readonly transit: Transit;
  readonly demoClient: DemoClient | undefined;
}

/** The appliances of a bridge, and what they add to the web VPC. */
export interface ApplianceParts {
  readonly appliance: Appliance;
  readonly webRoutes: readonly Route[];
  readonly webRules: readonly (VpcSecurityGroupIngressRule | VpcSecurityGroupEgressRule)[];
}

const pairs = (mapped: readonly MappedPrefix[]) =>
  mapped.map(({ real, virtual }) => ({ real: formatCidr(real), virtual: formatCidr(virtual) }));

const allowed = (traffic: readonly PlannedTraffic[]): AllowedTraffic[] =>
  traffic.map(({ protocol, ports }) => ({ protocol, ports: ports.map(formatPorts) }));

/** What the appliances translate and let through. */
function trafficOf(planned: PlannedAppliance, resumes: boolean): ApplianceTraffic {
  const { clients, web, clientRanges, clientToWeb, webToClient } = planned;
  return {
    resumes,
    clients: pairs(clients),
    web: pairs(web),
    clientRanges: clientRanges.map(formatCidr),
    clientToWeb: allowed(clientToWeb),
    webToClient: allowed(webToClient),
  };
}

/** AWS's router is each subnet's second address. Source: VPC user guide, subnet sizing. */
function side(clientVpc: ClientVpc, subnet: PlannedSubnet, address: Ipv4) {
  return {
    subnet: clientVpc.subnet(subnet.name),
    address: formatIpv4(address),
    router: formatIpv4(subnet.cidr.base + 1),
  };
}

function addHosts(scope: Construct, plan: AddressPlan, planned: PlannedAppliance, clientVpc: ClientVpc): Appliance {
  const { config, name } = plan;
  return new Appliance(scope, "appliance", {
    name,
    region: config.region,
    vpcId: clientVpc.vpcId,
    zones: planned.zones.map(({ zone, inner, outer, innerAddress, outerAddress }) => ({
      zone,
      inner: side(clientVpc, inner, innerAddress),
      outer: side(clientVpc, outer, outerAddress),
    })),
    traffic: trafficOf(planned, config.appliance?.resume ?? false),
    instanceType: config.appliance?.instance_type,
    sessionAccess: config.appliance?.session_access,
    ...(config.client.account && { accountId: config.client.account.id }),
    ...(config.alarms && {
      topic: config.alarms.topic,
      thresholds: { cpu: config.alarms.appliance_cpu, bandwidth: config.alarms.appliance_bandwidth },
    }),
  });
}

function steersOf({ clientSubnets, shadowSubnets }: AddressPlan, planned: PlannedAppliance, clientVpc: ClientVpc) {
  const near = [...clientSubnets, ...shadowSubnets];
  return planned.steers.map(({ destination, via }): SteerProps => {
    const cidr = formatCidr(destination);
    const equal = near.filter((subnet) => formatCidr(subnet.cidr) === cidr);
    return { cidr, via, equalSubnets: equal.map(({ name }) => clientVpc.subnet(name)) };
  });
}

function addRoutes(
  scope: Construct,
  plan: AddressPlan,
  planned: PlannedAppliance,
  { appliance, clientVpc, webVpc, transit }: BesideAppliance & { readonly appliance: Appliance },
): ApplianceRoutes {
  const { clients, zones, tables, clientTwins, webTwins, attachmentTables } = planned;
  const served = (zone: string) => tables.flatMap((table) => (table.zone === zone ? table.subnets : []));
  return new ApplianceRoutes(scope, "appliance-ways", {
    appliance,
    transit,
    webVpc,
    clients: tables.map(({ name, zone }) => ({ subnet: clientVpc.subnet(name), zone })),
    zones: zones.map(({ zone, outer, attachmentSubnet }) => ({
      zone,
      outer: clientVpc.subnet(outer.name),
      // The plan's rules see to it that there is one.
      attachmentSubnet: clientVpc.subnet((attachmentSubnet ?? outer).name),
      clientTwins: twinsOf(clients, served(zone)).map(formatCidr),
    })),
    attachmentSubnets: attachmentTables.map(({ name }) => clientVpc.subnet(name)),
    webTwins: webTwins.map(formatCidr),
    steers: steersOf(plan, planned, clientVpc),
    webSubnets: plan.webTables.map(({ name }) => webVpc.subnet(name)),
    clientTwins: clientTwins.map(formatCidr),
  });
}

/** Lets the servers' groups admit clients as the web side sees them; a group that is made here has no other way out either. */
function openWeb(scope: Construct, plan: AddressPlan, planned: PlannedAppliance, { webVpc }: BesideAppliance) {
  const ranges = planned.clientTwins.map(formatCidr);
  const { provider, securityGroupIds } = webVpc;
  const isMade = plan.config.web.security_groups === undefined;
  return securityGroupIds.flatMap((groupId, i) => {
    const opened = { groupId, provider, prefix: securityGroupIds.length > 1 ? `web-${i}` : "web" };
    const description = `Clients of the bridge ${plan.name}, behind its appliance`;
    const ends = { peer: "clients", ranges, description };
    const traffic = allowed(planned.clientToWeb);
    const incoming = openGroup(scope, opened, { ...ends, direction: "from", traffic });
    const back = isMade ? allowed(planned.webToClient) : [];
    return [...incoming, ...openGroup(scope, opened, { ...ends, direction: "to", traffic: back })];
  });
}

/** Lets clients' groups admit the web side as they see it, and the demo client ask it. */
function openClients(scope: Construct, plan: AddressPlan, planned: PlannedAppliance, demo: DemoClient | undefined) {
  const ranges = planned.webTwins.map(formatCidr);
  const ends = { peer: "web", ranges, description: `Web side of the bridge ${plan.name}, behind its appliance` };
  const traffic = allowed(planned.webToClient);
  const groups = planned.webToClient.length > 0 ? (plan.config.client.security_groups ?? []) : [];
  groups.forEach((groupId, i) =>
    openGroup(scope, { groupId, prefix: `clients-${i}` }, { ...ends, direction: "from", traffic }),
  );
  if (!demo) return;
  const opened = { groupId: demo.securityGroupId, prefix: "demo-client" };
  openGroup(scope, opened, { ...ends, direction: "from", traffic });
  openGroup(scope, opened, { ...ends, direction: "to", traffic: allowed(planned.clientToWeb) });
}

/** Makes the appliances of a bridge, where its plan has some. */
export function addAppliance(scope: Construct, plan: AddressPlan, beside: BesideAppliance): ApplianceParts | undefined {
  const planned = plan.appliance;
  if (!planned) return undefined;
  const appliance = addHosts(scope, plan, planned, beside.clientVpc);
  const { webRoutes } = addRoutes(scope, plan, planned, { ...beside, appliance });
  const groups = new Construct(scope, "appliance-groups");
  const webRules = openWeb(groups, plan, planned, beside);
  openClients(groups, plan, planned, beside.demoClient);
  return { appliance, webRoutes, webRules };
}
