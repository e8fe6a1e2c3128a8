import { ON_PREMISES, readEnd } from "../../naming/end-text";
import { type BridgePlan } from "../bridge-plan";
import { sidesOf } from "../planned-sides";
import { type Break, type RuleOf } from "./rule";

type Expectation = BridgePlan["config"]["expect"][number];

/** What is wrong with the port of a further statement; the key at fault, the message and the fix. */
function portFault({ from, to, protocol, port }: Expectation): readonly [string, string, string] | undefined {
  const sender = readEnd(from);
  const receiver = readEnd(to);
  if (sender.port !== undefined)
    return ["from", "has a port, which a sender chooses anew for each connection", "write the port of the receiver"];
  const isUrl = /^https?:\/\//.test(to);
  if (protocol === "icmp" && port !== undefined)
    return ["port", "is a port, which ICMP has not", "leave it out, or write protocol: tcp"];
  if (protocol === "icmp" && (receiver.port !== undefined || isUrl))
    return ["to", "has a port, which ICMP has not", "write the name alone, or protocol: tcp"];
  if (protocol === "udp" && isUrl) return ["to", "is a URL, which is asked for by TCP", "write protocol: tcp"];
  if (port !== undefined && receiver.port !== undefined && port !== receiver.port)
    return ["port", `is not the port ${receiver.port} that ${to} has`, "write one of the two"];
  return undefined;
}

/** The same traffic: everything of a statement but its verdict. */
const askedOf = ({ from, to, protocol, port }: Expectation) => JSON.stringify([from, to, protocol, port]);

function saidTwice({ config }: BridgePlan): Break[] {
  const first = new Map<string, number>();
  return config.expect.flatMap((one, i): Break[] => {
    const asked = askedOf(one);
    const earlier = first.get(asked);
    if (earlier === undefined) {
      first.set(asked, i);
      return [];
    }
    const known = config.expect[earlier]!.is;
    const message = known === one.is ? `says what expect[${earlier}] says` : `is ${known} in expect[${earlier}]`;
    return [{ path: ["expect", i, "is"], message, fix: "write each statement once" }];
  });
}

/** Words that stand for a place outside, and what it is. */
const PLACES: Readonly<Record<string, string>> = {
  internet: "the internet",
  [ON_PREMISES]: "a network outside of AWS",
};

/** What holds for the names of ends, and for the statements that a file adds. */
export const END_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "expect-once",
    fact: "traffic is allowed or denied, so one statement says which",
    source: "this project",
    check: saidTwice,
  },
  {
    name: "service-is-no-place",
    fact: "internet and on-premises stand for these wherever an end is named, so no service is called so, nor a side of a hub",
    source: "this project",
    check: (plan) => {
      const services = Object.keys(plan.config.services).map((word) => ({ word, path: ["services", word] }));
      const sides = sidesOf(plan).map(({ name, path }) => ({ word: name, path }));
      return [...services, ...sides].flatMap(({ word, path }) => {
        const place = Object.hasOwn(PLACES, word) ? PLACES[word] : undefined;
        const message = `has the name that stands for ${place}, so nothing could ask for it by that name`;
        return place === undefined ? [] : [{ path, message, fix: "give it another name" }];
      });
    },
  },
  {
    name: "expect-port",
    fact: "a port is the receiver's and of TCP or UDP; ICMP has types and codes instead",
    source: "RFC 9293, RFC 768, RFC 792",
    check: ({ config }) =>
      config.expect.flatMap((one, i): Break[] => {
        const found = portFault(one);
        return found ? [{ path: ["expect", i, found[0]], message: found[1], fix: found[2] }] : [];
      }),
  },
];
