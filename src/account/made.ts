import { type Resource, type TypeName, type Unreadable, type Value } from "../terraform";

/** Characters that a name in a Terraform address does not have. */
const NO_NAME = /[^A-Za-z0-9_-]/g;

/** A name that Terraform's grammar takes, by which people find the id again. */
function nameOf(id: string): string {
  const name = id.replace(NO_NAME, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/**
 * The resources that answers of AWS are turned into: each as Terraform's state would have it after a refresh, were it
 * managed. Its address is its type and its id, e.g. `aws_subnet.subnet-0a1b`.
 */
export class Made {
  readonly resources: Resource[] = [];
  readonly unreadable: Unreadable[] = [];
  private readonly taken = new Set<string>();

  /**
   * Adds a resource, once: of what several accounts tell of, the first one counts.
   * @param id of the thing in AWS, or what tells it from others of its type
   * @param values arguments and attributes as in a state; `id` is added where it is missing
   * @returns its address
   */
  add(type: TypeName, id: string, values: Readonly<Record<string, Value | undefined>>): string {
    return this.put("managed", type, id, values);
  }

  /** As {@link add}, for what a state would have as a data source: what AWS made by itself. */
  lookUp(type: TypeName, id: string, values: Readonly<Record<string, Value | undefined>>): string {
    return this.put("data", type, id, values);
  }

  /** Says which parts of things are open since a call was not answered. */
  open(address: string, reason: string, opens: Unreadable["opens"]): void {
    this.unreadable.push({ address, reason, touches: [], ...(opens && { opens }) });
  }

  /** Says that something that AWS tells of, or did not tell of, can't be read. */
  leave(address: string, reason: string, touches: readonly string[] = []): void {
    this.unreadable.push({ address, reason, touches });
  }

  /** The address that something has, whether it was added or not. */
  addressOf(type: TypeName, id: string): string {
    return `${type}.${nameOf(id)}`;
  }

  private put(
    mode: Resource["mode"],
    type: TypeName,
    id: string,
    values: Readonly<Record<string, Value | undefined>>,
  ): string {
    const name = nameOf(id);
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    if (this.taken.has(address)) return address;
    this.taken.add(address);
    const told = Object.entries({ id, ...values }).filter(([, value]) => value !== undefined);
    this.resources.push({
      address,
      mode,
      type,
      name,
      module: "",
      values: Object.fromEntries(told),
      dependsOn: [],
    });
    return address;
  }
}
