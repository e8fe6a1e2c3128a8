import { type HubClientConfig, type HubConfig } from "../../config/hub-schema";
import { clientsOf, type NamedSide, websOf } from "../../config/hub-sides";
import { setOfCidrs, toCidrs } from "../../ip";
import { type Cidr, hostCidr } from "../../ipv4";
import { existingNats, firstOfEachZone, namedSubnets, planClientTables } from "../plan";
import { firstFree, gatewaySubnets, given, type PlannedSubnet } from "../planned-subnet";
import { carveAttachment, carveNat, natZonesIn } from "./carve-hub";
import { accountsOf, type HubAccounts } from "./hub-accounts";
import { type EndpointClient, type HubClient, type HubPlan, type HubService, type NatClient } from "./hub-plan";
import { listenerPortsFor, planHubServices } from "./plan-hub-services";
import { planHubWebs, type WebBehind } from "./plan-hub-webs";

/** A hub's file, read. */
interface HubFile {
  readonly name: string;
  readonly config: HubConfig;
}

/** What the parts of a plan are worked out of. */
interface Parts {
  readonly config: HubConfig;
  readonly accounts: HubAccounts;
  readonly services: readonly HubService[];
  readonly webs: readonly WebBehind[];
}

type ClientSide = NamedSide<HubClientConfig>;

/** What a way nat without a range is planned with: the file has a fault, and rules pass it over. */
const NO_RANGE = hostCidr(0);

/** The zones that get a NAT gateway: those of the file, or of the subnets with clients. */
export function natZonesOf({ nat, subnets }: HubClientConfig): string[] {
  if (nat?.zones) return nat.zones;
  const all = Object.values(subnets);
  const withClients = all.filter(({ clients }) => clients);
  return [...new Set((withClients.length > 0 ? withClients : all).map(({ zone }) => zone))];
}

function carvedSubnet(
  role: "nat" | "attachment",
  zone: string,
  cidr: Cidr,
  path: PlannedSubnet["path"],
): PlannedSubnet {
  return { name: `${role}-${zone}`, role, cidr, zone, path, carved: true, clients: false };
}

/** Subnets and NAT gateways of a client's own range: carved, or those that exist. */
function natParts({ path, config }: ClientSide): Pick<NatClient, "natSubnets" | "nats"> & { carved: PlannedSubnet[] } {
  const { nat } = config;
  if (nat?.gateways) {
    const at = [...path, "nat", "gateways"];
    const natSubnets = gatewaySubnets(at, nat.gateways);
    const nats = existingNats(at, nat.gateways, natSubnets);
    return { natSubnets, nats, carved: [] };
  }
  const range = nat?.cidr ?? NO_RANGE;
  const from = [...path, "nat", "cidr"];
  const zones = natZonesOf(config).slice(0, natZonesIn(range));
  const cut = zones.flatMap((zone, i) => {
    const ranges = carveNat(range, i);
    return ranges ? [{ zone, ...ranges }] : [];
  });
  const natSubnets = cut.map(({ zone, nat: cidr }) => carvedSubnet("nat", zone, cidr, from));
  const nats = natSubnets.map((subnet) => {
    return { zone: subnet.zone, subnet, addresses: [firstFree(subnet.cidr)], path: from };
  });
  return { natSubnets, nats, carved: cut.map((one) => carvedSubnet("attachment", one.zone, one.attachment, from)) };
}

/** The subnets that hold a client's attachment. */
function clientAttachmentSubnets(
  { attachment, attachment_subnets: names }: HubClientConfig,
  subnets: readonly PlannedSubnet[],
  { natSubnets, carved }: ReturnType<typeof natParts>,
): PlannedSubnet[] {
  const exist = natSubnets.filter(({ existingId }) => existingId !== undefined);
  if (names) return namedSubnets([...exist, ...subnets], names);
  // A range that exists may hold anything beside its gateways, so nothing is carved there.
  if (carved.length === 0 && exist.length > 0) return firstOfEachZone(exist);
  return attachment ? firstOfEachZone(subnets) : carved;
}

/** What every client side has. */
function clientSide({ name, path, config }: ClientSide, accounts: HubAccounts) {
  return {
    name,
    path,
    config,
    account: accounts.keyOf(config.account),
    cidrs: [config.vpc.cidr, ...config.vpc.secondary_cidrs],
    subnets: given("client", [...path, "subnets"], config.subnets),
  };
}

function planNatClient(side: ClientSide, { accounts, webs }: Parts): NatClient {
  const common = clientSide(side, accounts);
  const parts = natParts(side);
  const used = webs.filter(({ natClients }) => natClients.has(side.name));
  return {
    ...common,
    way: "nat",
    natCidr: side.config.nat?.cidr ?? NO_RANGE,
    natSubnets: parts.natSubnets,
    nats: parts.nats,
    attachmentSubnets: clientAttachmentSubnets(side.config, common.subnets, parts),
    tables: planClientTables(common.subnets, parts.nats),
    balancerPrefixes: toCidrs(setOfCidrs(used.flatMap(({ web }) => web.balancerPrefixes))),
  };
}

function planEndpointClient(side: ClientSide, { accounts, webs, services, config }: Parts): EndpointClient {
  const common = clientSide(side, accounts);
  const zones = new Set(config.bridge.zones);
  const { endpoint_subnets: names } = side.config;
  const subnets = names
    ? namedSubnets(common.subnets, names)
    : firstOfEachZone(common.subnets.filter(({ zone }) => zones.has(zone)));
  const own = services.filter(({ clients }) => clients.includes(side.name));
  const endpoints = webs.flatMap(({ web }) => {
    if (!web.endpointClients.includes(side.name)) return [];
    const ports = own.filter((service) => service.web === web.name).flatMap((one) => listenerPortsFor(config, one));
    return [{ web: web.name, subnets, ports: [...new Set(ports)].sort((a, b) => a - b) }];
  });
  return { ...common, way: "endpoint", endpoints };
}

/** Works out every subnet, route and target of a hub. Pure; whether AWS would accept it is for the rules to say. */
export function planHub({ name, config }: HubFile, elsewhere: readonly Cidr[] = []): HubPlan {
  const accounts = accountsOf(config);
  const services = planHubServices(config);
  const webs = planHubWebs(config, accounts, services);
  const parts: Parts = { config, accounts, services, webs };
  const clients = clientsOf(config).map((side): HubClient =>
    side.config.way === "nat" ? planNatClient(side, parts) : planEndpointClient(side, parts),
  );
  const hasTransitGateway =
    clients.some(({ way }) => way === "nat") || websOf(config).some((web) => web.config.way === "transit_gateway");
  const { cidr, zones } = config.bridge;
  const attachment = carveAttachment(cidr, zones.length);
  return {
    place: "hub",
    name,
    config,
    accounts: accounts.accounts,
    gatewayAccount: accounts.keyOf(config.transit_gateway.account),
    hubCidr: cidr,
    elsewhere,
    attachmentSubnets: zones.flatMap((zone, i) => {
      const own = hasTransitGateway ? attachment[i] : undefined;
      return own ? [carvedSubnet("attachment", zone, own, ["bridge", "cidr"])] : [];
    }),
    clients,
    webs: webs.map(({ web }) => web),
    services,
    hasTransitGateway,
  };
}
