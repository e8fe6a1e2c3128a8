import { ON_PREMISES, readEnd } from "../../naming/end-text";
import { type ServiceConfig } from "../../config/schema";
import { cidrOverlaps, formatCidr, formatIpv4 } from "../../ipv4";
import { type AddressPlan } from "../plan";
import { steeringMend } from "../solve-steering";
import { type Break, type Rule } from "./rule";

/** What the demo web server's nginx listens on, out of the package. */
const NGINX_PORT = 80;

function isServed({ port, protocol, health }: ServiceConfig): boolean {
  const isHealthServed = (health.port ?? port) === NGINX_PORT && (health.protocol ?? protocol) === "HTTP";
  return port === NGINX_PORT && protocol === "HTTP" && isHealthServed;
}

function demoWebBreaks({ config, services }: AddressPlan): Break[] {
  const address = config.demo.web?.address;
  if (address === undefined || services.length === 0) return [];
  const asking = services.filter(({ targets }) => targets.some((target) => target.address === address));
  if (asking.length === 0) {
    const message = "is no target of a service, so nobody would ask the demo web server";
    const fix = `write a target's address, or add ${formatIpv4(address)} to services.${services[0]?.name}.targets`;
    return [{ path: ["demo", "web", "address"], message, fix }];
  }
  return [];
}

function unservedByDemo({ config, services }: AddressPlan): Break[] {
  const address = config.demo.web?.address;
  return services
    .filter(({ targets }) => targets.some((target) => target.address === address))
    .filter((service) => !isServed(service.config))
    .map(({ name }) => ({
      path: ["demo", "web", "address"],
      message: `is a target of services.${name}, which asks or checks it otherwise than by HTTP on port ${NGINX_PORT}, all that its nginx serves`,
      fix: `write port: ${NGINX_PORT} there, or set nginx up by hand`,
    }));
}

type Expectation = AddressPlan["config"]["expect"][number];

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

function saidTwice({ config }: AddressPlan): Break[] {
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

export const USE_RULES: readonly Rule[] = [
  {
    name: "demo-web-is-target",
    fact: "the demo web server is there to be asked by a service, so it is one of its targets",
    source: "this project",
    check: demoWebBreaks,
  },
  {
    name: "demo-web-serves",
    warns: true,
    fact: "the demo web server's nginx serves HTTP on port 80",
    source: "nginx's own configuration in Amazon Linux 2023",
    check: unservedByDemo,
  },
  {
    name: "steer-in-web",
    fact: "what is steered goes to the web VPC's attachment, and on from there only to the web VPC's own ranges",
    source: "VPC user guide, transit gateway routing",
    check: (plan) => {
      const mend = steeringMend(plan);
      return (plan.config.bridge.steer ?? []).flatMap((destination, i): Break[] => {
        // What is in the bridge's own range, steer-legal tells.
        if ([...plan.webCidrs, plan.bridgeCidr].some((range) => cidrOverlaps(range, destination))) return [];
        const ranges = plan.webCidrs.map(formatCidr).join(", ");
        const message = `has no address of the web VPC's ${ranges}, so it would lead nowhere`;
        const fix = "write a range of the web VPC, or leave it out";
        return [{ path: ["bridge", "steer", i], message, fix, ...(mend && { mend }) }];
      });
    },
  },
  {
    name: "expect-once",
    fact: "traffic is allowed or denied, so one statement says which",
    source: "this project",
    check: saidTwice,
  },
  {
    name: "service-is-no-place",
    fact: "internet and on-premises stand for these wherever an end is named, so no service is called so",
    source: "this project",
    check: ({ config: { services } }) =>
      Object.entries(PLACES).flatMap(([word, place]) =>
        Object.hasOwn(services, word)
          ? [
              {
                path: ["services", word],
                message: `has the name that stands for ${place}, so nothing could ask for the service by it`,
                fix: "give it another name",
              },
            ]
          : [],
      ),
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
