/** A part of the review: a heading with items, the most important first. Each item is one or more whole lines. */
export interface Section {
  readonly title: string;
  /** Lines below the heading that are never cut. */
  readonly intro?: readonly string[];
  /** Long lists hold functions, which are called as long as there is room. */
  readonly items: readonly (string | (() => string))[];
  /** What its items are called where some are left out. */
  readonly unit: string;
  /** Items above which the rest is only counted, however much room there is. */
  readonly most?: number;
  /** Folded in a <details> block. */
  readonly isFolded?: boolean;
}

/**
 * Bytes of UTF-8 that the review stays below. GitHub refuses comments above 65,536 characters; whoever posts it may add
 * more lines.
 */
const MOST_BYTES = 60_000;
/** Room that is kept for the heading and the count of each section that follows. */
const RESERVE = 220;

const sizeOf = (text: string): number => Buffer.byteLength(text) + 1;

function frame({ title, intro = [], isFolded }: Section): { open: string[]; close: string[] } {
  const head = isFolded === true ? ["<details>", `<summary>${title}</summary>`, ""] : [`### ${title}`, ""];
  return {
    open: [...head, ...(intro.length > 0 ? [...intro, ""] : [])],
    close: isFolded === true ? ["", "</details>", ""] : [""],
  };
}

/** The sections as text; what doesn't fit is cut from the last ones, and each cut says how much. */
export function fitted(head: readonly string[], sections: readonly Section[], limit = MOST_BYTES): string {
  const lines = [...head];
  let room = limit - head.reduce((sum, line) => sum + sizeOf(line), 0);
  sections.forEach((section, i) => {
    if (section.items.length === 0 && (section.intro ?? []).length === 0) return;
    const reserve = (sections.length - i) * RESERVE;
    const { open, close } = frame(section);
    const own = [...open];
    room -= [...open, ...close].reduce((sum, line) => sum + sizeOf(line), 0);
    const most = Math.min(section.items.length, section.most ?? Infinity);
    let shown = 0;
    for (const one of section.items.slice(0, most)) {
      const item = typeof one === "string" ? one : one();
      if (room - sizeOf(item) < reserve) break;
      own.push(item);
      room -= sizeOf(item);
      shown++;
    }
    const left = section.items.length - shown;
    if (left > 0) {
      const reason = shown < most ? ", cut to keep this below the size of a comment" : "";
      const line = `- … and ${left} more ${section.unit}${reason} (\`--json\` lists all)`;
      own.push(line);
      room -= sizeOf(line);
    }
    lines.push(...own, ...(own.at(-1) === "" ? close.slice(1) : close));
  });
  while (lines.at(-1) === "") lines.pop();
  return `${lines.join("\n")}\n`;
}
