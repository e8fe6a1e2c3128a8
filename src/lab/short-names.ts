/** Names for network namespaces: a Terraform address as far as a file may be called that, each once. */
export class ShortNames {
  private readonly given: Set<string>;

  /** @param reserved names that are given already */
  constructor(reserved: readonly string[] = []) {
    this.given = new Set(reserved);
  }

  of(wanted: string): string {
    const plain = wanted
      .replace(/[^A-Za-z0-9_.-]+/g, "_")
      .replace(/^[.-]+/, "_")
      .slice(0, 60);
    const base = plain === "" ? "_" : plain;
    let name = base;
    for (let n = 2; this.given.has(name); n++) name = `${base}-${n}`;
    this.given.add(name);
    return name;
  }
}

/** A name that {@link ShortNames} gives: no path, no option, nothing that a shell or a configuration reads as its own. */
export function isName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/.test(text);
}
