import { type Cidr, cidrEquals, formatCidr, intersect, isEmptySet, setOfCidrs } from "../../ip";
import { type Evaluation, evaluationOf, type Explanation, fault, type Statement } from "../../reachability";
import { type Nic, type RouteTarget, type SecurityGroup, type SecurityGroupRule, type Subnet } from "../../topology";
import { admitsExactly } from "../conformity";
import { subnetOf } from "../planned-in";
import { reachesService } from "../service-access";
import { packagesOf } from "../package-statements";
import { fact, missing } from "../statement-parts";
import { admittedOf } from "./allowed-traffic";
import { type ApplianceFound, type FoundAppliance } from "./appliance-found";
import { goingOn } from "./appliance-resumption";
import { servedTwins } from "./appliance-routes-wanted";

const SIDES = ["inner", "outer"] as const;
const HTTPS = 443;

/** A hash says no more than that they are others. */
const OTHER_SCRIPT =
  "its user data are not what the bridge's stack writes; apply what the bridge file says now, or find out who changed them";

/** One instance has both interfaces, the inner one first, and forwards what comes in by them as its own boot script says. */
function isInPlace({ network }: ApplianceFound, { inner, outer, planned }: FoundAppliance): Evaluation {
  const faults: Explanation[] = [];
  for (const side of SIDES) {
    const nic = { inner, outer }[side];
    const { cidr } = planned[side];
    if (!nic) faults.push(fault(formatCidr(cidr), `no interface there has the address of the ${side} one`));
    else if (nic.sourceDestCheck) faults.push(fault(nic.address, "its source/destination check is on"));
    else if (nic.publicIp !== "none") faults.push(fault(nic.address, "it has a public address, or may have one"));
  }
  if (!inner || !outer) return evaluationOf(faults);
  const holders = network.topology.instances.filter(({ nics }) => nics.includes(inner) || nics.includes(outer));
  const [host] = holders;
  if (!host || holders.length > 1 || !host.nics.includes(inner) || !host.nics.includes(outer))
    return evaluationOf([...faults, fault(inner.address, `it and ${outer.address} are not of one instance`)]);
  for (const nic of host.nics)
    if (nic !== inner && nic !== outer) faults.push(fault(nic.address, "a further interface of the appliance"));
  const { router } = inner;
  const first = router?.interfaces.find(({ device }) => device === 0)?.nic;
  if (first && first !== inner) faults.push(fault(host.address, "its first interface is not the inner one"));
  const reading = router?.reading;
  if (reading?.kind === "read") return evaluationOf(faults);
  if (reading?.unread.why === "not-running") return evaluationOf([...faults, fault(host.address, "it does not run")]);
  const reason = reading?.unread.why === "user-data-other" ? OTHER_SCRIPT : "what it does with packets is not known";
  return evaluationOf(faults, [{ address: host.address, reason }]);
}

/** Each of these destinations leads there. */
function leads(subnet: Subnet, destinations: readonly Cidr[], nic: Nic | undefined): Explanation[] {
  const isTo = (target: RouteTarget): boolean => target.kind === "interface" && target.nic === nic;
  return destinations.flatMap((cidr) => {
    const route = subnet.table.routes.find((one) => cidrEquals(one.cidr, cidr));
    if (route && isTo(route.target)) return [];
    const where = nic?.address ?? "the appliance";
    return [
      fault(route?.address ?? subnet.table.address, `${formatCidr(cidr)} does not lead ${subnet.address} to ${where}`),
    ];
  });
}

/** Clients send what is virtual to the appliance that serves them, and answers come back to the same one. */
function servesItsOwn(found: ApplianceFound, { planned, inner, outer }: FoundAppliance): Evaluation {
  const { plan, client, appliance } = found;
  const subnetsAt = (all: readonly { readonly cidr: Cidr }[]) =>
    all.flatMap(({ cidr }) => subnetOf(client, cidr) ?? []);
  const served = appliance.tables.filter(({ zone }) => zone === planned.zone).flatMap(({ subnets }) => subnets);
  return evaluationOf([
    ...subnetsAt(served).flatMap((subnet) => leads(subnet, appliance.webTwins, inner)),
    ...subnetsAt(plan.attachmentSubnets).flatMap((subnet) => leads(subnet, servedTwins(plan, planned.zone), outer)),
  ]);
}

function groupsOf(zones: readonly FoundAppliance[], side: (typeof SIDES)[number]): SecurityGroup[] {
  return [...new Set(zones.flatMap((one) => one[side]?.groups ?? []))];
}

/** Whether a rule is for the packages of Amazon Linux: a list of addresses by its name, and nobody's of these networks. */
function isOfService({ network: { graph }, client, web, appliance }: ApplianceFound, rule: SecurityGroupRule): boolean {
  const { match, cidrs, address } = rule;
  const named = graph.get(address)?.values;
  const lists = [named?.prefix_list_id, named?.prefix_list_ids].flatMap((one) => one ?? []);
  const virtual = [...appliance.clients, ...appliance.web].map((one) => one.virtual);
  const ours = setOfCidrs([...client.cidrs, ...web.cidrs, ...virtual]);
  const isPort = match.ports?.from === HTTPS && match.ports.to === HTTPS;
  return isPort && lists.some((one) => one !== "") && isEmptySet(intersect(cidrs, ours));
}

/** Groups without the rule that lets their hosts out to an AWS service, of which another statement says what it is for. */
function besideServices(found: ApplianceFound, groups: readonly SecurityGroup[]): SecurityGroup[] {
  return groups.map((group) => ({ ...group, egress: group.egress.filter((rule) => !isOfService(found, rule)) }));
}

/** What the groups of the interfaces admit. */
function admissions(found: ApplianceFound): Statement[] {
  const { appliance, zones, plan } = found;
  const { clientRanges, web, clientToWeb, webToClient } = appliance;
  const webRanges = web.map(({ real }) => real);
  const [inner, outer] = [groupsOf(zones, "inner"), groupsOf(zones, "outer")];
  const hasSession = plan.config.appliance?.session_access === true;
  const out = besideServices(found, hasSession ? withoutGroups(inner) : inner);
  const forth = (ranges: readonly Cidr[]) =>
    admittedOf([...clientToWeb, ...goingOn(found, webToClient, clientToWeb)], ranges);
  const back = (ranges: readonly Cidr[]) =>
    admittedOf([...webToClient, ...goingOn(found, clientToWeb, webToClient)], ranges);
  const all = [
    ["takes from clients what they may open, nothing else", inner, "ingress", forth(clientRanges)],
    ["sends clients what the web side may open, nothing else", out, "egress", back(clientRanges)],
    ["takes from the web side what it may open, nothing else", outer, "ingress", back(webRanges)],
    ["sends the web side what clients may open, nothing else", outer, "egress", forth(webRanges)],
  ] as const;
  return [
    ...all.map(([text, groups, direction, wanted]) => {
      const whole = `the appliance ${text}`;
      return groups.length === 0
        ? missing(whole, "the security group of its interfaces")
        : fact(whole, () => admitsExactly(groups, direction, wanted));
    }),
    ...fromWebServers(found),
  ];
}

/** The group that the bridge makes for web servers has no way out but those that it needs. */
function fromWebServers(found: ApplianceFound): Statement[] {
  const { plan, webGroups, appliance } = found;
  const { webToClient, clientTwins } = appliance;
  if (plan.config.web.security_groups !== undefined || webGroups.length === 0) return [];
  return [
    fact("the web servers may open towards clients what web_to_client lists, nothing else", () =>
      admitsExactly(besideServices(found, webGroups), "egress", admittedOf(webToClient, clientTwins)),
    ),
  ];
}

/** Without the rules that name another group: Session Manager's endpoints. */
function withoutGroups(groups: readonly SecurityGroup[]): SecurityGroup[] {
  return groups.map((group) => ({ ...group, egress: group.egress.filter((rule) => rule.groups.length === 0) }));
}

/** An appliance installs nftables when it starts, from S3 and without a way to the internet. */
function packages({ plan, network }: ApplianceFound, { planned, inner }: FoundAppliance): Statement {
  const text = `the appliance in zone ${planned.zone} -> packages of Amazon Linux in S3, over a gateway endpoint that admits nothing else`;
  if (!inner) return missing(text, `the inner interface in ${planned.inner.name}`);
  const { region } = plan.config;
  const asked = { host: inner, service: `com.amazonaws.${region}.s3`, port: 443, action: "s3:GetObject" };
  return fact(text, () => reachesService(network.graph, { ...asked, resource: packagesOf(plan) }));
}

/** How an appliance is built, and what is open for it. */
export function appliancePlaces(found: ApplianceFound): Statement[] {
  return [
    ...found.zones.flatMap((one) => [
      fact(
        `the appliance in zone ${one.planned.zone} forwards between its two interfaces as its boot script says`,
        () => isInPlace(found, one),
      ),
      fact(`clients of the appliance in zone ${one.planned.zone} are led to it, and answers back to it`, () =>
        servesItsOwn(found, one),
      ),
      packages(found, one),
    ]),
    ...admissions(found),
  ];
}
