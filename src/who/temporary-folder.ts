import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** A folder for what memory has no room for: made when it is needed, gone when the work is done, fails or is interrupted. */
export class TemporaryFolder {
  private made: string | undefined;
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.remove();
    // With nobody listening any more, the signal ends the process as it would have.
    process.kill(process.pid, signal);
  };
  private readonly onExit = (): void => this.remove();

  constructor(private readonly parent = tmpdir()) {}

  get path(): string {
    if (this.made !== undefined) return this.made;
    // Before the folder is there, so that no moment is left in which a signal leaves it behind.
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
    process.on("exit", this.onExit);
    this.made = mkdtempSync(join(this.parent, "overlap-who-"));
    return this.made;
  }

  remove(): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    process.off("exit", this.onExit);
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true });
    this.made = undefined;
  }
}
