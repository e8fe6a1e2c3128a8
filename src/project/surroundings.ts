/** Where a command runs, as far as finding and reading files asks. */
export interface Surroundings {
  cwd(): string;
  /** Tells what was done beside the answer. */
  readonly stderr: { lines(lines: readonly string[]): void };
}
