import { type JsonObject } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";
import { type Change, isEffective } from "./changes";
import { type ComparedFlows } from "./compared-flows";
import { type Networks } from "./networks";

/** Something that the review says nothing about, so that the traffic can't be told to be safe. */
export interface NotJudged {
  readonly addresses: readonly string[];
  /** Why, as a clause; own words only. */
  readonly reason: string;
}

/** AWS resources that route or filter packets and that the model doesn't read. */
const UNREAD_AWS =
  /^aws_(networkfirewall|vpn|customer_gateway|dx|vpclattice|networkmanager|ec2_transit_gateway_(policy|connect|multicast|vpn|dx|peering)|vpc_endpoint_service|egress_only|vpc_ipv6|vpc_block_public_access|ec2_client_vpn|wafv2|waf|shield)/;
/** Words in the types of other providers whose resources route or filter packets. */
const UNREAD_OTHER =
  /(^|_)(network|subnetwork|subnet|firewall|route|router|routing|security_group|nsg|vpc|vnet|peering|nat|gateway|vpn|lb|load_?balancer|forwarding_rule|ingress)(_|s?$)/;
const IPV6 = ["ipv6_cidr_blocks", "cidr_ipv6", "ipv6_cidr_block", "destination_ipv6_cidr_block"];
/** Arguments that hold ranges of both families, and the switch by which an attachment carries IPv6. */
const EITHER = ["destination_cidr_block", "cidr", "ipv6_support"];

const isOfIpv6 = (key: string, text: string): boolean =>
  IPV6.includes(key) ? text !== "" : EITHER.includes(key) && (text.includes(":") || text === "enable");

function hasIpv6Change(before: unknown, after: unknown): boolean {
  const found = (value: unknown): string => {
    const texts: string[] = [];
    const visit = (at: unknown): void => {
      if (Array.isArray(at)) at.forEach(visit);
      else if (typeof at === "object" && at !== null)
        for (const [key, item] of Object.entries(at))
          if (IPV6.includes(key) || EITHER.includes(key))
            texts.push(
              ...[item ?? []]
                .flat()
                .map(String)
                .filter((text) => isOfIpv6(key, text)),
            );
          else visit(item);
    };
    visit(value);
    return texts.sort().join();
  };
  return found(before) !== found(after);
}

const FILTERS_AND_ROUTES =
  /^aws_(default_)?(security_group|vpc_security_group|network_acl|route|ec2_managed_prefix_list|ec2_transit_gateway_(route|vpc_attachment))/;

type Addressed = readonly { readonly address: string }[];

function reasoned(some: Addressed, reason: string): NotJudged[] {
  return some.length > 0 ? [{ addresses: [...new Set(some.map(({ address }) => address))], reason }] : [];
}

/** What the plan itself leaves open. */
function untold(plan: JsonObject, { after: { graph } }: Networks): NotJudged[] {
  const deferred = listOf(plan.deferred_changes).map((one) => ({
    address: stringOf(objectOf(objectOf(one).resource_change).address) ?? "a deferred change",
  }));
  return [
    ...reasoned(deferred, "deferred to a later plan"),
    ...reasoned(
      graph.unreadable.filter(({ isAction }) => isAction),
      "invoked by the apply, and what they do is not told in the plan",
    ),
    ...reasoned(
      plan.resource_changes === undefined ? [{ address: "resource_changes" }] : [],
      "missing in the plan, so what it changes is not told; write it with `terraform show -json plan.out`",
    ),
  ];
}

export function notJudged(
  plan: JsonObject,
  changes: readonly Change[],
  networks: Networks,
  flows: ComparedFlows,
): NotJudged[] {
  // What is only forgotten goes on as it is.
  const effective = changes.filter((one) => isEffective(one) && one.action !== "forget");
  const isCoveredBy = new Set(networks.after.topology.unreadable.map(({ address }) => address));
  return [
    ...reasoned(
      effective.filter(
        ({ type, address }) => UNREAD_AWS.test(type) || (type.startsWith("aws_") && isCoveredBy.has(address)),
      ),
      "of a kind, or with arguments, that the model can't read",
    ),
    ...reasoned(
      effective.filter(({ type }) => !type.startsWith("aws_") && UNREAD_OTHER.test(type)),
      "another provider's network, which is not modelled",
    ),
    ...reasoned(
      effective.filter(({ type, before, after }) => FILTERS_AND_ROUTES.test(type) && hasIpv6Change(before, after)),
      "IPv6 ranges change, and only IPv4 is judged",
    ),
    ...reasoned(
      changes.filter(({ action }) => action === "unreadable"),
      "listed in the plan without what happens to it",
    ),
    ...untold(plan, networks),
    ...reasoned(
      flows.skipped > 0 ? [{ address: `${flows.skipped} pairs of ends` }] : [],
      "not asked, since there are too many; those with a changed end were asked first",
    ),
  ];
}
