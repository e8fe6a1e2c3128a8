import { type Draft, type DraftSubnet, type DraftVpc, ref } from "./draft";
import { addGroup, forward } from "./random-balancers";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1";
/** Ports that listeners of a service take; each at most once. */
const LISTENED = [80, 443, 5432, 9000];

/** One subnet of each zone, as a load balancer and an endpoint take them. */
function oneOfEachZone({ dice }: Draft, { subnets }: DraftVpc): DraftSubnet[] {
  return [...new Map(dice.shuffled(subnets).map((subnet): [string, DraftSubnet] => [subnet.zone, subnet])).values()];
}

/** One of the VPC's groups, or more often than not one that lets everything in and out, so that enough gets through. */
function groupFor(draft: Draft, { name, groups }: DraftVpc): string {
  const { dice } = draft;
  if (dice.chance(0.4)) return dice.pick(groups);
  const open = draft.add("aws_security_group", { vpc_id: ref("aws_vpc", name), name: "open" });
  for (const direction of ["ingress", "egress"])
    draft.add(`aws_vpc_security_group_${direction}_rule`, {
      ...{ security_group_id: ref("aws_security_group", open), ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
    });
  return open;
}

const idsOf = (subnets: readonly DraftSubnet[]): string[] => subnets.map(({ name }) => ref("aws_subnet", name));

/** A target group that leads to an application load balancer of the same VPC (NLB guide, use ALBs as targets). */
function addAlbGroup(draft: Draft, vpc: DraftVpc, alb: string): string {
  const group = draft.add("aws_lb_target_group", {
    ...{ port: 80, protocol: "TCP", target_type: "alb", vpc_id: ref("aws_vpc", vpc.name) },
    health_check: [{ protocol: "HTTP", path: "/health" }],
  });
  const target_group_arn = ref("aws_lb_target_group", group, "arn");
  draft.add("aws_lb_target_group_attachment", { target_group_arn, target_id: ref("aws_lb", alb, "arn"), port: 80 });
  return target_group_arn;
}

function addListeners(draft: Draft, vpc: DraftVpc, balancer: string): void {
  const { dice } = draft;
  for (const port of dice.shuffled(LISTENED).slice(0, 1 + dice.below(2))) {
    const near = dice.chance(0.7) ? [vpc] : draft.vpcs;
    const isTls = dice.chance(0.2);
    const isAlb = !isTls && vpc.albs.length > 0 && dice.chance(0.5);
    draft.add("aws_lb_listener", {
      load_balancer_arn: ref("aws_lb", balancer, "arn"),
      port,
      protocol: isTls ? "TLS" : "TCP",
      ...(isTls && { certificate_arn: CERTIFICATE }),
      default_action: [
        forward(isAlb ? addAlbGroup(draft, vpc, dice.pick(vpc.albs)) : addGroup(draft, vpc, "network", near)),
      ],
    });
  }
}

/** A network load balancer for an endpoint service, with and without groups that are asked about what comes by endpoint. */
function addServiceBalancer(draft: Draft, vpc: DraftVpc, subnets: readonly DraftSubnet[]): string {
  const { dice } = draft;
  const balancer = draft.add("aws_lb", {
    ...{ load_balancer_type: "network", internal: true, subnets: idsOf(subnets) },
    ...(dice.chance(0.7) && {
      security_groups: [ref("aws_security_group", groupFor(draft, vpc))],
      ...(dice.chance(0.6) && {
        enforce_security_group_inbound_rules_on_private_link_traffic: dice.pick(["on", "off", "off"]),
      }),
    }),
    ...(dice.chance(0.5) && { enable_cross_zone_load_balancing: true }),
  });
  addListeners(draft, vpc, balancer);
  return balancer;
}

/** An endpoint of a service: accepted by one of the ways that there are, or not at all. */
function addEndpoint(
  draft: Draft,
  vpc: DraftVpc,
  service: string,
  asks: boolean,
  subnets: readonly DraftSubnet[],
): void {
  const { dice } = draft;
  const roll = asks ? dice.next() : 1;
  const groups = dice.chance(0.85) ? [groupFor(draft, vpc), ...dice.some(vpc.groups, 0.2)] : [];
  const ids = idsOf(subnets);
  const isApart = ids.length > 1 && dice.chance(0.2);
  const endpoint = draft.add("aws_vpc_endpoint", {
    ...{ vpc_id: ref("aws_vpc", vpc.name), vpc_endpoint_type: "Interface" },
    service_name: ref("aws_vpc_endpoint_service", service, "service_name"),
    subnet_ids: isApart ? ids.slice(1) : ids,
    ...(groups.length > 0 && {
      security_group_ids: [...new Set(groups)].map((group) => ref("aws_security_group", group)),
    }),
    ...(roll < 0.4 && { auto_accept: true }),
    ...(roll >= 0.8 && roll < 1 && { state: "pendingAcceptance" }),
  });
  const vpc_endpoint_id = ref("aws_vpc_endpoint", endpoint);
  if (isApart) draft.add("aws_vpc_endpoint_subnet_association", { vpc_endpoint_id, subnet_id: ids[0] });
  if (dice.chance(0.15))
    draft.add("aws_vpc_endpoint_security_group_association", {
      ...{ vpc_endpoint_id, security_group_id: ref("aws_security_group", dice.pick(vpc.groups)) },
      ...(groups.length === 0 && dice.chance(0.5) && { replace_default_association: true }),
    });
  if (roll >= 0.4 && roll < 0.8)
    draft.add("aws_vpc_endpoint_connection_accepter", {
      ...{ vpc_endpoint_id, vpc_endpoint_service_id: ref("aws_vpc_endpoint_service", service) },
    });
}

/**
 * An endpoint service of a VPC, with endpoints in other VPCs, and in its own. Each has the zones that the service has, as
 * AWS asks for; where the two have none in common there is none.
 */
export function addEndpointService(draft: Draft): void {
  const { dice } = draft;
  const provider = dice.pick(draft.vpcs);
  const subnets = oneOfEachZone(draft, provider);
  const balancers = Array.from({ length: dice.chance(0.2) ? 2 : 1 }, () =>
    addServiceBalancer(draft, provider, subnets),
  );
  const asks = dice.chance(0.4);
  const service = draft.add("aws_vpc_endpoint_service", {
    acceptance_required: asks,
    network_load_balancer_arns: balancers.map((balancer) => ref("aws_lb", balancer, "arn")),
  });
  for (const vpc of draft.vpcs) {
    if (!dice.chance(vpc === provider ? 0.2 : 0.9)) continue;
    const common = oneOfEachZone(draft, vpc).filter(({ zone }) => subnets.some((one) => one.zone === zone));
    if (common.length > 0) addEndpoint(draft, vpc, service, asks, common);
  }
}
