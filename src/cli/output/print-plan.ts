import { type BridgePlan } from "../../address-plan/bridge-plan";
import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";
import { type AddressPlan } from "../../address-plan/plan";
import { formatPorts } from "../../config/appliance-schema";
import { loggedSides } from "../../config/bridge-facts";
import { summarizePlan } from "../../address-plan/summary";
import { flowLogLines } from "./flow-log-lines";
import { printHub } from "./print-hub";
import { table } from "../../escape/columns";

/** More targets than this are only counted: a list that scrolls away tells nothing. */
const MOST_TARGETS = 20;

/** What appliances translate and let through. */
function printAppliance({ appliance, ...plan }: AddressPlan): string[] {
  const { mapped = [] } = summarizePlan({ ...plan, appliance });
  if (!appliance) return [];
  const text = ({ protocol, ports }: PlannedTraffic) =>
    protocol === "icmp" ? "ping" : `${protocol.toUpperCase()} ${ports.map(formatPorts).join(", ")}`;
  const passes = (from: string, to: string, traffic: readonly PlannedTraffic[]) =>
    `  appliance passes from ${from} to ${to}: ${traffic.map(text).join("; ") || "nothing"}`;
  return [
    "",
    ...table(
      [["SIDE", "RANGE", "SEEN AS"], ...mapped.map(({ side, range, seen_as: seen }) => [side, range, seen])],
      "  ",
    ),
    "",
    passes("client", "web", appliance.clientToWeb),
    passes("web", "client", appliance.webToClient),
  ];
}

/** The address plan as lines for people, indented by two. */
export function printPlan(plan: BridgePlan): string[] {
  if (plan.place === "hub") return printHub(plan);
  const summary = summarizePlan(plan);
  const { client_vpc: client, web_vpc: web } = summary;
  const made = (existing: boolean) => (existing ? "exists" : "created");
  const targets = summary.targets.map(({ service, address, port, availability_zone, zone_from }) => [
    service,
    `${address}:${port}`,
    availability_zone === "all" ? 'availability_zone "all"' : `zone taken from ${zone_from}`,
  ]);
  return [
    ...table(
      [
        ["client VPC", `${client.cidrs.join(", ")} and the bridge ${client.bridge_cidr}`, made(client.existing)],
        ["web VPC", web.cidrs.join(", "), made(web.existing) + (web.other_account ? ", in another account" : "")],
      ],
      "  ",
    ),
    ...flowLogLines(loggedSides(plan.config), plan.config),
    "",
    ...table(
      [
        ["VPC", "SUBNET", "RANGE", "ZONE", "USE"],
        ...summary.subnets.map((row) => [row.vpc, row.name, row.cidr, row.zone, row.use]),
      ],
      "  ",
    ),
    "",
    ...table(
      [
        ["ROUTE TABLE", "DESTINATION", "TARGET"],
        ...summary.routes.map((row) => [row.table, row.destination, row.target]),
        ...summary.transit_gateway_routes.map((row) => [
          `transit gateway, from ${row.table}`,
          row.destination,
          `${row.attachment} attachment`,
        ]),
      ],
      "  ",
    ),
    ...(targets.length > 0
      ? ["", ...table([["SERVICE", "TARGET", "ZONE"], ...targets.slice(0, MOST_TARGETS)], "  ")]
      : []),
    ...(targets.length > MOST_TARGETS ? [`  ... and ${targets.length - MOST_TARGETS} more`] : []),
    ...printAppliance(plan),
  ];
}
