/**
 * A record's start and end may be so much later than the packets were on the interface.
 * Source: VPC user guide, Flow log records, "Available fields", start and end.
 */
export const SKEW = 60;
/**
 * A NAT gateway forgets a connection that is silent for so long; with what a record may be late, whatever comes after a longer
 * silence is another connection. Source: NAT gateways, "Compare NAT gateways and NAT instances" and troubleshooting.
 */
export const SILENCE = 350 + 2 * SKEW;

/** Spans of seconds, which are asked whether one of them touches another span. */
export class Spans {
  private spans: (readonly [from: number, to: number])[] = [];
  private latest: number[] = [];
  private isSorted = true;

  add(from: number, to: number): void {
    const last = this.spans.at(-1);
    // What lies in the span before, as in a series, takes no room of its own.
    if (last && from >= last[0] && from <= last[1] + 1)
      this.spans[this.spans.length - 1] = [last[0], Math.max(to, last[1])];
    else this.spans.push([from, to]);
    this.isSorted = false;
  }

  touch(from: number, to: number): boolean {
    if (!this.isSorted) this.sort();
    // The last span that begins no later than `to`; of those before it, the one that lasts longest.
    let low = 0;
    let high = this.spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.spans[middle]?.[0] ?? 0) <= to) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (this.latest[low - 1] ?? -Infinity) >= from;
  }

  private sort(): void {
    this.spans.sort(([one], [other]) => one - other);
    let latest = -Infinity;
    this.latest = this.spans.map(([, to]) => (latest = Math.max(latest, to)));
    this.isSorted = true;
  }
}
