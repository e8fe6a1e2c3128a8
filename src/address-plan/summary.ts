import { type PlannedAppliance, twinsOf } from "./appliance/appliance-plan";
import { type MappedPrefix } from "./appliance/virtual-ranges";
import { type AddressPlan, attachmentSubnetFor, clientVpcSubnets } from "./plan";
import { type PlannedSubnet } from "./planned-subnet";
import { isExisting } from "../config/bridge-facts";
import { formatCidr, formatIpv4 } from "../ipv4";

/** An address plan as plain values, for --json and for the tables people read. */
export interface PlanSummary {
  readonly client_vpc: { readonly cidrs: readonly string[]; readonly bridge_cidr: string; readonly existing: boolean };
  readonly web_vpc: { readonly cidrs: readonly string[]; readonly existing: boolean; readonly other_account: boolean };
  readonly subnets: readonly {
    readonly vpc: "client" | "web";
    readonly name: string;
    readonly cidr: string;
    readonly zone: string;
    readonly use: string;
  }[];
  readonly routes: readonly { readonly table: string; readonly destination: string; readonly target: string }[];
  readonly transit_gateway_routes: readonly {
    readonly table: "client" | "web";
    readonly destination: string;
    readonly attachment: "client" | "web";
  }[];
  readonly targets: readonly {
    readonly service: string;
    readonly address: string;
    readonly port: number;
    readonly availability_zone: "all" | "omitted";
    readonly zone_from: string | null;
  }[];
  /** What an appliance translates: a range of one side, and what the other side sees instead. */
  readonly mapped?: readonly { readonly side: "client" | "web"; readonly range: string; readonly seen_as: string }[];
}

function useOf(plan: AddressPlan, subnet: PlannedSubnet): string {
  const attached = [...plan.attachmentSubnets, ...plan.webAttachmentSubnets].includes(subnet);
  const withAttachment = attached ? ", transit gateway attachment" : "";
  switch (subnet.role) {
    case "client": {
      const nat = plan.clientTables.find((table) => table.subnets.includes(subnet))?.nat;
      const table = plan.appliance?.tables.find(({ subnets }) => subnets.includes(subnet));
      const ways = [
        ...(nat ? [`NAT gateway ${nat.subnet.name}`] : []),
        ...(table ? [`appliance of zone ${table.zone}`] : []),
      ];
      const use = ways.length > 0 ? `clients, by ${ways.join(" and ")}` : "no clients of the bridge";
      return `${use}${withAttachment}`;
    }
    case "nat":
      return `NAT gateway ${plan.nats
        .find((nat) => nat.subnet === subnet)
        ?.addresses.map(formatIpv4)
        .join(", ")}`;
    case "alb":
    case "balancer":
      return `ALB${withAttachment}`;
    case "attachment":
      return "transit gateway attachment";
    case "inner":
    case "outer":
      return applianceUse(plan, subnet);
    case "shadow":
      return "empty; makes the route of the same range legal";
    case "web":
      return `web servers${withAttachment}`;
  }
}

function applianceUse(plan: AddressPlan, subnet: PlannedSubnet): string {
  const zone = plan.appliance?.zones.find(({ inner, outer }) => inner === subnet || outer === subnet);
  if (!zone) return "no appliance";
  return subnet.role === "inner"
    ? `appliance towards clients, ${formatIpv4(zone.innerAddress)}`
    : `appliance towards the web side, ${formatIpv4(zone.outerAddress)}`;
}

function routesOf(plan: AddressPlan): PlanSummary["routes"] {
  return [
    ...plan.clientTables.flatMap((table) =>
      plan.albSubnets.map((alb) => ({
        table: table.name,
        destination: formatCidr(alb.cidr),
        target: `NAT gateway ${table.nat.subnet.name}`,
      })),
    ),
    ...plan.albSubnets.flatMap((alb) =>
      plan.steers.map((steer) => ({
        table: alb.name,
        destination: formatCidr(steer.destination),
        target:
          steer.via === "interface"
            ? `attachment interface in ${attachmentSubnetFor(plan, alb)?.name}`
            : "transit gateway",
      })),
    ),
    ...applianceRoutes(plan),
    ...plan.webTables.flatMap((table) =>
      [...plan.albPrefixes, ...(plan.appliance?.clientTwins ?? [])].map((prefix) => ({
        table: table.name,
        destination: formatCidr(prefix),
        target: "transit gateway",
      })),
    ),
  ];
}

/** The routes to appliances from both sides, and on from them. */
function applianceRoutes({ appliance }: AddressPlan): PlanSummary["routes"][number][] {
  if (!appliance) return [];
  const { tables, attachmentTables, zones, webTwins, steers, clients } = appliance;
  const served = (zone: string) => tables.flatMap((table) => (table.zone === zone ? table.subnets : []));
  return [
    ...tables.flatMap(({ name, zone }) =>
      webTwins.map((twin) => ({
        table: name,
        destination: formatCidr(twin),
        target: `appliance of zone ${zone}, inner interface`,
      })),
    ),
    ...attachmentTables.flatMap(({ name }) =>
      zones.flatMap(({ zone }) =>
        twinsOf(clients, served(zone)).map((twin) => ({
          table: name,
          destination: formatCidr(twin),
          target: `appliance of zone ${zone}, outer interface`,
        })),
      ),
    ),
    ...zones.flatMap(({ outer, attachmentSubnet }) =>
      steers.map(({ destination, via }) => ({
        table: outer.name,
        destination: formatCidr(destination),
        target: via === "interface" ? `attachment interface in ${attachmentSubnet?.name}` : "transit gateway",
      })),
    ),
  ];
}

/** What appliances translate. */
function mappedOf({ clients, web }: PlannedAppliance): PlanSummary["mapped"] {
  const texts = (side: "client" | "web", mapped: readonly MappedPrefix[]) =>
    mapped.map(({ real, virtual }) => ({ side, range: formatCidr(real), seen_as: formatCidr(virtual) }));
  return [...texts("client", clients), ...texts("web", web)];
}

function transitRoutesOf(plan: AddressPlan): PlanSummary["transit_gateway_routes"] {
  const { steers = [], clientTwins = [] } = plan.appliance ?? {};
  const destinations = [...plan.steers, ...steers].map(({ destination }) => formatCidr(destination));
  return [
    ...[...new Set(destinations)].map((destination) => ({
      table: "client" as const,
      destination,
      attachment: "web" as const,
    })),
    ...[...plan.albPrefixes, ...clientTwins].map((prefix) => ({
      table: "web" as const,
      destination: formatCidr(prefix),
      attachment: "client" as const,
    })),
  ];
}

/** Sums up a plan. */
export function summarizePlan(plan: AddressPlan): PlanSummary {
  const row = (vpc: "client" | "web") => (subnet: PlannedSubnet) => ({
    vpc,
    name: subnet.name,
    cidr: formatCidr(subnet.cidr),
    zone: subnet.zone,
    use: useOf(plan, subnet),
  });
  return {
    client_vpc: {
      cidrs: plan.clientCidrs.map(formatCidr),
      bridge_cidr: formatCidr(plan.bridgeCidr),
      existing: isExisting(plan.config.client),
    },
    web_vpc: {
      cidrs: plan.webCidrs.map(formatCidr),
      existing: isExisting(plan.config.web),
      other_account: plan.crossAccount,
    },
    subnets: [...clientVpcSubnets(plan).map(row("client")), ...plan.webSubnets.map(row("web"))],
    routes: routesOf(plan),
    transit_gateway_routes: transitRoutesOf(plan),
    targets: plan.targets.map(({ service, address, port, availabilityZone, coveredBy }) => ({
      service,
      address: formatIpv4(address),
      port,
      availability_zone: availabilityZone ?? "omitted",
      zone_from: coveredBy?.name ?? null,
    })),
    ...(plan.appliance && { mapped: mappedOf(plan.appliance) }),
  };
}
