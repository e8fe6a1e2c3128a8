/** Counts by name. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  addAll(other: Tally): void {
    for (const [name, count] of other.counts) this.add(name, count);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** One line for each name, the most frequent first. */
  lines(): string[] {
    const width = String(Math.max(0, ...this.counts.values())).length;
    return [...this.counts]
      .sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
      .map(([name, count]) => `  ${String(count).padStart(width)}  ${name}`);
  }
}
