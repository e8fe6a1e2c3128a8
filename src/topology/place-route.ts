import { cidrEquals } from "../ip";
import { describeCidr, describeTarget } from "./describe-route";
import { type Route, type RouteTable } from "./model";

/**
 * Puts a route into a table, which has one to each destination. One that names it itself beats the entry of a prefix list,
 * and of several lists AWS picks any; both beat what is propagated (VPC user guide, route priority for prefix lists).
 */
export function placeRoute(table: RouteTable, route: Route): void {
  const at = table.routes.findIndex(({ cidr }) => cidrEquals(cidr, route.cidr));
  const twin = table.routes[at];
  if (!twin) table.routes.push(route);
  else if (twin.propagated !== route.propagated) table.routes[at] = twin.propagated ? route : twin;
  // A state repeats routes of their own as inline ones of the table that was read after them.
  else if (route.isListed !== true) table.routes[at] = route;
  else if (twin.isListed === true && describeTarget(twin.target) !== describeTarget(route.target)) {
    const { address, cidr } = route;
    const reason = `two prefix lists send ${describeCidr(cidr)} to different targets, of which AWS picks one`;
    table.routes[at] = { ...route, target: { kind: "unreadable", note: { address, reason } } };
  }
}
