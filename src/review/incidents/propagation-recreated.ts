import { type ResourceGraph } from "../../terraform";
import { type Networks } from "../networks";
import { type IncidentRule } from "./incident";
import { named } from "./named";

const TYPE = /^aws_ec2_transit_gateway_route_table_(propagation|association)$/;

function pairOf(graph: ResourceGraph, address: string): string | undefined {
  const values = graph.get(address)?.values ?? {};
  const [attachment, table] = [
    named(graph, values.transit_gateway_attachment_id),
    named(graph, values.transit_gateway_route_table_id),
  ];
  return attachment === undefined || table === undefined ? undefined : `${attachment}\n${table}`;
}

function isKept({ changed }: Networks, pair: string): boolean {
  return pair.split("\n").every((address) => {
    const action = changed.get(address)?.action;
    return action === undefined || action === "update";
  });
}

/** A propagation or association that goes and comes back the same takes its routes away in between. */
export const propagationRecreated: IncidentRule = {
  name: "transit-gateway-propagation-recreated",
  find: (networks) => {
    const own = [...networks.changed.values()].filter(({ type }) => TYPE.test(type));
    const coming = own.filter(({ action }) => action === "create" || action === "replace");
    return own
      .filter(({ action }) => action === "delete" || action === "replace")
      .flatMap((gone) => {
        const pair = pairOf(networks.before.graph, gone.address);
        if (pair === undefined || !isKept(networks, pair)) return [];
        const back = coming.find((one) => one.type === gone.type && pairOf(networks.after.graph, one.address) === pair);
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
