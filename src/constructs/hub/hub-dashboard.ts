import { type EndpointClient, type HubClient, type HubPlan, type NatClient } from "../../address-plan/hub/hub-plan";
import { aliasOf } from "../../address-plan/hub/hub-accounts";
import { dashboardName } from "../../address-plan/names";
import { Dashboard } from "../dashboard";
import { type DashboardSection, type Graph } from "../dashboard-body";
import { albGraphs, attachmentGraphs, endpointGraphs, natGraphs, nlbGraphs, serviceGraphs } from "../graphs";
import { measured, measuredAlb, measuredServices, servicesBehind } from "../watched-parts";
import { type HubClientParts } from "./hub-client-parts";
import { type HubContext, type HubTransit } from "./hub-context";
import { type HubWebParts } from "./hub-web-parts";
import { type TransitGatewayLeg } from "./transit-gateway-leg";

/** The sides that a hub's dashboard shows. */
interface Shown {
  readonly plan: HubPlan;
  readonly transit: HubTransit | undefined;
  readonly webs: ReadonlyMap<string, HubWebParts>;
  readonly clients: ReadonlyMap<string, HubClientParts>;
}

/** The key of the hub's account, where the dashboard is. */
const HUB = "hub";

/** What is measured of an attachment is told to its owner, and to the gateway's. Source: transit gateway guide, CloudWatch metrics. */
const isSeen = ({ plan }: Shown, account: string): boolean => plan.gatewayAccount === HUB || account === HUB;

/** The attachment of a side. */
interface OfSide {
  readonly name: string;
  /** Key of its account. */
  readonly account: string;
  readonly leg: TransitGatewayLeg | undefined;
}

function attachmentOf(shown: Shown, { name, account, leg }: OfSide): Graph[] {
  const { transit } = shown;
  if (!transit || !leg || !isSeen(shown, account)) return [];
  return attachmentGraphs(name, { gatewayId: transit.gateway.gatewayId, attachmentId: leg.attachmentId });
}

/** The heading of a side, and what of it CloudWatch doesn't show here. */
function headed(heading: string, notes: readonly string[]): Pick<DashboardSection, "heading" | "note"> {
  return { heading, ...(notes.length > 0 && { note: notes.join(" ") }) };
}

function elsewhere({ plan: { accounts } }: Shown, what: string, key: string): string {
  const id = accounts.find((account) => account.key === key)?.id;
  return `${what} in ${id === undefined ? "another account" : `the account ${id}`}, whose metrics are not shown here.`;
}

function natGraphsOf(client: NatClient, { nat }: HubClientParts): Graph[] {
  return client.nats.flatMap(({ subnet: { name }, existingId = "" }) =>
    natGraphs(`${client.name}-${name}`, nat?.created.get(name)?.id ?? existingId),
  );
}

/** An endpoint as its service sees it, which is in the hub's account whatever the client's is. */
function endpointGraphsOf({ name }: EndpointClient, { endpoints }: HubClientParts, { webs }: Shown): Graph[] {
  return [...endpoints].flatMap(([web, { endpoint }]) => {
    const service = webs.get(web)?.endpointService;
    return service ? endpointGraphs(`Endpoint of ${name} to ${web}`, service.serviceId, endpoint.id) : [];
  });
}

function clientSection(client: HubClient, shown: Shown): DashboardSection[] {
  const parts = shown.clients.get(client.name);
  if (!parts) return [];
  const heading = `Client side ${client.name}`;
  if (client.way === "endpoint") return [{ heading, graphs: endpointGraphsOf(client, parts, shown) }];
  const { account, name } = client;
  const isHere = account === HUB;
  const graphs = [
    ...(isHere ? natGraphsOf(client, parts) : []),
    ...attachmentOf(shown, { name: aliasOf("client", name), account, leg: parts.attachment }),
  ];
  const hidden = isSeen(shown, account) ? "Its NAT gateways are" : "Its NAT gateways and its attachment are";
  return [{ ...headed(heading, isHere ? [] : [elsewhere(shown, hidden, account)]), graphs }];
}

function webSection(web: HubPlan["webs"][number], shown: Shown): DashboardSection[] {
  const { plan, webs } = shown;
  const parts = webs.get(web.name);
  if (!parts) return [];
  const { alb, nlb, endpointService } = parts;
  const balancer = nlb && measured("nlb", nlb.nlb);
  const services = [
    ...(alb ? measuredServices(plan.name, alb) : []),
    ...(nlb && balancer ? servicesBehind(plan.name, { ...nlb, balancer }) : []),
  ];
  const graphs = [
    ...services.flatMap(serviceGraphs),
    ...(alb ? albGraphs(alb.alb.nameInput ?? web.name, measuredAlb(alb)) : []),
    ...(nlb && balancer ? nlbGraphs(nlb.nlb.nameInput ?? web.name, balancer) : []),
    ...(endpointService ? endpointGraphs(`Endpoint service of ${web.name}`, endpointService.serviceId) : []),
    ...attachmentOf(shown, { name: aliasOf("web", web.name), account: web.account, leg: parts.attachment }),
  ];
  const notes = [
    ...(web.way === "peering" ? ["AWS measures nothing of a peering; flow logs show what passes."] : []),
    ...(parts.attachment && !isSeen(shown, web.account) ? [elsewhere(shown, "Its attachment is", web.account)] : []),
  ];
  return [{ ...headed(`Web side ${web.name}`, notes), graphs }];
}

function gatewaySection(shown: Shown): DashboardSection[] {
  const { transit } = shown;
  if (!transit) return [];
  return [{ heading: "Transit gateway", graphs: attachmentOf(shown, { name: HUB, account: HUB, leg: transit.hub }) }];
}

/** The dashboard of a hub, where the file asks for one. It is in the hub's account, and shows what that account may see. */
export function addHubDashboard(
  { scope, plan, transit }: HubContext,
  { webs, clients }: Pick<Shown, "webs" | "clients">,
): void {
  const name = dashboardName(plan);
  if (name === undefined) return;
  const shown: Shown = { plan, transit, webs, clients };
  new Dashboard(scope, "dashboard", {
    name,
    title: `Hub ${plan.name}`,
    region: plan.config.region,
    alarmsOf: scope,
    sections: [
      ...plan.webs.flatMap((web) => webSection(web, shown)),
      ...plan.clients.flatMap((client) => clientSection(client, shown)),
      ...gatewaySection(shown),
    ],
  });
}
