import { type FilterLine, type RouteLine } from "../review/network-lines";
import { type NotJudged } from "../review/not-judged";
import { type Topology } from "../topology";
import { type Aligned } from "./aligned";

/** Tables and filters of which a source leaves something open. */
function openIn({ tables, transitTables, securityGroups, networkAcls, vpcs }: Topology): ReadonlySet<string> {
  const filters = [...securityGroups, ...networkAcls, ...vpcs.flatMap((vpc) => [vpc.defaultGroup, vpc.defaultAcl])];
  const open = [
    ...filters.filter(
      ({ doubts, ingress, egress }) =>
        doubts.rules.length > 0 || [...ingress, ...egress].some(({ note }) => note !== undefined),
    ),
    ...[...tables, ...transitTables].filter(({ doubts }) => doubts.routes.length > 0),
  ];
  return new Set(open.map(({ address }) => address));
}

interface Lines {
  readonly routes: readonly RouteLine[];
  readonly filters: readonly FilterLine[];
}

/**
 * Routes and filters without those that one of the two knows and the other one does not: what it lacks there may be there all
 * the same. They are told as not judged.
 */
export function wellKnown({ before, after }: Aligned, { routes, filters }: Lines): Lines & { notJudged: NotJudged[] } {
  const [old, next] = [openIn(before.topology), openIn(after.topology)];
  const isHalf = (address: string, instead: string | undefined): boolean =>
    old.has(instead ?? address) !== next.has(address);
  const [known, half] = [routes.filter((one) => !isHalf(one.table, one.instead)), new Set<string>()];
  const admitting = filters.filter((one) => !isHalf(one.address, one.instead));
  for (const one of routes) if (!known.includes(one)) half.add(one.table);
  for (const one of filters) if (!admitting.includes(one)) half.add(one.address);
  const reason = "not wholly known to one of the two, so what they hold can't be compared";
  return {
    routes: known,
    filters: admitting,
    notJudged: half.size > 0 ? [{ addresses: [...half].sort(), reason }] : [],
  };
}
