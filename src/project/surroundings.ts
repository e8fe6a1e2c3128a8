/** Where a command runs, as far as finding and reading files asks. */
export interface Surroundings {
  cwd(): string;
  /** A folder to keep in what took long to work out; without one, nothing is kept. */
  readonly cache?: string;
  /** Tells what was done beside the answer. */
  readonly stderr: { lines(lines: readonly string[]): void };
}
