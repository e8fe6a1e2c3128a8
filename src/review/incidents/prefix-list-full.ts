import { type IncidentRule } from "./incident";
import { named, textOf } from "./named";
import { blocksOf, ownerAt, Weights } from "./quota";

/** PrefixListMaxEntriesExceeded (VPC user guide, managed prefix lists: `max_entries` is kept by AWS). */
export const prefixListFull: IncidentRule = {
  name: "prefix-list-over-its-max-entries",
  find: ({ after: { graph }, changed }) => {
    const [separate, coming] = [new Weights(), new Set<string>()];
    for (const entry of graph.ofType(["aws_ec2_managed_prefix_list_entry"], "managed")) {
      const list = named(graph, entry.values.prefix_list_id);
      separate.add(ownerAt(list), 1);
      if (list !== undefined && changed.has(entry.address)) coming.add(list);
    }
    return graph
      .ofType(["aws_ec2_managed_prefix_list"], "managed")
      .filter(({ address }) => changed.has(address) || coming.has(address))
      .filter((list) => {
        const most = Number(textOf(graph, list.values.max_entries) ?? NaN);
        const inline = (list.configured?.has("entry") ?? true) ? blocksOf(graph, list, "entry").length : 0;
        return Math.max(inline, separate.of(list)) > most;
      })
      .map(({ address }) => ({
        addresses: [address],
        stops: [address],
        text: "it gets more entries than its `max_entries`, which AWS refuses",
        advice: "raise `max_entries`; whatever refers to the list then counts with more, too",
      }));
  },
};
