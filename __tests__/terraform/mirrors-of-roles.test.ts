import { MIRRORS } from "../../src/terraform/mirrors";
import { REPEATED_IN } from "../../src/terraform/mirrors/repeated";
import { type ReadRole, RESOURCE_TYPES, type Role, type TypeName } from "../../src/terraform/resource-types";

const roleOf = (type: TypeName): Role => RESOURCE_TYPES[type].role;

/** Parents for which there is a mirror, by the role of the child. */
function mirrored(): Record<string, Role[]> {
  const found = new Map<ReadRole, Set<Role>>();
  for (const { parents, children } of MIRRORS)
    for (const child of children) {
      const role = roleOf(child);
      // What no reader of the model looks at needs none.
      if (role !== "unread") found.set(role, new Set([...(found.get(role) ?? []), ...parents.map(roleOf)]));
    }
  return Object.fromEntries([...found].map(([role, parents]) => [role, [...parents].sort()]));
}

test("what the provider repeats in a parent has a mirror, and nothing else has one", () => {
  const told = Object.entries(REPEATED_IN).filter(([, parents]) => parents.length > 0);
  expect(mirrored()).toEqual(Object.fromEntries(told.map(([role, parents]) => [role, [...parents].sort()])));
});
