import { addedRangesOf } from "../../../address-plan/planned-sides";
import { type Break } from "../../../address-plan/rules/rule";
import { type Cidr, cidrOverlaps, formatAddress, formatCidr, setHas } from "../../../ip";
import { textValue } from "../../../terraform";
import { type Subnet } from "../../../topology";
import { addedRoutes } from "../added-routes";
import { isPlanned } from "../../planned-in";
import { type AccountFacts, type AccountRule, broken, existingSides, type ExistingSide } from "./account-rule";

/** What a subnet is called in AWS. */
function idOf({ graph }: AccountFacts, address: string): string {
  const found = graph.get(address);
  return textValue(found, "id") ?? address;
}

/** Subnets of a side's VPC that the file does not list. */
function unlisted({ side, vpc }: ExistingSide): Subnet[] {
  return vpc.subnets.filter((subnet) => !isPlanned(side.subnets, subnet));
}

/** Ranges that a subnet of a side may not have without being listed: those that its VPC would route elsewhere. */
function steered(facts: AccountFacts, role: "client" | "web"): readonly Cidr[] {
  const { plan } = facts;
  const added = addedRangesOf(plan).map(({ range }) => range);
  if (plan.place === "hub" || role === "web") return added;
  return [...added, ...plan.steers.map(({ destination }) => destination)];
}

function leftOut(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap((one) => {
    const ranges = steered(facts, one.side.role);
    return unlisted(one).flatMap(({ address, cidr }) => {
      const range = cidr && ranges.find((other) => cidrOverlaps(other, cidr));
      if (!cidr || !range) return [];
      const id = idOf(facts, address);
      const message = `leaves out ${id} (${formatCidr(cidr)}), which overlaps with ${formatCidr(range)} of the bridge`;
      return [broken([...one.side.path, "subnets"], message, `list ${id}, or choose another range`)];
    });
  });
}

/** VPCs and destinations that are not the sides' own, by the range that they take. */
function taken(facts: AccountFacts): { readonly cidr: Cidr; readonly by: string }[] {
  const sides = existingSides(facts).map(({ vpc }) => vpc);
  const gatewayId = facts.plan.config.transit_gateway.id;
  const tables = facts.topology.transitTables.filter(
    ({ gateway }) => gateway && gatewayId !== undefined && idOf(facts, gateway.address) === gatewayId,
  );
  const attached = tables.flatMap(({ gateway }) =>
    (gateway?.attachments ?? []).flatMap((one) => (one.kind === "vpc" && one.vpc ? [one.vpc] : [])),
  );
  const others = [...new Set(attached)].filter((vpc) => !sides.includes(vpc));
  return [
    ...others.flatMap((vpc) => vpc.cidrs.map((cidr) => ({ cidr, by: idOf(facts, vpc.address) }))),
    ...tables.flatMap((table) =>
      table.routes
        .filter(({ cidr }) => cidr.length > 0)
        .map(({ cidr }) => ({ cidr, by: `a route of ${idOf(facts, table.address)}` })),
    ),
    ...sides.flatMap((vpc) =>
      [...new Set(vpc.subnets.map(({ table }) => table))].flatMap((table) =>
        table.routes
          .filter(({ cidr }) => cidr.length > 0)
          .map(({ cidr }) => ({ cidr, by: `a route of ${idOf(facts, table.address)}` })),
      ),
    ),
  ];
}

function free(facts: AccountFacts): Break[] {
  const all = taken(facts);
  return addedRangesOf(facts.plan).flatMap(({ range, path }) => {
    const other = all.find(({ cidr }) => cidrOverlaps(cidr, range));
    if (!other) return [];
    const message = `overlaps with ${formatCidr(other.cidr)}, which ${other.by} has`;
    return [broken(path, message, "write a range that nobody in the accounts uses")];
  });
}

/** Destinations that existing tables have, beside those that the file says. */
function routes(facts: AccountFacts): Break[] {
  return existingSides(facts).flatMap(({ side, vpc }) => {
    const listed = new Set(side.vpc.routes.map(formatCidr));
    const ours = new Set(addedRoutes(facts.plan).map(formatCidr));
    const tables = new Set(vpc.subnets.filter((subnet) => isPlanned(side.subnets, subnet)).map(({ table }) => table));
    const path = [...side.path, "vpc", "routes"];
    return [...tables].flatMap((table) =>
      table.routes.flatMap(({ cidr }) => {
        const key = formatCidr(cidr);
        const id = idOf(facts, table.address);
        if (ours.has(key))
          return [
            broken(
              path,
              `does not help: ${id} has a route to ${key} already, which the bridge needs`,
              "remove that route, or choose another range",
            ),
          ];
        return listed.has(key) ? [] : [broken(path, `leaves out ${key}, a destination of ${id}`, `add ${key}`)];
      }),
    );
  });
}

/** Targets that no interface has: they may come later, so it is told and no more. */
function targets(facts: AccountFacts): Break[] {
  const { plan, topology } = facts;
  const sides = existingSides(facts);
  const services = plan.place === "hub" ? plan.services : plan.services.map((one) => ({ ...one, web: "web" }));
  return services.flatMap(({ name, web, targets: all }) =>
    all.flatMap(({ address }) => {
      const side = sides.find(({ side: { role, name: own } }) => role === "web" && own === web);
      if (!side) return [];
      const isHeld = topology.nics.some(
        (nic) => nic.subnet.vpc === side.vpc && nic.privateIps && setHas(nic.privateIps, address),
      );
      if (isHeld) return [];
      return [
        broken(
          ["services", name, "targets"],
          `names ${formatAddress(address)}, which no interface in ${side.id} has`,
          "start the server, or write its address",
        ),
      ];
    }),
  );
}

/** Whether there is room for what the bridge adds. */
export const ROOM_RULES: readonly AccountRule[] = [
  {
    name: "account-subnets-left-out",
    fact: "no subnet that the file leaves out overlaps with what the bridge routes",
    source: "VPC user guide, route priority: the longest prefix counts",
    check: leftOut,
  },
  {
    name: "account-free-ranges",
    fact: "the bridge's ranges overlap with no VPC and no route that they meet",
    source: "VPC user guide, secondary CIDR blocks; transit gateway guide, routing",
    check: free,
  },
  {
    name: "account-routes",
    fact: "the route tables of existing subnets have the destinations that the file says, and none that the bridge needs",
    source: "EC2 API, DescribeRouteTables",
    check: routes,
  },
  {
    name: "account-targets",
    fact: "an interface has each target's address",
    source: "EC2 API, DescribeNetworkInterfaces",
    warns: true,
    check: targets,
  },
];
