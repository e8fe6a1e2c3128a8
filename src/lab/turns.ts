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
