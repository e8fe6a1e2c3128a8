import { type Action } from "../changes";
import { type Exists } from "../network-lines";

/** What is said of changes, by who tells them. */
export interface ChangeWords {
  /** What happens to a thing, after its name and a verb. */
  readonly done: Readonly<Record<Action, string>>;
  /** On which side a table or filter is, after its name. */
  readonly exists: Readonly<Record<Exists, string>>;
  /** Headings. */
  readonly begun: string;
  readonly open: string;
}

/** A plan changes things, in an apply. */
export const OF_PLAN: ChangeWords = {
  done: {
    create: "is created",
    update: "is changed in place",
    replace: "is replaced",
    delete: "is destroyed",
    forget: "is forgotten",
    read: "is read",
    "no-op": "is unchanged",
    unreadable: "is not told",
  },
  exists: { both: "", after: " (new)", before: " (destroyed)", outside: " (exists, of it only this is known)" },
  begun: "Begun among what is created",
  open: "Can't be told before apply",
};
