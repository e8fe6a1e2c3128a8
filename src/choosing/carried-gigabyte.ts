import { type BridgePlan } from "../address-plan/bridge-plan";
import { type HubClient, type HubPlan, type HubWeb } from "../address-plan/hub/hub-plan";
import { type AddressPlan, type ClientTable } from "../address-plan/plan";
import { hasAlb } from "../config/bridge-facts";
import { type ComponentName } from "../prices";
import { type Leg } from "./leg-charges";

/** How often a gigabyte changes zones on a hop, at least and at most. */
interface Crossings {
  readonly least: number;
  readonly most: number;
}

/** Something that a gigabyte goes through, and who pays for it: keys of providers in the stack. */
export interface Hop {
  readonly component: ComponentName;
  readonly leg: Leg;
  /** Of what clients send. */
  readonly payer: string;
  /** Of what servers answer. */
  readonly backPayer: string;
  readonly crossings: Crossings;
}

/** Connections that take one way. */
export interface Traffic {
  readonly from: string;
  readonly to: string;
  readonly carries: "HTTP" | "TCP" | "all";
  readonly hops: readonly Hop[];
}

const OWN = "aws";
const NEVER: Crossings = { least: 0, most: 0 };
const MAYBE: Crossings = { least: 0, most: 1 };

/** Whether clients have their NAT gateway in another zone: all of them, or some. */
function toGateway(tables: readonly ClientTable[]): Crossings {
  const away = tables.flatMap(({ subnets, nat }) => subnets.map(({ zone }) => zone !== nat.zone));
  return { least: away.length > 0 && away.every(Boolean) ? 1 : 0, most: away.some(Boolean) ? 1 : 0 };
}

const together = (a: Crossings, b: Crossings): Crossings => ({ least: a.least + b.least, most: a.most + b.most });

/**
 * What crosses zones within a transit gateway, or on its way to an endpoint, is free since 2022 (AWS, "Data transfer price reduction for
 * PrivateLink, Transit Gateway and Client VPN"); what an attachment sends is charged to whom the attachment is of (transit gateway
 * pricing), unless a metering policy says otherwise.
 */
function inClientPlace(plan: AddressPlan): Traffic[] {
  const web = plan.crossAccount ? `${OWN}.web` : OWN;
  const zones = new Set(plan.albSubnets.map(({ zone }) => zone)).size;
  const own = { payer: OWN, backPayer: OWN };
  const attached: Hop = {
    component: "transit_gateway_attachment",
    leg: { kind: "web" },
    payer: OWN,
    backPayer: web,
    crossings: NEVER,
  };
  const nat = together(toGateway(plan.clientTables), zones > 1 ? MAYBE : NEVER);
  const hops: Hop[] = [
    { component: "nat_gateway", leg: { kind: "client" }, ...own, crossings: nat },
    { component: "application_load_balancer", leg: { kind: "client" }, ...own, crossings: NEVER },
    attached,
  ];
  return [
    ...(hasAlb(plan.config) ? [{ from: "client", to: "web", carries: "HTTP", hops } as const] : []),
    ...(plan.appliance ? [{ from: "client", to: "web", carries: "all", hops: [attached] } as const] : []),
  ];
}

const provider = (account: string): string => (account === "hub" ? OWN : `${OWN}.${account}`);

function toHub(client: HubClient): Hop[] {
  const [leg, own]: [Leg, string] = [{ kind: "client", side: client.name }, provider(client.account)];
  const paid = { leg, payer: own, backPayer: own };
  if (client.way === "endpoint") return [{ ...paid, component: "interface_endpoint", crossings: NEVER }];
  return [
    { ...paid, component: "nat_gateway", crossings: toGateway(client.tables) },
    { ...paid, component: "transit_gateway_attachment", backPayer: OWN, crossings: NEVER },
  ];
}

function toWeb({ name, account, way }: HubWeb, zones: number): Hop {
  const paid = { leg: { kind: "web", side: name } as const, payer: OWN, backPayer: provider(account) };
  if (way === "peering") return { ...paid, component: "vpc_peering", crossings: zones > 1 ? MAYBE : NEVER };
  return { ...paid, component: "transit_gateway_attachment", crossings: NEVER };
}

/** An endpoint leads to an NLB only, which hands requests of HTTP on to the ALB. */
function balancersOf(client: HubClient, web: HubWeb, isHttp: boolean): Hop[] {
  const paid = { leg: { kind: "web", side: web.name } as const, payer: OWN, backPayer: OWN, crossings: NEVER };
  const nlb: Hop = { ...paid, component: "network_load_balancer" };
  const alb: Hop = { ...paid, component: "application_load_balancer" };
  if (!isHttp) return [nlb];
  return client.way === "endpoint" ? [nlb, alb] : [alb];
}

function inHub({ clients, webs, services, config }: HubPlan): Traffic[] {
  const zones = config.bridge.zones.length;
  const found = new Map<string, Traffic>();
  for (const service of services)
    for (const client of clients) {
      const web = webs.find(({ name }) => name === service.web);
      if (!web || !service.clients.includes(client.name)) continue;
      const hops = [...toHub(client), ...balancersOf(client, web, service.isHttp), toWeb(web, zones)];
      const carries = service.isHttp ? "HTTP" : "TCP";
      found.set(`${client.name} ${web.name} ${carries}`, { from: client.name, to: web.name, carries, hops });
    }
  return [...found.values()];
}

/** The ways that connections take over a bridge, each kind of client, web side and load balancer once. */
export function trafficOf(plan: BridgePlan): Traffic[] {
  return plan.place === "hub" ? inHub(plan) : inClientPlace(plan);
}
