/** Lists and maps inside each other, in what Terraform or a person wrote. Terraform's own plans of nested modules have some 100. */
export const DEEPEST = 300;

/**
 * Whether JSON, in which nothing stands twice, has more than {@link DEEPEST} lists and maps inside each other. What reads values calls itself once or more
 * a level. Near the end of the stack Node does not always throw: a regular expression compiled there ends the process.
 */
export function isTooDeep(value: unknown): boolean {
  return isBranch(value) && isDeeper(value, 1);
}

/** Without lists of its own: a plan has a million values. @param depth how many lists and maps the value is inside of, itself included */
function isDeeper(value: Readonly<Record<string, unknown>>, depth: number): boolean {
  if (depth > DEEPEST) return true;
  const goesOn = (inner: unknown): boolean => isBranch(inner) && isDeeper(inner, depth + 1);
  if (Array.isArray(value)) return value.some(goesOn);
  for (const key in value) if (goesOn(value[key])) return true;
  return false;
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
