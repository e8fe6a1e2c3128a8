/** Targets of each service: two, so that a service is what it is in production, a group with several members. */
const TARGETS_PER_SERVICE = 2;

/** The name of the bridge; the file's name too. */
export const BRIDGE = "services";

export function serviceName(i: number): string {
  return `service-${i + 1}`;
}

/** The addresses of a service's targets, all of them different from every other service's. */
export function targetsOf(i: number): string[] {
  return Array.from({ length: TARGETS_PER_SERVICE }, (_, k) => {
    // From .10 on: the first addresses of a subnet are AWS's own.
    const host = 10 + i * TARGETS_PER_SERVICE + k;
    return `10.64.${host >> 8}.${host & 255}`;
  });
}

/** A bridge file with this many services, each found by a host name; quotas are raised to what they need. */
export function bridgeFile(services: number): string {
  const needed = Math.max(1000, services * TARGETS_PER_SERVICE);
  const head = `region: us-east-1
backend: { type: local, path: state/${BRIDGE}.tfstate }
client:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    clients: { cidr: 10.64.0.0/20, zone: a }
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    servers: { cidr: 10.64.0.0/20, zone: a }
bridge:
  cidr: 100.64.0.0/24
  zones: [a, b]
listeners:
  http: { action: forward }
quotas:
  rules_per_alb: ${needed}
  target_groups_per_alb: ${needed}
  targets_per_alb: ${needed}
  rules_per_security_group: ${needed}
services:
`;
  const blocks = Array.from(
    { length: services },
    (_, i) => `  ${serviceName(i)}:
    match: { hosts: [${serviceName(i)}.example.com] }
    targets: [${targetsOf(i).join(", ")}]
    port: 8080
    health: { path: /healthz }
`,
  );
  return head + blocks.join("");
}
