import { type IncidentRule } from "./incident";

/** AWS refuses to delete a group that an interface uses (DependencyViolation); the provider waits for minutes, then fails. */
export const groupReplacedInUse: IncidentRule = {
  name: "security-group-replaced-in-use",
  find: ({ before: { topology }, changed }) => {
    const nics = [...topology.nics, ...topology.loadBalancers.flatMap(({ nodes }) => nodes)];
    return [...changed.values()]
      .filter(({ type, order }) => type === "aws_security_group" && order === "delete-first")
      .flatMap(({ address }) => {
        const users = nics.filter((nic) => {
          const action = changed.get(nic.address);
          const isGone = action?.action === "delete" || action?.order === "delete-first";
          return !isGone && nic.groups?.some((group) => group.address === address) === true;
        });
        if (users.length === 0) return [];
        return [
          {
            addresses: [address, ...new Set(users.map((nic) => nic.address))],
            text: "the security group is to be deleted before its successor exists, while interfaces use it; AWS refuses that and the apply hangs",
            advice: "set `lifecycle { create_before_destroy = true }` and `name_prefix` on the group",
          },
        ];
      });
  },
};
