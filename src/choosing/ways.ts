import { type BridgePlan } from "../address-plan/bridge-plan";
import { mendedContent, type NamedBridge } from "../address-plan/hints";
import { planBridge } from "../address-plan/plan-bridge";
import { readContent } from "../config/content";
import { type Finding } from "../config/fault";
import { isMap, patchBetween } from "../config/patch";
import { AWS_PRICES, type PriceTable, type RegionPrices } from "../prices";
import { asClientPlace } from "./as-client";
import { asHub, LEGS } from "./as-hub";
import { isHubContent, mapAt, mapped, type Plain, without, withoutIdleKeys } from "./content-parts";
import { countClientPlace } from "./count-client";
import { costOf, type Counted } from "./counted";
import { countHub } from "./count-hub";
import { jobOf, otherWaysFor } from "./other-ways-of-aws";
import { type FileWay, type SeenClient, type Way, WAYS } from "./way";

/** What is known of a way before anything is planned. */
const CARRIES: Readonly<Record<"client" | "hub" | "appliance", readonly string[]>> = {
  client: ["HTTP", "HTTPS"],
  appliance: ["TCP", "UDP", "ICMP"],
  hub: ["HTTP", "HTTPS", "TCP", "TLS"],
};

/** A file's content, written for one way, with the mends of the rules followed. */
interface Tried {
  /** What is wrong with it, mended or not. */
  readonly findings: readonly Finding[];
  readonly plan?: BridgePlan;
  /** The content that the plan is of, and what must be so for it to be right. */
  readonly content?: unknown;
  readonly onlyIf?: readonly string[];
}

function tried(bridge: NamedBridge, content: unknown): Tried {
  const { content: mended, left, before, onlyIf } = mendedContent(bridge, content);
  const { config } = readContent(bridge.name, mended);
  if (left.length > 0 || !config) return { findings: left };
  const plan = planBridge({ name: bridge.name, config }, bridge.elsewhere);
  return { findings: before, plan, content: mended, onlyIf };
}

function counted(plan: BridgePlan): Counted {
  return plan.place === "hub" ? countHub(plan) : countClientPlace(plan);
}

/** Who is seen, where the plan can't say it. */
function seenBy(name: FileWay): SeenClient {
  return name.startsWith("hub-endpoint") ? "proxy-protocol" : "nat-gateway";
}

/** A file's content, and what AWS charges in its Region. */
interface PricedFile {
  readonly input: Plain;
  readonly prices: RegionPrices | undefined;
}

function wayFrom(name: FileWay, chosen: boolean, { input, prices }: PricedFile, result: Tried): Way {
  const { findings, plan, content, onlyIf = [] } = result;
  const carries = CARRIES[name === "client" || name === "appliance" ? name : "hub"];
  const found = plan && counted(plan);
  // A mend may lead to another way, as from the client VPC to a hub.
  if (found?.way !== name) return { name, chosen, could: "no", because: findings, carries, sees: seenBy(name) };
  const { asks, zones, sees } = found;
  const patch = patchBetween(input, content);
  const change = Object.keys(patch).length > 0 ? { change: { patch, onlyIf } } : {};
  const known = { ...(zones && { zones }), cost: costOf(found, prices) };
  return { name, chosen, could: "yes", because: [], ...change, carries, asks, sees, ...known };
}

/** Keys that no place knows: whatever is written in their stead, it would be written in another place, too. */
function unknownKeys({ findings }: Tried): Finding[] {
  return findings.filter(({ rule }) => rule === "unknown-key");
}

/** The content as a way would write it, tried. */
function rewritten(bridge: NamedBridge, content: Plain, name: FileWay, own: Tried): Tried {
  const unknown = unknownKeys(own);
  if (unknown.length > 0) return { findings: unknown };
  const legs = LEGS[name];
  if (legs) return tried(bridge, withoutIdleKeys(bridge.name, asHub(content, legs)));
  if (!isHubContent(content)) return tried(bridge, content);
  const client = asClientPlace(content);
  return "because" in client
    ? { findings: client.because }
    : tried(bridge, withoutIdleKeys(bridge.name, client.content));
}

const FILE_WAYS = WAYS.filter((name): name is FileWay => name === "client" || name.startsWith("hub-"));

/** The way that a content says, whatever mends would make of it; undefined for a hub that can't be planned. */
function wayOf({ plan }: Tried, content: Plain): FileWay | undefined {
  if (!isHubContent(content)) return "client";
  return plan && counted(plan).way;
}

/** The Region that a file's content says; "" where it says none. */
export function regionIn(content: unknown): string {
  const region = isMap(content) ? content["region"] : undefined;
  return typeof region === "string" ? region : "";
}

/**
 * The ways that could do a bridge file's job, each tried: the file is written anew for it, with what the rules propose, and every rule is
 * asked. None for what is no map.
 * @param input the file's content as plain values
 * @param table what AWS charges, by Region; of a Region that is not in it no price is known
 */
export function waysFor(bridge: NamedBridge, input: unknown, table: PriceTable = AWS_PRICES): Way[] {
  if (!isMap(input)) return [];
  const prices = table.get(regionIn(input));
  const own = tried(bridge, input);
  if (isApplianceAlone(input)) return waysOfAppliance({ input, prices }, own);
  const chosen = wayOf(own, input);
  const all = FILE_WAYS.flatMap((name): { way: Way; plan?: BridgePlan }[] => {
    if (name === "hub-mixed" && chosen !== name) return [];
    const result = name === chosen ? own : rewritten(bridge, input, name, own);
    return [
      { way: wayFrom(name, name === chosen, { input, prices }, result), ...(result.plan && { plan: result.plan }) },
    ];
  });
  const plan =
    own.plan ?? all.find((one) => one.plan)?.plan ?? planInSpite(bridge, input) ?? planOfOtherProtocols(bridge, input);
  if (!plan) return [];
  const job = jobOf(plan);
  const services = job.services.map(({ name, protocol }) => ({
    name,
    protocol: writtenProtocol(input, name) ?? protocol,
  }));
  return [...all.map(({ way }) => way), ...otherWaysFor({ ...job, services }, prices)];
}

/** Whether a file has an appliance and nothing else that carries. */
function isApplianceAlone(content: Plain): boolean {
  return !isHubContent(content) && isMap(content["appliance"]) && Object.keys(mapAt(content, "services")).length === 0;
}

/** The ways for what an appliance alone does: the file's own, and those that no file says. What it lists is no service of a load balancer. */
function waysOfAppliance(file: PricedFile, own: Tried): Way[] {
  const { plan } = own;
  if (plan?.place !== "client") return [];
  const message = "lists protocols and ports, and a load balancer needs services with targets";
  const because: Finding[] = [{ path: ["appliance"], rule: "way-services", message, fix: "write services" }];
  const others = FILE_WAYS.filter((name) => name !== "hub-mixed").map((name): Way => {
    return {
      name,
      chosen: false,
      could: "no",
      because,
      carries: CARRIES[name === "client" ? name : "hub"],
      sees: seenBy(name),
    };
  });
  const offered = otherWaysFor(jobOf(plan), file.prices).filter(({ name }) => name !== "appliance");
  return [...others, wayFrom("appliance", true, file, own), ...offered];
}

/** The plan of a file in spite of its faults: what it is to do can be told where each value is well-formed. */
function planInSpite({ name, elsewhere }: NamedBridge, content: unknown): BridgePlan | undefined {
  const { config } = readContent(name, content);
  return config && planBridge({ name, config }, elsewhere);
}

/** The protocol of a service as the file has it, which no place may know. */
function writtenProtocol(content: Plain, service: string): string | undefined {
  const { protocol } = mapAt(mapAt(content, "services"), service);
  return typeof protocol === "string" ? protocol : undefined;
}

/** A plan of the same sides and targets where only protocols that nobody carries are in the way, as UDP: for what else could do it. */
function planOfOtherProtocols(bridge: NamedBridge, content: Plain): BridgePlan | undefined {
  const services = mapped(mapAt(content, "services"), (service) =>
    CARRIES.hub.some((protocol) => protocol === service["protocol"])
      ? service
      : { ...without(service, "protocol"), protocol: "TCP", port: service["port"] ?? 1 },
  );
  return rewritten(bridge, { ...content, services }, "hub-nat-peering", { findings: [] }).plan;
}

/** Whether a file could do its job if it said it in another way, and can't as it is. */
export function otherWayCould(ways: readonly Way[]): boolean {
  const could = ways.filter((way) => way.could === "yes" && FILE_WAYS.some((name) => name === way.name));
  return could.length > 0 && !could.some(({ chosen }) => chosen);
}
