/** Why something can't be written where it belongs: one line that names the place, the reason and the next step. */
export class OutputFault extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: ${reason}`);
    this.name = "OutputFault";
  }
}

/** The system's error of a write, which knows no path, with the path that was written to. */
export function withPath(error: unknown, path: string): unknown {
  const isOfSystem = error instanceof Error && "syscall" in error && !("path" in error);
  return isOfSystem ? Object.assign(error, { path }) : error;
}
