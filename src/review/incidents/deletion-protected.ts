import { isList, isObject } from "../../terraform/value";
import { type ResourceGraph } from "../../terraform";
import { type Change, isDestroyed } from "../changes";
import { type IncidentRule } from "./incident";

/** Arguments by which AWS is told to refuse a deletion. */
const PROTECTIONS = [
  "enable_deletion_protection",
  "deletion_protection",
  "deletion_protection_enabled",
  "delete_protection",
  "disable_api_termination",
];

function isProtected(graph: ResourceGraph, { address }: Change): boolean {
  const values = graph.get(address)?.values ?? {};
  // The provider ends protected instances by itself where this was applied before (aws_instance, force_destroy).
  if (values.force_destroy === true) return false;
  return PROTECTIONS.some((name) => {
    const value = values[name];
    return !isList(value) && !isObject(value) && (value === true || value === "ACTIVE");
  });
}

/** AWS refuses what it was told to refuse (Elastic Load Balancing, deletion protection; EC2 user guide, termination protection). */
export const deletionProtected: IncidentRule = {
  name: "deletion-protected",
  find: ({ before: { graph } }, changes) =>
    changes
      .filter((one) => isDestroyed(one) && one.deposed === undefined)
      .filter((one) => one.mode === "managed" && isProtected(graph, one))
      .map(({ address }) => ({
        addresses: [address],
        stops: [address],
        text: "it is to be destroyed while its deletion protection is on; AWS refuses that, and the apply stops half way",
        advice: "switch the protection off in an apply of its own first, if it really is to go",
      })),
};
