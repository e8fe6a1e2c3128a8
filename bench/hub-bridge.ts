/** The name of the bridge; the file's name too. */
export const BIG_HUB = "big-hub";

interface Size {
  readonly clients: number;
  readonly webs: number;
  readonly services: number;
}

const VPC = "    vpc: { cidr: 10.0.0.0/16 }";

function subnetsOf(side: string): string[] {
  return [
    "    subnets:",
    ...["a", "b"].map((zone, i) => `      ${side}-${zone}: { cidr: 10.0.${i + 1}.0/24, zone: ${zone} }`),
  ];
}

/** Half of the services speak HTTP and are found by a host name, the others have a port of their own. */
function serviceLine(web: number, service: number, isHttp: boolean): string {
  const how = isHttp
    ? `port: 8080, match: { hosts: [s${web}x${service}.example.com] }`
    : `protocol: TCP, port: ${5000 + service}`;
  return `  s${web}x${service}: { web: w${web}, targets: [10.0.1.${10 + service}], ${how} }`;
}

/** A bridge file of a hub: clients by NAT gateways, web VPCs by peering, all of one and the same range. */
export function hubBridge({ clients, webs, services }: Size): string {
  const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  return [
    "region: us-east-1",
    `backend: { type: local, path: state/${BIG_HUB}.tfstate }`,
    "clients:",
    ...all(clients).flatMap((i) => [
      ...[`  c${i}:`, "    way: nat", VPC, ...subnetsOf(`c${i}`)],
      `    nat: { cidr: 100.65.${i}.0/26 }`,
    ]),
    "webs:",
    ...all(webs).flatMap((i) => [`  w${i}:`, "    way: peering", VPC, ...subnetsOf(`w${i}`)]),
    "bridge: { place: hub, cidr: 100.64.0.0/20, zones: [a, b] }",
    "listeners: { http: {} }",
    "quotas: { rules_per_security_group: 1000, routes_per_route_table: 1000 }",
    "services:",
    ...all(webs).flatMap((web) => all(services).map((one) => serviceLine(web, one, one < services / 2))),
    "",
  ].join("\n");
}
