/** Why something can't be written where it belongs: one line that names the place, the reason and the next step. */
export class OutputFault extends Error {
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`${path}: ${reason}`);
    this.name = "OutputFault";
  }
}
