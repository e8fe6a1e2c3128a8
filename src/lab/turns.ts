import { FOLDER } from "./folder";

/**
 * Runs scripts side by side, but no more than so many at a time, and waits for all of them.
 * @param most how many
 */
export function inTurns(scripts: readonly (readonly string[])[], most: number): string[] {
  const count = Math.min(most, scripts.length);
  const queues = Array.from({ length: count }, (_, first) => scripts.filter((_, i) => i % count === first));
  return [
    "queues=",
    ...queues.flatMap((own) => ["(", ...own.flat(), ') < /dev/null & queues="$queues $!"']),
    "for queue in $queues; do wait $queue; done",
  ];
}

const SAID = `${FOLDER}/said`;

/** A file for what one program prints; all of them are printed in the end by {@link inTurnsWhole}. */
export function saidBy(name: string): string {
  return `${SAID}.${name}`;
}

/**
 * The same for scripts that print: each into a file of its own, and in the end all of it. Programs that print side by side
 * tear each other's lines apart, for most write whenever their buffer is full.
 */
export function inTurnsWhole(scripts: readonly (readonly string[])[], most: number): string[] {
  if (scripts.length === 0) return [];
  const apart = scripts.map((lines, i) => ["{", ...lines, `} > ${saidBy(String(i))}`]);
  return [...inTurns(apart, most), `cat ${saidBy("*")}`, `rm ${saidBy("*")}`];
}
