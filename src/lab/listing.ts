import { type Dialect } from "./dialects";
import { FOLDER } from "./folder";
import { inTurns } from "./turns";

const LISTED = `${FOLDER}/listed`;
/** So many routers list their tables at a time. */
const AT_ONCE = 4;

/** Which table is listed, and what tells its lines from others. */
interface Wanted {
  readonly table: string;
  readonly mark: string;
}

/** A script that prints a table of nftables of each namespace, one after the other. */
export function listing(spaces: Iterable<string>, dialects: readonly Dialect[], { table, mark }: Wanted): string[] {
  const commands = [...spaces].flatMap((space) =>
    dialects.map(({ header }) => ({
      space,
      list: `nsenter --net=/run/netns/${space} nft -j list table ${header} ${table}`,
    })),
  );
  return [
    ...inTurns(
      commands.map(({ list }, i) => [`${list} > ${LISTED}.${i}`]),
      AT_ONCE,
    ),
    ...commands.flatMap(({ space }, i) => [`echo "${mark}${space}"`, `cat ${LISTED}.${i}`]),
    `rm -f ${LISTED}.*`,
  ];
}

/** Reads what {@link listing} prints, whatever else was printed. */
export function listed(printed: string, mark: string): { readonly space: string; readonly json: string }[] {
  return `\n${printed}`
    .split(`\n${mark}`)
    .slice(1)
    .map((part) => {
      const [space = "", json = ""] = part.split("\n", 2);
      return { space, json };
    });
}
