import { type Body, type Draft, type DraftHost, type DraftSubnet, type DraftVpc, ref } from "./draft";

const HOSTS = ["shop.example.com", "*.example.org"];
const PATHS = ["/api/*", "/"];

function insideOf(vpc: DraftVpc, ip: string): boolean {
  return vpc.subnets.some((subnet) => ip.startsWith(subnet.cidr.replace(/\.0\/24$/, ".")));
}

/** A target group with one to three targets, of whatever VPC they are. */
export function addGroup(draft: Draft, vpc: DraftVpc, kind: "application" | "network", near = draft.vpcs): string {
  const { dice } = draft;
  const isTls = kind === "application" && dice.chance(0.15);
  // One port speaks one protocol.
  const port = isTls ? 8443 : dice.pick(kind === "network" ? [22, 80, 8080] : [80, 8080]);
  const isOfInstances = kind === "application" && dice.chance(0.2);
  const group = draft.add("aws_lb_target_group", {
    port,
    protocol: kind === "network" ? "TCP" : isTls ? "HTTPS" : "HTTP",
    target_type: isOfInstances ? "instance" : "ip",
    vpc_id: ref("aws_vpc", vpc.name),
    ...(kind === "network" && dice.chance(0.3) && { preserve_client_ip: dice.chance(0.3) }),
    ...(dice.chance(0.2) && { load_balancing_cross_zone_enabled: dice.pick(["true", "false"]) }),
    ...(kind === "network" && port !== 22 && { health_check: [{ protocol: "HTTP", path: "/health" }] }),
    ...(kind === "application" && {
      health_check: [
        { path: "/health", port: "traffic-port", ...(isTls && dice.chance(0.8) && { protocol: "HTTPS" }) },
      ],
    }),
  });
  const attach = (target: Body): string =>
    draft.add("aws_lb_target_group_attachment", {
      target_group_arn: ref("aws_lb_target_group", group, "arn"),
      port,
      ...target,
    });
  const hosts = near.flatMap((one) => one.subnets.flatMap((subnet) => subnet.hosts));
  const own = vpc.subnets.flatMap((subnet) => subnet.hosts).filter(({ type }) => type === "aws_instance");
  const chosen: readonly DraftHost[] = dice.shuffled(isOfInstances ? own : hosts).slice(0, 1 + dice.below(3));
  if (isOfInstances) for (const { name } of chosen) attach({ target_id: ref("aws_instance", name) });
  else
    for (const ip of new Set(chosen.map((host) => host.ip)))
      attach({ target_id: ip, ...(!insideOf(vpc, ip) && { availability_zone: "all" }) });
  return ref("aws_lb_target_group", group, "arn");
}

export const forward = (arn: string): Body => ({ type: "forward", target_group_arn: arn });

/** What a listener of an application load balancer does by default and by its rules. */
function addListener(draft: Draft, vpc: DraftVpc, balancer: string, port: number, group: string): void {
  const { dice } = draft;
  const isTls = port === 443;
  const roll = dice.next();
  const action: Body =
    !isTls && roll < 0.1
      ? { type: "redirect", redirect: [{ protocol: "HTTPS", port: "443", status_code: "HTTP_301" }] }
      : roll < 0.2
        ? { type: "fixed-response", fixed_response: [{ content_type: "text/plain", status_code: "404" }] }
        : forward(group);
  const listener = draft.add("aws_lb_listener", {
    load_balancer_arn: ref("aws_lb", balancer, "arn"),
    port,
    protocol: isTls ? "HTTPS" : "HTTP",
    ...(isTls && { certificate_arn: "arn:aws:acm:us-east-1:123456789012:certificate/1" }),
    default_action: [action],
  });
  const rules = dice.below(3);
  for (let priority = 1; priority <= rules; priority++) {
    const roll = dice.next();
    const conditions: Body[] = [
      ...(roll < 0.6 ? [{ host_header: [{ values: [dice.pick(HOSTS)] }] }] : []),
      ...(roll >= 0.4 ? [{ path_pattern: [{ values: [dice.pick(PATHS)] }] }] : []),
    ];
    draft.add("aws_lb_listener_rule", {
      listener_arn: ref("aws_lb_listener", listener, "arn"),
      priority,
      action: [forward(dice.chance(0.5) ? group : addGroup(draft, vpc, "application"))],
      condition: conditions,
    });
  }
}

/** A load balancer in two zones or more, or (of the network kind) in one. */
export function addBalancer(draft: Draft, vpc: DraftVpc): void {
  const { dice } = draft;
  const zones = new Map(dice.shuffled(vpc.subnets).map((subnet): [string, DraftSubnet] => [subnet.zone, subnet]));
  const kind = dice.chance(0.3) ? "network" : "application";
  if (kind === "application" && zones.size < 2) return;
  const hasGroups = kind === "application" || dice.chance(0.6);
  const balancer = draft.add("aws_lb", {
    name: "front",
    load_balancer_type: kind,
    internal: true,
    subnets: [...zones.values()].map((subnet) => ref("aws_subnet", subnet.name)),
    ...(hasGroups && { security_groups: [ref("aws_security_group", dice.pick(vpc.groups))] }),
    ...(kind === "network" && dice.chance(0.4) && { enable_cross_zone_load_balancing: true }),
  });
  const group = addGroup(draft, vpc, kind);
  if (kind === "network") {
    draft.add("aws_lb_listener", {
      load_balancer_arn: ref("aws_lb", balancer, "arn"),
      port: dice.pick([80, 9000]),
      protocol: "TCP",
      default_action: [forward(group)],
    });
    return;
  }
  vpc.albs.push(balancer);
  addListener(draft, vpc, balancer, 80, group);
  if (dice.chance(0.3)) addListener(draft, vpc, balancer, 443, group);
}
