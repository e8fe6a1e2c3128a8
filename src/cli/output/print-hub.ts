import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type HubSummary, summarizeHub } from "../../address-plan/hub/hub-summary";
import { hasVpcFlowLogs } from "../../config/bridge-facts";
import { table } from "../../escape/columns";
import { flowLogLines } from "./flow-log-lines";

/** More targets of a service, or rows of a table, than this are only counted: a list that scrolls away tells nothing. */
const [MOST_TARGETS, MOST_ROWS] = [4, 100];

/** A table with a title row; nothing where it would be empty. */
function titled(title: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length - MOST_ROWS;
  return [
    "",
    ...table([title, ...rows.slice(0, MOST_ROWS)], "  "),
    ...(more > 0 ? [`  ... and ${more} more; --json has them all`] : []),
  ];
}

function sideName(role: "client" | "web", { name }: { readonly name: string }): string {
  return name === role ? role : `${role} ${name}`;
}

function sideRow(role: "client" | "web", one: HubSummary["webs"][number], own = ""): string[] {
  const made = one.existing ? "exists" : "created";
  const account = one.account === null ? "" : `, account ${one.account}`;
  const way = one.way.replaceAll("_", " ");
  return [sideName(role, one), one.cidrs.join(", ") + own, `by ${way}`, made + account];
}

function vpcRows({ hub_vpc: hub, clients, webs }: HubSummary): string[][] {
  const account = hub.account === null ? "" : `, account ${hub.account}`;
  return [
    ["hub", hub.cidr, `in ${hub.zones.join(", ")}`, `created${account}`],
    ...clients.map((one) => sideRow("client", one, one.nat_cidr === null ? "" : ` and NAT ${one.nat_cidr}`)),
    ...webs.map((one) => sideRow("web", one)),
  ];
}

/** The VPCs that are created and get flow logs. */
function loggedVpcs({ config }: HubPlan, { clients, webs }: HubSummary): string[] {
  if (!hasVpcFlowLogs(config)) return [];
  return [
    "hub",
    ...clients.filter(({ existing }) => !existing).map((one) => sideName("client", one)),
    ...webs.filter(({ existing }) => !existing).map((one) => sideName("web", one)),
  ];
}

function balancerRows({ load_balancers: balancers }: HubSummary): string[][] {
  return balancers.flatMap(({ name, kind, web, listeners }) =>
    listeners.map(({ port, protocol, to }) => [
      name,
      kind.toUpperCase(),
      `${protocol} ${port}`,
      to ?? `services of ${web}`,
    ]),
  );
}

function targetsText(targets: readonly string[]): string {
  const more = targets.length - MOST_TARGETS;
  return targets.slice(0, MOST_TARGETS).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** A hub's address plan as lines for people, indented by two. */
export function printHub(plan: HubPlan): string[] {
  const summary = summarizeHub(plan);
  const { subnets, routes, transit_gateway_routes: gateway, endpoints, peerings, services } = summary;
  const joined = [
    ...peerings.map(({ requester, accepter }) => ["VPC peering", requester, accepter, "any port that groups admit"]),
    ...endpoints.map(({ client, web, subnets: own, ports }) => [
      "endpoint",
      `client ${client}, in ${own.join(", ")}`,
      `NLB of ${web}`,
      `ports ${ports.join(", ")}`,
    ]),
  ];
  return [
    ...table([["VPC", "RANGE", "WAY", ""], ...vpcRows(summary)], "  "),
    ...flowLogLines(loggedVpcs(plan, summary), plan.config),
    ...titled(
      ["VPC", "SUBNET", "RANGE", "ZONE", "USE"],
      subnets.map((row) => [row.vpc, row.name, row.cidr, row.zone, row.use]),
    ),
    ...titled(
      ["ROUTE TABLE OF", "SUBNET", "DESTINATION", "TARGET"],
      [
        ...routes.map((row) => [row.vpc, row.table, row.destination, row.target]),
        ...gateway.map((row) => [
          "transit gateway",
          `from ${row.table}`,
          row.destination,
          `${row.attachment} attachment`,
        ]),
      ],
    ),
    ...titled(["CONNECTION", "FROM", "TO", "CARRIES"], joined),
    ...titled(["LOAD BALANCER", "KIND", "LISTENER", "TO"], balancerRows(summary)),
    ...titled(
      ["SERVICE", "PROTOCOL", "WEB", "CLIENTS", "TARGETS"],
      services.map((one) => [one.service, one.protocol, one.web, one.clients.join(", "), targetsText(one.targets)]),
    ),
  ];
}
