import { crc32 } from "node:zlib";

/**
 * The name of a box in Mermaid's text: the same address gives the same name in every picture. "aws_vpc.client" is
 * aws_vpc__client; what is no plain address gets a checksum.
 */
export function mermaidId(address: string): string {
  if (/^[a-z0-9_]+\.[A-Za-z0-9_]+$/.test(address)) return address.replace(".", "__");
  const slug = address
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
  return `x_${slug}_${crc32(address).toString(16).padStart(8, "0")}`;
}

/** The names of one picture's boxes. A checksum can be forged: of two addresses with one name, the later one gets a number. */
export class MermaidIds {
  private readonly given = new Map<string, string>();
  private readonly taken = new Set<string>();

  of(address: string): string {
    const known = this.given.get(address);
    if (known !== undefined) return known;
    const wanted = mermaidId(address);
    let id = wanted;
    for (let n = 2; this.taken.has(id); n++) id = `${wanted}_${n}`;
    this.given.set(address, id);
    this.taken.add(id);
    return id;
  }
}
