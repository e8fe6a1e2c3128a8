import { type BridgePlan } from "../address-plan/bridge-plan";
import { loadBridge } from "../config/load";
import { planOf } from "../address-plan/load-plans";
import { type Fault, type Finding } from "../config/fault";
import { formatCidr } from "../ip";
import { type AccountView, idAt, rangesOf } from "./account-view";
import { type DraftedGateway, draftAttachment, draftGateway } from "./drafted-gateway";
import { draftServices, groupsOf, isHttp, type WantedTarget } from "./drafted-services";
import { type DraftedSide } from "./drafted-side";
import { freeRange, takenRanges } from "./free-ranges";
import { type Reasons, yamlOf } from "./yaml-text";

type Plain = Readonly<Record<string, unknown>>;

/** What a draft is made of. */
export interface Wanted {
  readonly name: string;
  readonly region: string;
  readonly backend: Plain;
  readonly client: DraftedSide;
  readonly web: DraftedSide;
  readonly targets: readonly WantedTarget[];
  /** ARN of a certificate for a listener of HTTPS. */
  readonly certificate?: string;
  /** ARNs of the roles that Terraform assumes, by the account that they are in. */
  readonly roles: ReadonlyMap<string, string>;
  /** Quotas that differ from AWS's defaults, by their names in the file. */
  readonly quotas: Plain;
}

/** One way to write the file. */
interface Way {
  readonly place: "client" | "hub";
  readonly web: "transit_gateway" | "peering";
  readonly why: string;
}

const CLIENT: Way = {
  place: "client",
  web: "transit_gateway",
  why: "HTTP only, and the ranges allow it: the smallest bridge, inside of the client VPC",
};
const HUB_BY_GATEWAY: Way = {
  place: "hub",
  web: "transit_gateway",
  why: "a hub takes any overlap and any TCP service; the transit gateway is there already",
};
const HUB_BY_PEERING: Way = {
  place: "hub",
  web: "peering",
  why: "a hub takes any overlap and any TCP service; a peering has no hourly price",
};

/** A file that was drafted, and what its rules say. */
export interface Draft {
  readonly text: string;
  readonly place: Way["place"];
  readonly plan?: BridgePlan;
  readonly faults: readonly Fault[];
  /** Where findings stand in it. */
  readonly locate: (findings: readonly Finding[]) => Fault[];
}

const HUB_LENGTH = 24;
const NAT_LENGTH = 26;

/** Two zones at least: those of the sides, then others of the Region. */
function zonesFor({ client, web }: Wanted): string[] {
  const used = [...new Set([...client.zones, ...web.zones])].slice(0, 4);
  if (used.length > 1) return used;
  const [only = "a"] = used;
  return [only, only === "a" ? "b" : "a"];
}

function accountOf({ owner }: Pick<DraftedSide, "owner">, roles: Wanted["roles"], isNeeded: boolean): Plain {
  if (owner === undefined || !isNeeded) return {};
  const role = roles.get(owner);
  return { account: { id: owner, ...(role !== undefined && { role }) } };
}

/** The attachment that a side has at the gateway, by the names that the file gives its subnets. */
function attached(view: AccountView, side: DraftedSide, gateway: DraftedGateway | undefined): Plain {
  const found = gateway && draftAttachment(view, gateway, side.vpc);
  if (!found) return {};
  const byId = new Map(
    Object.entries(side.content["subnets"] as Readonly<Record<string, { readonly id: string }>>).map(
      ([name, { id }]) => [id, name],
    ),
  );
  const names = found.subnets.flatMap((address) => byId.get(idAt(view, address) ?? "") ?? []);
  return { attachment: found.attachment, ...(names.length > 0 && { attachment_subnets: names }) };
}

/** The file's content, written in one way; undefined where no range is free. */
function contentOf(view: AccountView, wanted: Wanted, way: Way): Plain | undefined {
  const { client, web, region, backend, targets, certificate, roles, quotas } = wanted;
  const gateway = draftGateway(view, [client.vpc, web.vpc]);
  const taken = [...takenRanges(view)];
  const isHub = way.place === "hub";
  const range = freeRange(taken, HUB_LENGTH, isHub ? [] : rangesOf(client.vpc));
  if (!range) return undefined;
  taken.push(range);
  const nat = isHub ? freeRange(taken, NAT_LENGTH, rangesOf(client.vpc)) : undefined;
  if (isHub && !nat) return undefined;
  const owners = new Set([client.owner, web.owner, gateway?.owner].filter((one) => one !== undefined));
  const several = owners.size > 1;
  const usesGateway = !isHub || way.web === "transit_gateway" || nat !== undefined;
  const groups = groupsOf(view, web.vpc, targets);
  const isWeb = targets.some(isHttp);
  return {
    region,
    backend,
    client: {
      ...(isHub && { way: "nat" }),
      ...accountOf(client, roles, several),
      ...client.content,
      ...attached(view, client, gateway),
      ...(nat && { nat: { cidr: formatCidr(nat) } }),
    },
    web: {
      ...(isHub && { way: way.web }),
      ...accountOf(web, roles, several),
      ...web.content,
      ...(way.web === "transit_gateway" ? attached(view, web, gateway) : {}),
      ...(groups.length > 0 && { security_groups: groups }),
    },
    bridge: {
      ...(isHub && { place: "hub", ...accountOf(client, roles, several) }),
      cidr: formatCidr(range),
      zones: zonesFor(wanted),
    },
    ...(gateway && usesGateway && { transit_gateway: gatewayContent(gateway, client, isHub, roles) }),
    ...(isWeb && {
      listeners:
        certificate === undefined ? { http: { action: "forward" } } : { https: { certificates: [certificate] } },
    }),
    services: draftServices(targets),
    ...(Object.keys(quotas).length > 0 && { quotas }),
  };
}

function gatewayContent(found: DraftedGateway, client: DraftedSide, isHub: boolean, roles: Wanted["roles"]) {
  const { id, owner, encrypts } = found;
  const isForeign = isHub && owner !== undefined && owner !== client.owner;
  const shared = isForeign && { ...accountOf({ owner }, roles, true), share: "exists" };
  return { id, ...shared, ...(encrypts && { encryption_support: true }) };
}

function reasonsOf({ client, web, targets, certificate }: Wanted, way: Way): Reasons {
  return {
    head: [
      `Written by overlap init from what AWS has: ${client.id} reaches servers in ${web.id}.`,
      way.why.charAt(0).toUpperCase() + way.why.slice(1) + ".",
    ],
    keys: {
      bridge: "overlaps with no VPC and no route in the accounts that were read",
      ...(targets.some(isHttp) &&
        certificate === undefined && { listeners: "write https with a certificate for clients that should speak it" }),
      services: "what is spoken is guessed by the port unless it was said; check it",
    },
  };
}

/** The file in one way, and what its rules say. */
function drafted(view: AccountView, wanted: Wanted, way: Way): Draft | undefined {
  const content = contentOf(view, wanted, way);
  if (!content) return undefined;
  const text = yamlOf(content, reasonsOf(wanted, way));
  const loaded = loadBridge(`${wanted.name}.yaml`, `bridges/${wanted.name}.yaml`, () => ({ text }));
  const planned = planOf(loaded);
  const locate = (findings: readonly Finding[]): Fault[] => ("bridge" in loaded ? loaded.bridge.locate(findings) : []);
  const draft = { text, place: way.place, locate };
  return "plan" in planned ? { ...draft, plan: planned.plan, faults: [] } : { ...draft, faults: planned.faults };
}

/**
 * Bridge files that do the job, in the order in which they are to be taken: those that break no rule, the smallest first.
 */
export function draftBridge(view: AccountView, wanted: Wanted): Draft[] {
  const isAttached = draftGateway(view, [wanted.client.vpc, wanted.web.vpc]) !== undefined;
  const hubs = isAttached ? [HUB_BY_GATEWAY, HUB_BY_PEERING] : [HUB_BY_PEERING, HUB_BY_GATEWAY];
  const ways = wanted.targets.every(isHttp) ? [CLIENT, ...hubs] : hubs;
  const drafts = ways.flatMap((way) => drafted(view, wanted, way) ?? []);
  return [...drafts.filter(({ plan }) => plan), ...drafts.filter(({ plan }) => !plan)];
}
