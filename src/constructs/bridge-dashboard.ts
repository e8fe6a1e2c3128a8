import { type Construct } from "constructs";
import { dashboardName } from "../address-plan/names";
import { type AddressPlan } from "../address-plan/plan";
import { type Appliance } from "./appliance";
import { Dashboard } from "./dashboard";
import { type DashboardSection } from "./dashboard-body";
import { type FrontDoor } from "./front-door";
import { albGraphs, applianceGraphs, attachmentGraphs, natGraphs, serviceGraphs } from "./graphs";
import { type PrivateNat } from "./private-nat";
import { type Transit } from "./transit";
import { measuredAlb, measuredServices } from "./watched-parts";

/** What the dashboard of a bridge in the client VPC shows. */
export interface ShownParts {
  readonly nat: PrivateNat | undefined;
  readonly transit: Transit;
  readonly frontDoor: FrontDoor | undefined;
  readonly appliance: { readonly appliance: Appliance } | undefined;
}

function sectionsOf({ name: bridge, nats }: AddressPlan, { nat, transit, frontDoor, appliance }: ShownParts) {
  const { gatewayId, clientAttachmentId, webAttachmentId } = transit;
  const sections: DashboardSection[] = [];
  if (frontDoor) {
    const services = measuredServices(bridge, frontDoor);
    sections.push({ heading: "Services", graphs: services.flatMap(serviceGraphs) });
    const balancer = measuredAlb(frontDoor);
    sections.push({ heading: "Load balancer", graphs: albGraphs(frontDoor.alb.nameInput ?? bridge, balancer) });
  }
  if (nat) {
    const graphs = nats.flatMap(({ subnet }, i) => natGraphs(subnet.name, nat.gatewayIds[i] ?? ""));
    sections.push({ heading: "NAT gateways", graphs });
  }
  const attachments = { client: clientAttachmentId, web: webAttachmentId };
  sections.push({
    heading: "Transit gateway",
    graphs: Object.entries(attachments).flatMap(([side, attachmentId]) =>
      attachmentGraphs(side, { gatewayId, attachmentId }),
    ),
  });
  for (const [zone, host] of appliance?.appliance.hosts ?? []) {
    const { instanceType, instance } = host;
    const watched = { name: `Appliance ${zone}`, instanceId: instance.id, instanceType };
    sections.push({ heading: `Appliance of zone ${zone}`, graphs: applianceGraphs(watched) });
  }
  return sections;
}

/** The dashboard of a bridge in the client VPC, where the file asks for one. It is in the client account, as all that it shows. */
export function addDashboard(scope: Construct, plan: AddressPlan, parts: ShownParts): void {
  const name = dashboardName(plan);
  if (name === undefined) return;
  new Dashboard(scope, "dashboard", {
    name,
    title: `Bridge ${plan.name}`,
    region: plan.config.region,
    alarmsOf: scope,
    sections: sectionsOf(plan, parts),
  });
}
