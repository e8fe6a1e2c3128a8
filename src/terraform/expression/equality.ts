import { Unknown } from "../value";
import { formatNumber } from "./number";
import { NotUnderstood } from "./syntax";
import { Depends, type Term, termKey, typeOf } from "./term";
import { mentionsKind, type Type, typeKey } from "./type";

/** A primitive as the text that it converts to. */
function asText(term: Term): string | undefined {
  if (term instanceof Unknown) return undefined;
  if (term.kind === "string") return term.text;
  if (term.kind === "number") return formatNumber(term.number);
  return term.kind === "bool" ? String(term.is) : undefined;
}

/** Whether the two may be of the same type and value in one of the types that a resource's schema may give them. */
function mayBeEqual(a: Term, b: Term): boolean {
  const [left, right] = [asText(a), asText(b)];
  const isSimple = (one: string | undefined): boolean => one !== undefined && !/^([-+.\d]|true$|false$)/.test(one);
  if (left === undefined || right === undefined) return left === right;
  return left === right || (!isSimple(left) && !isSimple(right));
}

/**
 * `==` of Terraform: values of different types are never equal, not even `1` and `"1"` (cty, Value.Equals).
 * @throws Depends for unknowns @throws NotUnderstood where a type is not certain
 */
export function equals(a: Term, b: Term): boolean {
  return equalTo(a)(b);
}

/** What is asked of a value to compare it, each worked out once: one value is compared with all items of a list. */
class Compared {
  private typed: Type | undefined;
  private kindKey: string | undefined;
  private ownKey: string | undefined;
  constructor(readonly term: Term) {}

  private get type(): Type {
    return (this.typed ??= typeOf(this.term));
  }
  mentions(kind: "any" | "hidden"): boolean {
    return mentionsKind(this.type, kind);
  }
  get typeKey(): string {
    return (this.kindKey ??= typeKey(this.type));
  }
  get key(): string {
    return (this.ownKey ??= termKey(this.term));
  }
}

/** {@link equals} with one of the two values given. */
export function equalTo(given: Term): (other: Term) => boolean {
  const own = new Compared(given);
  const [isHidden, isAny] = [own.mentions("hidden"), own.mentions("any")];
  return (other) => {
    if (given instanceof Unknown || other instanceof Unknown) throw new Depends();
    if (given.kind === "null" || other.kind === "null") return given.kind === other.kind;
    const second = new Compared(other);
    if (isHidden || second.mentions("hidden")) {
      if (!mayBeEqual(given, other)) return false;
      throw new NotUnderstood("the type of an argument");
    }
    if (isAny || second.mentions("any")) throw new NotUnderstood("a null of no type");
    return own.typeKey === second.typeKey && own.key === second.key;
  };
}
