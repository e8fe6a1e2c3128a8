/** Lists and maps inside each other, in what Terraform or a person wrote. Terraform's own plans of nested modules have some 100. */
export const DEEPEST = 300;

/**
 * Whether JSON, in which nothing stands twice, has more than {@link DEEPEST} lists and maps inside each other. What reads values calls itself once or more
 * a level. Near the end of the stack Node does not always throw: a regular expression compiled there ends the process.
 */
export function isTooDeep(value: unknown): boolean {
  let level: object[] = isBranch(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    const next: object[] = [];
    for (const one of level) for (const inner of Object.values(one) as unknown[]) if (isBranch(inner)) next.push(inner);
    level = next;
  }
  return false;
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
