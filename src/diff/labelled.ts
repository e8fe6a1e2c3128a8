import { type FlowLine } from "../review/flow-lines";
import { type Diff } from "./diff";

/** What of an ARN tells a thing from the others of its account: `loadbalancer/app/front/50dc`. */
function shortId(id: string): string {
  return id.startsWith("arn:") ? id.split(":").slice(5).join(":") : id;
}

/** The lines of a diff with each thing's id after its name, for people. */
export function labelled(diff: Diff): Diff {
  const ids = new Map(diff.matched.map(({ address, id }) => [address, id]));
  const named = (address: string): string => {
    const id = ids.get(address);
    return id === undefined || address.includes(id) ? address : `${address} (${shortId(id)})`;
  };
  const flow = (line: FlowLine): FlowLine => ({
    ...line,
    from: line.from.map(named),
    to: line.to.map(named),
    causes: line.causes.map(({ address, action }) => ({ address: named(address), action })),
    ...(line.leaves && { leaves: line.leaves.map(named) }),
    ...(line.enters && { enters: line.enters.map(named) }),
  });
  const { broken, opened, moved, undecided, begun, ended, ...counted } = diff.flows;
  return {
    ...diff,
    flows: {
      ...counted,
      broken: broken.map(flow),
      opened: opened.map(flow),
      moved: moved.map(flow),
      undecided: undecided.map(flow),
      begun: begun.map(flow),
      ended: ended.map(flow),
    },
    routes: diff.routes.map((line) => ({
      ...line,
      table: named(line.table),
      users: line.users.map(named),
      ...(line.instead !== undefined && { instead: named(line.instead) }),
    })),
    filters: diff.filters.map((line) => ({
      ...line,
      address: named(line.address),
      ...(line.users && { users: line.users.map(named) }),
      ...(line.instead !== undefined && { instead: named(line.instead) }),
    })),
    things: diff.things.map((line) => ({ ...line, address: named(line.address) })),
  };
}
