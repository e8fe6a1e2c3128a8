/** Names for network namespaces: a Terraform address as far as a file may be called that, each once. */
export class Names {
  private readonly given = new Map<string, number>();

  of(wanted: string): string {
    const plain = wanted.replace(/[^A-Za-z0-9_.-]+/g, "_").slice(0, 60) || "_";
    const times = (this.given.get(plain) ?? 0) + 1;
    this.given.set(plain, times);
    return times === 1 ? plain : this.of(`${plain}-${times}`);
  }
}
