/** The name of the bridge; the file's name too. */
export const HUB = "large-hub";

const CLIENTS = 20;
const WEBS = 10;
const SERVICES_EACH = 10;

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function client(i: number): string {
  return `  c${i}:
    way: nat
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      c${i}-a: { cidr: 10.0.1.0/24, zone: a }
      c${i}-b: { cidr: 10.0.2.0/24, zone: b }
    nat: { cidr: 100.65.${i}.0/26 }
`;
}

function web(i: number): string {
  return `  w${i}:
    way: peering
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      w${i}-a: { cidr: 10.0.1.0/24, zone: a }
      w${i}-b: { cidr: 10.0.2.0/24, zone: b }
`;
}

/** Half of them behind the ALB, half behind the NLB. */
function service(of: number, i: number): string {
  const [name, target] = [`s${of}x${i}`, `10.0.1.${10 + i}`];
  return i < SERVICES_EACH / 2
    ? `  ${name}: { web: w${of}, targets: [${target}], port: 8080, match: { hosts: [${name}.example.com] } }\n`
    : `  ${name}: { web: w${of}, protocol: TCP, port: ${5000 + i}, targets: [${target}] }\n`;
}

/** A bridge file of place hub: 20 client VPCs and 10 web VPCs, all with the same addresses, and 10 services each. */
export function hubFile(): string {
  return `region: us-east-1
backend: { type: local, path: state/${HUB}.tfstate }
clients:
${numbers(CLIENTS).map(client).join("")}webs:
${numbers(WEBS).map(web).join("")}bridge:
  place: hub
  cidr: 100.64.0.0/20
  zones: [a, b]
listeners: { http: {} }
quotas: { rules_per_security_group: 1000, routes_per_route_table: 1000 }
services:
${numbers(WEBS)
  .flatMap((of) => numbers(SERVICES_EACH).map((i) => service(of, i)))
  .join("")}`;
}
