import { Unknown } from "../value";
import { integerOf, stringOf } from "./functions/arguments";
import { formatNumber, isWhole } from "./number";
import { type Scope } from "./scope";
import { NotUnderstood, Refused } from "./syntax";
import { isMapping, isSequence, orderedItems, type Term } from "./term";
import { unknownFrom } from "./unknown";

function deeper(only: { address: string; attribute: string }, value: Unknown, step: string): Unknown {
  return new Unknown(
    [{ address: only.address, attribute: only.attribute + step }],
    true,
    value.text.replace(/\}$/, "") + step + "}",
  );
}

/** `value.name`. @throws Refused where Terraform refuses it */
export function attributeOf(value: Term, name: string, scope: Scope): Term {
  if (value instanceof Unknown) {
    const [only] = value.candidates;
    if (value.exact && only?.attribute === "") return scope.readAttribute(only.address, name);
    if (value.exact && only) return deeper(only, value, `.${name}`);
    return unknownFrom(`${value.text}.${name}`, [value]);
  }
  if (isMapping(value)) {
    const found = value.entries.get(name);
    if (found !== undefined) return found;
    if (value.loose) throw new NotUnderstood("an argument that is not set");
    throw new Refused(`no attribute ${name}`);
  }
  throw value.kind !== "null" && value.loose ? new NotUnderstood("an attribute") : new Refused(`no attribute ${name}`);
}

/** `value[index]`. @throws Refused where Terraform refuses it */
export function indexOf(value: Term, index: Term, scope: Scope): Term {
  if (index instanceof Unknown) return unknownFrom("element picked by an unknown index", [index, value]);
  if (value instanceof Unknown) return indexOfUnknown(value, index, scope);
  if (isSequence(value)) {
    if (value.kind === "set") throw new Refused("an index of a set");
    const found = orderedItems(value)[integerOf(index)];
    if (found === undefined) throw value.loose ? new NotUnderstood("no such item") : new Refused("no such element");
    return found;
  }
  if (!isMapping(value))
    throw value.kind !== "null" && value.loose ? new NotUnderstood("an index") : new Refused("an index");
  return attributeOf(value, stringOf(index), scope);
}

function indexOfUnknown(value: Unknown, index: Exclude<Term, Unknown>, scope: Scope): Term {
  const [only] = value.candidates;
  // `aws_vpc.main["id"]` is `aws_vpc.main.id`.
  if (value.exact && only?.attribute === "" && index.kind === "string") return attributeOf(value, index.text, scope);
  const shown =
    index.kind === "string"
      ? JSON.stringify(index.text)
      : index.kind === "number" && isWhole(index.number)
        ? formatNumber(index.number)
        : undefined;
  if (shown === undefined) throw new NotUnderstood("an index");
  if (value.exact && only) return deeper(only, value, `[${shown}]`);
  return unknownFrom(`${value.text}[${shown}]`, [value]);
}
