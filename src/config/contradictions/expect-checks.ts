import { type Cidr, containsAddress, formatCidr, type Ipv4, parseIpv4, PRIVATE } from "../../ipv4";
import { setHas, setOfCidrs } from "../../ip";
import { isExisting } from "../bridge-facts";
import { ON_PREMISES, readEnd, splitPlace } from "../../naming/end-text";
import { type Finding } from "../fault";
import { nearest } from "../../naming/nearest";
import { type BridgeConfig } from "../schema";
import { type Check, finding } from "./finding";

type Side = "client" | "web";
type Broken = readonly [message: string, fix: string];

const SIDES = ["client", "web"] as const;
/** A word of the file rather than a Terraform address (which has a dot) or the id that AWS gives (vpc-0a1b...). */
const WORD = /^(?![a-z]+-[0-9a-f]{8,}$)[A-Za-z][\w-]*$/;
const EXAMPLES = "client, web, 10.64.0.20@client, aws_lb.front or internet";

/** Addresses that every VPC may have. */
const PRIVATE_ADDRESSES = setOfCidrs(PRIVATE);

const isSide = (word: string): word is Side => word === "client" || word === "web";

function rangesOf({ client, web, bridge }: BridgeConfig, side: Side): readonly Cidr[] {
  const { vpc } = side === "client" ? client : web;
  return [vpc.cidr, ...vpc.secondary_cidrs, ...(side === "client" ? [bridge.cidr] : [])];
}

/** The subnets that a side has, where all of them are in the file: not those of a VPC that exists, nor carved ones. */
function knownSubnets(config: BridgeConfig, side: Side, address: Ipv4): readonly Cidr[] | undefined {
  const { client, web, bridge } = config;
  if (isExisting(config[side])) return undefined;
  if (side === "web") return Object.values(web.subnets).map((subnet) => subnet.cidr);
  if (containsAddress(bridge.cidr, address)) return undefined;
  return [...Object.values(client.subnets), ...Object.values(bridge.shadow_subnets)].map((subnet) => subnet.cidr);
}

function placeFault(config: BridgeConfig, address: Ipv4, place: string): Broken | undefined {
  if (!isSide(place)) {
    if (!WORD.test(place)) return undefined;
    return [`names "${place}", which is no VPC`, "write client, web or a VPC's Terraform address after the @"];
  }
  const ranges = rangesOf(config, place);
  if (!ranges.some((range) => containsAddress(range, address)))
    return [
      `is not an address of the ${place} side`,
      `write one in ${ranges.map(formatCidr).join(", ")}, or the side that has it`,
    ];
  const subnets = knownSubnets(config, place, address);
  if (!subnets || subnets.some((subnet) => containsAddress(subnet, address))) return undefined;
  return [`lies in no subnet of the ${place} side`, `write an address in ${subnets.map(formatCidr).join(", ")}`];
}

function wordFault(config: BridgeConfig, word: string, key: "from" | "to"): Broken | undefined {
  if (isSide(word) || word === "internet" || word === ON_PREMISES) return undefined;
  const services = Object.keys(config.services);
  if (services.includes(word))
    return key === "to" ? undefined : ["is a service, which only receives", "write who sends: client, web, ..."];
  const known = [...SIDES, "internet", ON_PREMISES, ...(key === "to" ? services : [])];
  const guess = nearest(word, known);
  return ["names nothing in this file", guess ? `write ${guess}` : `write one of ${known.join(", ")}`];
}

/** What the file alone tells to be wrong with an end; whether a Terraform address is there, only the JSON tells. */
function endFault(config: BridgeConfig, text: string, key: "from" | "to"): Broken | undefined {
  const { name, badPort } = readEnd(text);
  if (badPort !== undefined) return [`has "${badPort}" as its port`, "write a number from 0 to 65535"];
  const [head, place] = splitPlace(name);
  const address = parseIpv4(head);
  if (address === undefined) {
    if (/^\d/.test(head)) return [`has "${head}", which is no IPv4 address`, `write an end such as ${EXAMPLES}`];
    return WORD.test(name) || name in config.services ? wordFault(config, name, key) : undefined;
  }
  if (place) return placeFault(config, address, place);
  if (key === "to" || !setHas(PRIVATE_ADDRESSES, address)) return undefined;
  const sides = SIDES.filter((side) => !placeFault(config, address, side)).map((side) => `${head}@${side}`);
  const fix =
    sides.length > 0 ? `write ${sides.join(" or ")}` : "write an address of the client or the web side, with @";
  return ["is a private address, which means nothing without its VPC", fix];
}

const endsExist: Check = (config) =>
  config.expect.flatMap((one, i) =>
    (["from", "to"] as const).flatMap((key): Finding[] => {
      const broken = endFault(config, one[key], key);
      return broken ? [finding(["expect", i, key], "expect-end", ...broken)] : [];
    }),
  );

export const EXPECT_CHECKS: readonly Check[] = [endsExist];
