import { Unknown } from "../../value";
import { convert, NO_COMMON_TYPE } from "../convert";
import { Depends } from "../term";
import { ANY, BOOL, NUMBER, STRING, type Type } from "../type";
import { isIdentity } from "./arguments";
import { CIDRS } from "./cidr";
import { COLLECTIONS } from "./collections";
import { define, type TableEntry } from "./entry";
import { NUMBERS } from "./numbers";
import { SETS } from "./sets";
import { STRINGS } from "./strings";

/** `tostring` and its like: null stays null. The conversion itself comes upon what it refuses. */
function to(type: Type, ...reasons: readonly string[]): TableEntry {
  return define({
    takes: ["any"],
    refuses: reasons.map((when) => ({ when })),
    run: (value) => {
      if (!(value instanceof Unknown)) return convert(value, type);
      // An id is a string already.
      if (type.kind === "string" && isIdentity(value)) return value;
      throw new Depends();
    },
  });
}

/** Pure functions of Terraform that appear around links and addresses. */
export const FUNCTIONS: Readonly<Record<string, TableEntry>> = {
  tostring: to(STRING, "not a string"),
  tonumber: to(NUMBER, "not a number"),
  tobool: to(BOOL, "not a bool"),
  tolist: to({ kind: "list", of: ANY }, "not a list", NO_COMMON_TYPE),
  toset: to({ kind: "set", of: ANY }, "not a list", NO_COMMON_TYPE),
  tomap: to({ kind: "map", of: ANY }, "not a map", NO_COMMON_TYPE),
  ...COLLECTIONS,
  ...SETS,
  ...NUMBERS,
  ...STRINGS,
  ...CIDRS,
};
