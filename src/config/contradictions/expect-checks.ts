import { type Cidr, containsAddress, formatCidr, type Ipv4, parseIpv4, PRIVATE } from "../../ipv4";
import { setHas, setOfCidrs } from "../../ip";
import { isExisting } from "../bridge-facts";
import { ON_PREMISES, readEnd, splitPlace } from "../../naming/end-text";
import { type Finding } from "../fault";
import { nearest } from "../../naming/nearest";
import { type FileConfig, isHub } from "../file-config";
import { type HubConfig } from "../hub-schema";
import { clientsOf, websOf } from "../hub-sides";
import { type BridgeConfig } from "../schema";
import { finding } from "./finding";

type Broken = readonly [message: string, fix: string];

/** A VPC that an end may be in, by the name that the file gives it. */
interface Place {
  readonly name: string;
  readonly ranges: readonly Cidr[];
  /** The ranges of its subnets, where all of them are in the file; not of a VPC that exists, nor for addresses where subnets are carved. */
  subnetsAround(address: Ipv4): readonly Cidr[] | undefined;
}

/** What words mean in one file. */
interface Words {
  readonly places: readonly Place[];
  readonly services: readonly string[];
}

/** A word of the file rather than a Terraform address (which has a dot) or the id that AWS gives (vpc-0a1b...). */
const WORD = /^(?![a-z]+-[0-9a-f]{8,}$)[A-Za-z][\w-]*$/;
/** Addresses that every VPC may have. */
const PRIVATE_ADDRESSES = setOfCidrs(PRIVATE);

function clientPlaces({ client, web, bridge }: BridgeConfig): Place[] {
  const rangesOf = (vpc: BridgeConfig["web"]["vpc"]) => [vpc.cidr, ...vpc.secondary_cidrs];
  const shown = (subnets: BridgeConfig["web"]["subnets"]) => Object.values(subnets).map((subnet) => subnet.cidr);
  return [
    {
      name: "client",
      ranges: [...rangesOf(client.vpc), bridge.cidr],
      subnetsAround: (address) =>
        isExisting(client) || containsAddress(bridge.cidr, address)
          ? undefined
          : [...shown(client.subnets), ...shown(bridge.shadow_subnets)],
    },
    {
      name: "web",
      ranges: rangesOf(web.vpc),
      subnetsAround: () => (isExisting(web) ? undefined : shown(web.subnets)),
    },
  ];
}

function hubPlaces(config: HubConfig): Place[] {
  const sides = [...clientsOf(config), ...websOf(config)].map(({ name, config: side }): Place => {
    const { vpc, subnets } = side;
    const own = "nat" in side && side.nat ? [side.nat.cidr] : [];
    return {
      name,
      ranges: [vpc.cidr, ...vpc.secondary_cidrs, ...own],
      subnetsAround: (address) =>
        isExisting(side) || own.some((range) => containsAddress(range, address))
          ? undefined
          : Object.values(subnets).map((subnet) => subnet.cidr),
    };
  });
  return [...sides, { name: "hub", ranges: [config.bridge.cidr], subnetsAround: () => undefined }];
}

function wordsOf(config: FileConfig): Words {
  const places = isHub(config) ? hubPlaces(config) : clientPlaces(config);
  return { places, services: Object.keys(config.services) };
}

const namesIn = (places: readonly Place[]) => [...new Set(places.map(({ name }) => name))];

function placeFault({ places }: Words, address: Ipv4, name: string): Broken | undefined {
  // A client and a web side of a hub may have one name.
  const called = places.filter((place) => place.name === name);
  if (called.length === 0) {
    if (!WORD.test(name)) return undefined;
    const known = namesIn(places).join(", ");
    return [`names "${name}", which is no VPC`, `write ${known} or a VPC's Terraform address after the @`];
  }
  const within = called.filter(({ ranges }) => ranges.some((range) => containsAddress(range, address)));
  if (within.length === 0) {
    const ranges = called.flatMap((place) => place.ranges.map(formatCidr)).join(", ");
    return [`is not an address of the ${name} side`, `write one in ${ranges}, or the side that has it`];
  }
  const subnets = within.map((place) => place.subnetsAround(address));
  const isIn = (list: readonly Cidr[] | undefined) => !list || list.some((subnet) => containsAddress(subnet, address));
  if (subnets.some(isIn)) return undefined;
  const all = subnets.flatMap((list) => list ?? []).map(formatCidr);
  return [`lies in no subnet of the ${name} side`, `write an address in ${all.join(", ")}`];
}

function wordFault({ places, services }: Words, word: string, key: "from" | "to"): Broken | undefined {
  const sides = namesIn(places);
  if (sides.includes(word) || word === "internet" || word === ON_PREMISES) return undefined;
  if (services.includes(word))
    return key === "to"
      ? undefined
      : ["is a service, which only receives", `write who sends: ${sides.join(", ")}, ...`];
  const known = [...sides, "internet", ON_PREMISES, ...(key === "to" ? services : [])];
  const guess = nearest(word, known);
  return ["names nothing in this file", guess ? `write ${guess}` : `write one of ${known.join(", ")}`];
}

/** What the file alone tells to be wrong with an end; whether a Terraform address is there, only the JSON tells. */
function endFault(words: Words, text: string, key: "from" | "to"): Broken | undefined {
  const { name, badPort } = readEnd(text);
  if (badPort !== undefined) return [`has "${badPort}" as its port`, "write a number from 0 to 65535"];
  const [head, place] = splitPlace(name);
  const address = parseIpv4(head);
  if (address === undefined) {
    if (/^\d/.test(head)) return [`has "${head}", which is no IPv4 address`, `write an end such as ${examples(words)}`];
    return WORD.test(name) || words.services.includes(name) ? wordFault(words, name, key) : undefined;
  }
  if (place) return placeFault(words, address, place);
  if (key === "to" || !setHas(PRIVATE_ADDRESSES, address)) return undefined;
  const sides = namesIn(words.places)
    .filter((side) => !placeFault(words, address, side))
    .map((side) => `${head}@${side}`);
  const fix = sides.length > 0 ? `write ${sides.join(" or ")}` : "write an address of one of the VPCs, with @";
  return ["is a private address, which means nothing without its VPC", fix];
}

function examples({ places }: Words): string {
  const [first] = namesIn(places);
  return `${namesIn(places).join(", ")}, 10.64.0.20@${first}, aws_lb.front or internet`;
}

/** Ends of further statements that the file alone tells to name nothing. */
export function endsExist(config: FileConfig): Finding[] {
  if (config.expect.length === 0) return [];
  const words = wordsOf(config);
  return config.expect.flatMap((one, i) =>
    (["from", "to"] as const).flatMap((key): Finding[] => {
      const broken = endFault(words, one[key], key);
      return broken ? [finding(["expect", i, key], "expect-end", ...broken)] : [];
    }),
  );
}
