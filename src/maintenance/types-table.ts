import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CLASS_OF_ROLE,
  classOf,
  GROUPS,
  listedAs,
  type ReadRole,
  type TypeClass,
  typesOf,
} from "../terraform/resource-types";

const CLASSES: readonly TypeClass[] = ["walked", "end", "way in", "part", "unknown", "irrelevant"];

const code = (text: string): string => `\`${text}\``;

/** The page's text with its table of types written anew. */
export function withTypesTable(text: string, table: string): string {
  return text.replace(
    /(<!-- types of the provider -->\n)[\s\S]*?(<!-- end of types -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n${end}`,
  );
}

/** The files of a folder, with their text. */
type Sources = readonly (readonly [file: string, text: string])[];

function sourcesIn(folder: string): Sources {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => [`topology/${file}`, readFileSync(join(folder, file), "utf8")]);
}

/** The questions for types in a text: `typesOf("route")`, `hasRole(type, "vpc")`. */
const QUESTION = /(?:typesOf\(|hasRole\(|TypeOf<)[^)>]*[)>]/g;

/** The files that ask for the types of a role; where none does by a call, those that hand the role to one that does. */
function readersOf(role: ReadRole, sources: Sources): string {
  const named = (isReader: (text: string) => boolean): string =>
    sources.flatMap(([file, text]) => (isReader(text) ? [code(file)] : [])).join(", ");
  const isIn = (text: string): boolean => text.includes(`"${role}"`);
  return named((text) => text.match(QUESTION)?.some(isIn) === true) || named(isIn) || "where it is named";
}

function rowsOfRoles(own: TypeClass, sources: Sources): string[][] {
  const roles = Object.keys(CLASS_OF_ROLE) as ReadRole[];
  return roles
    .filter((role) => CLASS_OF_ROLE[role] === own)
    .map((role) => [role.replaceAll("-", " "), typesOf(role).map(code).join(", "), readersOf(role, sources)]);
}

function rowsOfLists(own: TypeClass, provider: readonly string[]): string[][] {
  const counted = (as: string): string[] => {
    const meant = provider.filter((type) => listedAs(type)?.as === as && classOf(type) === own);
    if (meant.length === 0) return [];
    return [as.endsWith("*") ? `${code(as)} (${meant.length})` : code(as)];
  };
  return GROUPS.filter(([each]) => each === own)
    .flatMap(([, groups]) => groups)
    .map(({ what, types }) => [what, types.flatMap(counted).join(", "), "-"])
    .filter(([, types]) => types !== "");
}

/**
 * The registry as a table: class by class, first what has a role, with the files that read it.
 * @param provider all types of the provider
 * @param topology the folder of the readers
 */
export function typesTable(provider: readonly string[], topology: string): string {
  const sources = sourcesIn(topology);
  const rows = CLASSES.flatMap((own) =>
    [...rowsOfRoles(own, sources), ...rowsOfLists(own, provider)].map((cells) => [own, ...cells]),
  );
  const counts = CLASSES.map((own) => `${provider.filter((type) => classOf(type) === own).length} ${own}`);
  // Aligned columns would be as wide as the longest list.
  return [
    `${provider.length} types: ${counts.join(", ")}.\n`,
    "<!-- prettier-ignore-start -->",
    ...[["class", "what", "types", "who reads it"], ["-", "-", "-", "-"], ...rows].map(
      (cells) => `| ${cells.join(" | ")} |`,
    ),
    "<!-- prettier-ignore-end -->",
    "",
  ].join("\n");
}
