import { Refused } from "../syntax";
import { type Term } from "../term";
import { type Kind, KINDS, type Taken } from "./kinds";

/** A reason why Terraform refuses a call whose arguments are of the right kinds. */
interface Refusal<A extends readonly unknown[]> {
  readonly when: string;
  /** Left out where only the computation itself comes upon it; the implementation throws it then. */
  readonly holds?: (...args: A) => boolean;
}

/** A function as the table has it, without the types of its arguments. */
export interface TableEntry {
  readonly takes: readonly Kind[];
  readonly optional: readonly Kind[];
  readonly rest: Kind | undefined;
  readonly least: number;
  readonly most: number;
  readonly refuses: readonly Refusal<readonly unknown[]>[];
  readonly implementation: (...args: readonly unknown[]) => Term;
  /** Its work doesn't grow with its arguments. */
  readonly isCheap: boolean;
}

type Each<P extends readonly Kind[]> = { [I in keyof P]: Taken[P[I]] };
/** The rest comes as one list: there may be more than fit on the stack. */
type Arguments<P extends readonly Kind[], O extends readonly Kind[], R extends Kind> = [R] extends [never]
  ? [...Each<P>, ...Partial<Each<O>>]
  : [...Each<P>, readonly Taken[R][]];

interface Definition<P extends readonly Kind[], O extends readonly Kind[], R extends Kind> {
  /** The parameters, of which none may be left out. */
  readonly takes: readonly [...P];
  readonly optional?: readonly [...O];
  /** What all further arguments are, and how many of them there must be. It has no optional ones then. */
  readonly rest?: R;
  readonly leastOfRest?: number;
  /** In the order in which they are looked at. */
  readonly refuses?: readonly Refusal<Arguments<P, O, R>>[];
  readonly isCheap?: boolean;
  readonly run: (...args: Arguments<P, O, R>) => Term;
}

/** An entry of the table. The types of what its functions get follow from the parameters. */
export function define<
  const P extends readonly Kind[],
  const O extends readonly Kind[] = readonly [],
  const R extends Kind = never,
>({ takes, optional: given, rest, refuses = [], ...more }: Definition<P, O, R>): TableEntry {
  const optional: readonly Kind[] = given ?? [];
  return {
    takes,
    optional,
    rest,
    least: takes.length + (more.leastOfRest ?? 0),
    most: rest === undefined ? takes.length + optional.length : Infinity,
    // `call` hands them what the parameters promise.
    refuses: refuses as unknown as TableEntry["refuses"],
    implementation: more.run as unknown as TableEntry["implementation"],
    isCheap: more.isCheap ?? false,
  };
}

/** What the argument at this place has to be; there is one, or Terraform refuses the call. */
function kindAt({ takes, optional, rest }: TableEntry, at: number): Kind {
  const kind = takes[at] ?? optional[at - takes.length] ?? rest;
  if (kind === undefined) throw new Refused("another number of arguments");
  return kind;
}

/**
 * Calls a function. All that Terraform refuses of its arguments is found here, by what the table says of it.
 * @throws Refused with a reason that the entry or the kind of a parameter declares
 * @throws NotUnderstood where Terraform's answer isn't certain, Depends where an argument that is needed isn't known
 */
export function call(entry: TableEntry, args: readonly Term[]): Term {
  const { least, most, rest, refuses } = entry;
  if (args.length < least || args.length > most) throw new Refused("another number of arguments");
  const taken = args.map((arg, at) => KINDS[kindAt(entry, at)].read(arg));
  const all = rest === undefined ? taken : [...taken.slice(0, entry.takes.length), taken.slice(entry.takes.length)];
  const refusal = refuses.find(({ holds }) => holds?.(...all));
  if (refusal !== undefined) throw new Refused(refusal.when);
  return entry.implementation(...all);
}
