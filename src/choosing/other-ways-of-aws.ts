import { type BridgePlan } from "../address-plan/bridge-plan";
import { type AddressPlan } from "../address-plan/plan";
import { type Finding } from "../config/fault";
import { type KeyPath } from "../config/key-path";
import { type Charge, type Component, instanceOf, type RegionPrices } from "../prices";
import { IMAGE_GIGABYTES } from "./count-appliance";
import { costOf } from "./counted";
import { asked, type Cost, type OtherWay, type SeenClient, type Way } from "./way";

/** Something to be carried; `path`: where the file says so, where that is not a service's protocol. */
interface JobService {
  readonly name: string;
  readonly protocol: string;
  readonly path?: KeyPath;
}

/** What an appliance is asked to carry. */
function servicesOfAppliance({ config: { appliance } }: AddressPlan): JobService[] {
  const of = (key: "client_to_web" | "web_to_client") =>
    (appliance?.[key] ?? []).map(({ protocol }, i): JobService => {
      const path = ["appliance", key, i];
      const isBack = key === "web_to_client";
      return { name: `${key} ${i}`, protocol: isBack ? `${protocol} from the web side` : protocol, path };
    });
  return [...of("client_to_web"), ...of("web_to_client")];
}

/** What has to be done, as far as ways care that no bridge file can say. */
export interface Job {
  readonly clients: number;
  readonly webs: number;
  /** Pairs of a client side and a web side of which one reaches the other. */
  readonly pairs: number;
  readonly services: readonly JobService[];
  /** Web sides of which a service of HTTP is told from others by host or path, which no NLB can. */
  readonly ruled: number;
  /** Zones of the load balancers, and so of what would stand in their place. */
  readonly zones: number;
}

/** The job of a bridge. */
export function jobOf(plan: BridgePlan): Job {
  const services = Object.entries<{ readonly protocol: string }>(plan.config.services).map(([name, { protocol }]) => ({
    name,
    protocol,
  }));
  if (plan.place === "client") {
    const zones = new Set([...plan.albSubnets, ...plan.innerSubnets].map(({ zone }) => zone)).size;
    const ruled = Object.values(plan.config.services).some(({ match }) => match) ? 1 : 0;
    const all = [...services, ...servicesOfAppliance(plan)];
    return { clients: 1, webs: 1, pairs: 1, services: all, ruled, zones };
  }
  const pairs = new Set(plan.services.flatMap(({ web, clients }) => clients.map((client) => `${client} ${web}`)));
  const ruled = new Set(plan.services.flatMap(({ isHttp, config, web }) => (isHttp && config.match ? [web] : [])));
  const zones = plan.config.bridge.zones.length;
  const { clients, webs } = plan;
  return {
    clients: clients.length,
    webs: webs.length,
    pairs: pairs.size,
    services,
    ruled: ruled.size,
    zones,
  };
}

/** A way that no bridge file can say: what it carries, asks and costs. */
interface Offer {
  readonly carries: readonly string[];
  readonly sees: SeenClient;
  /** Set where it joins one client side and one web side. */
  readonly oneToOne?: true;
  readonly requests?: boolean;
  asks(job: Job): NonNullable<Way["asks"]>;
  /** Left out where no price is known. */
  readonly charges?: (job: Job) => readonly Charge[];
  readonly path?: readonly Component[];
  /** What requests that are told apart by host or path go through, too. */
  readonly ruledPath?: readonly Component[];
}

/**
 * Sources: PrivateLink guide, "Create a service powered by AWS PrivateLink" (TCP, by a Network Load Balancer); VPC Lattice guide, "Listeners"
 * (HTTP, HTTPS, TLS; no WebSockets), "Resource gateways" and "Resource configurations" (TCP, the servers see the gateway's address); transit
 * gateway guide, "Routing" (IPv6 routes); the article's last section (appliance).
 */
const OFFERS: Readonly<Record<OtherWay, Offer>> = {
  appliance: {
    carries: ["all TCP and UDP", "ICMP"],
    sees: "mapped",
    oneToOne: true,
    // One of the default type, in one zone.
    charges: ({ clients, webs }) => [
      { component: "transit_gateway_attachment", count: clients + webs },
      { component: instanceOf("c7gn.medium"), count: 1 },
      { component: "volume_gp3", count: IMAGE_GIGABYTES },
    ],
    path: ["transit_gateway_attachment"],
    asks: (job) => ({
      client: asked({ attachments: job.clients, secondaryRanges: job.clients }),
      web: asked({ attachments: job.webs }),
    }),
  },
  privatelink: {
    carries: ["HTTP", "HTTPS", "TCP", "TLS"],
    sees: "proxy-protocol",
    asks: (job) => ({
      client: asked({ endpoints: job.pairs }),
      web: asked({ loadBalancers: job.webs + job.ruled, endpointServices: job.webs }),
    }),
    charges: ({ webs, pairs, zones, ruled }) => [
      { component: "network_load_balancer", count: webs },
      { component: "application_load_balancer", count: ruled },
      { component: "interface_endpoint", count: pairs * zones },
    ],
    path: ["interface_endpoint", "network_load_balancer"],
    ruledPath: ["application_load_balancer"],
  },
  "lattice-service": {
    carries: ["HTTP", "HTTPS", "TLS"],
    sees: "nothing",
    requests: true,
    // A VPC joins a service network by an association, which is no resource in it; the servers are targets of its own target groups.
    asks: () => ({ client: asked({}), web: asked({}) }),
    charges: ({ services }) => [{ component: "lattice_service", count: services.length }],
    path: ["lattice_service"],
  },
  "lattice-resource": {
    carries: ["HTTP", "HTTPS", "TCP", "TLS"],
    sees: "nothing",
    asks: (job) => ({ client: asked({ endpoints: job.pairs }), web: asked({}) }),
  },
  ipv6: {
    carries: ["everything"],
    sees: "real",
    asks: (job) => ({ client: asked({ attachments: job.clients }), web: asked({ attachments: job.webs }) }),
    charges: ({ clients, webs }) => [{ component: "transit_gateway_attachment", count: clients + webs }],
    path: ["transit_gateway_attachment"],
  },
};

/** The services that a way does not carry. */
function notCarried({ carries }: Offer, { services }: Job): Finding[] {
  if (carries.some((word) => word.startsWith("all ") || word === "everything")) return [];
  return services.flatMap(({ name, protocol, path = ["services", name, "protocol"] }) => {
    if (carries.includes(protocol)) return [];
    const message = `is ${protocol}, and this way carries ${carries.join(", ")}`;
    return [{ path, rule: "way-carries", message, fix: "choose another way" }];
  });
}

function tooManySides({ oneToOne }: Offer, { clients, webs }: Job): Finding[] {
  if (!oneToOne || (clients === 1 && webs === 1)) return [];
  const message = `joins one client side and one web side, and there are ${clients} and ${webs}`;
  return [{ path: [], rule: "one-client-one-web", message, fix: "write a file for each pair" }];
}

function costOfOffer(offer: Offer, job: Job, prices: RegionPrices | undefined): Cost | undefined {
  const { charges, path = [], ruledPath = [], requests = false } = offer;
  if (!charges) return undefined;
  const paths = job.ruled > 0 ? [path, [...path, ...ruledPath]] : [path];
  return { ...costOf({ charges: charges(job), paths }, prices), requests };
}

/** The ways that no bridge file can say, for one job. */
export function otherWaysFor(job: Job, prices: RegionPrices | undefined): Way[] {
  return (Object.entries(OFFERS) as [OtherWay, Offer][]).map(([name, offer]) => {
    const because = [...notCarried(offer, job), ...tooManySides(offer, job)];
    const cost = costOfOffer(offer, job, prices);
    const could = because.length > 0 ? "no" : "yes";
    const { carries, sees } = offer;
    return { name, chosen: false, could, because, carries, asks: offer.asks(job), sees, ...(cost && { cost }) };
  });
}
