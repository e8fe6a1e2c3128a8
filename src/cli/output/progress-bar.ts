const WIDTH = 20;

/** `[########------------] 40/100`. */
export function progressBar(done: number, all: number): string {
  const filled = all === 0 ? 0 : Math.floor((Math.min(done, all) * WIDTH) / all);
  return `[${"#".repeat(filled)}${"-".repeat(WIDTH - filled)}] ${done}/${all}`;
}
