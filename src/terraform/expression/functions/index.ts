import { Unknown } from "../../value";
import { convert } from "../convert";
import { Refused } from "../syntax";
import { Depends } from "../term";
import { ANY, BOOL, NUMBER, STRING, type Type } from "../type";
import { isIdentity, takes, type TableEntry } from "./arguments";
import { CIDRS } from "./cidr";
import { COLLECTIONS } from "./collections";
import { NUMBERS } from "./numbers";
import { SETS } from "./sets";
import { STRINGS } from "./strings";

/** `tostring` and its like: null stays null. */
function to(type: Type): TableEntry {
  return takes(1, ([value]) => {
    if (value === undefined) throw new Refused("an argument is missing");
    if (!(value instanceof Unknown)) return convert(value, type);
    // An id is a string already.
    if (type.kind === "string" && isIdentity(value)) return value;
    throw new Depends();
  });
}

/** Pure functions of Terraform that appear around links and addresses. */
export const FUNCTIONS: Readonly<Record<string, TableEntry>> = {
  tostring: to(STRING),
  tonumber: to(NUMBER),
  tobool: to(BOOL),
  tolist: to({ kind: "list", of: ANY }),
  toset: to({ kind: "set", of: ANY }),
  tomap: to({ kind: "map", of: ANY }),
  ...COLLECTIONS,
  ...SETS,
  ...NUMBERS,
  ...STRINGS,
  ...CIDRS,
};
