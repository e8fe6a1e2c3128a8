import { type ResourceGraph } from "../../terraform";
import { isDestroyed, isMade } from "../changes";
import { type Networks } from "../networks";
import { type IncidentRule } from "./incident";
import { named } from "./named";

const TYPES: ReadonlySet<string> = new Set([
  "aws_ec2_transit_gateway_route_table_propagation",
  "aws_ec2_transit_gateway_route_table_association",
]);

/** What a propagation or an association joins. */
interface Joined {
  readonly attachment: string;
  readonly table: string;
}

function joinedBy(graph: ResourceGraph, address: string): Joined | undefined {
  const values = graph.get(address)?.values ?? {};
  const [attachment, table] = [
    named(graph, values.transit_gateway_attachment_id),
    named(graph, values.transit_gateway_route_table_id),
  ];
  return attachment === undefined || table === undefined ? undefined : { attachment, table };
}

const isSame = (a: Joined, b: Joined | undefined): boolean => a.attachment === b?.attachment && a.table === b.table;

function areKept({ changed }: Networks, { attachment, table }: Joined): boolean {
  return [attachment, table].every((address) => {
    const action = changed.get(address)?.action;
    return action === undefined || action === "update";
  });
}

/** A propagation or association that goes and comes back the same takes its routes away in between. */
export const propagationRecreated: IncidentRule = {
  name: "transit-gateway-propagation-recreated",
  find: (networks) => {
    const own = [...networks.changed.values()].filter(({ type }) => TYPES.has(type));
    const coming = own.filter(isMade);
    return own.filter(isDestroyed).flatMap((gone) => {
      const joined = joinedBy(networks.before.graph, gone.address);
      if (!joined || !areKept(networks, joined)) return [];
      const back = coming.find(
        (one) => one.type === gone.type && isSame(joined, joinedBy(networks.after.graph, one.address)),
      );
      if (!back) return [];
      return [
        {
          addresses: back.address === gone.address ? [gone.address] : [gone.address, back.address],
          text: "it is destroyed and made again with the same attachment and the same table; its routes are gone in between",
          advice:
            "find out what makes its arguments unknown or its key change (often a `depends_on` of a module), or add a `moved` block",
        },
      ];
    });
  },
};
