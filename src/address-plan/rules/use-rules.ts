import { type ServiceConfig } from "../../config/schema";
import { cidrOverlaps, containsAddress, formatCidr, formatIpv4 } from "../../ipv4";
import { type AddressPlan } from "../plan";
import { steeringMend } from "../solve-steering";
import { type Break, type Rule } from "./rule";

/** What the demo web server's nginx listens on, out of the package. */
const NGINX_PORT = 80;

function isServed({ port, protocol, health }: ServiceConfig): boolean {
  const isHealthServed = (health.port ?? port) === NGINX_PORT && (health.protocol ?? protocol) === "HTTP";
  return port === NGINX_PORT && protocol === "HTTP" && isHealthServed;
}

function demoWebBreaks({ config, services, appliance }: AddressPlan): Break[] {
  const address = config.demo.web?.address;
  if (address === undefined || services.length === 0) return [];
  // Who asks by the appliance asks no service.
  if (appliance?.web.some(({ real }) => containsAddress(real, address))) return [];
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
];
