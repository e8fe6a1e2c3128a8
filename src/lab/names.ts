/** Names for network namespaces: a Terraform address as far as a file may be called that, each once. */
export class Names {
  private readonly given = new Set<string>();

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

/** Text from the input as it may stand in a line of a configuration or script: on one line, without quotes. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\s'"\\`$]+/gu, "_");
}
