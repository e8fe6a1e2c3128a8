import { Unknown } from "../value";
import { equals } from "./equality";
import { numberOf, truthOf } from "./functions/arguments";
import { add, compare, divide, modulo, multiply, negate, type Numeric, subtract } from "./number";
import { NotUnderstood, Refused } from "./syntax";
import { Depends, numeral, type Term, truth } from "./term";

/** @throws Refused where an operand has no such type @throws Depends for unknown operands */
export function unary(operator: string, operand: Term): Term {
  return operator === "!" ? truth(!truthOf(operand)) : numeral(negate(numberOf(operand)));
}

function logical(operator: string, left: Term, right: Term): Term {
  // Both sides are always worked out, and an error in either is one; a single known side may decide.
  const decisive = operator === "||";
  const sides = [left, right].map((side) => (side instanceof Unknown ? undefined : truthOf(side)));
  if (sides.includes(decisive)) return truth(decisive);
  if (sides.includes(undefined)) throw new Depends();
  return truth(!decisive);
}

/** @throws Refused where Terraform refuses the operands @throws Depends for unknown ones */
export function binary(operator: string, left: Term, right: Term): Term {
  switch (operator) {
    case "==":
      return truth(equals(left, right));
    case "!=":
      return truth(!equals(left, right));
    case "&&":
    case "||":
      return logical(operator, left, right);
    default:
      return arithmetic(operator, numberOf(left), numberOf(right));
  }
}

function arithmetic(operator: string, a: Numeric, b: Numeric): Term {
  switch (operator) {
    case "+":
      return numeral(add(a, b));
    case "-":
      return numeral(subtract(a, b));
    case "*":
      return numeral(multiply(a, b));
    case "/":
      return numeral(divide(a, refuseZero(a, b)));
    case "%":
      return numeral(modulo(a, refuseZero(a, b)));
    case "<":
      return truth(compare(a, b) < 0);
    case "<=":
      return truth(compare(a, b) <= 0);
    case ">":
      return truth(compare(a, b) > 0);
    case ">=":
      return truth(compare(a, b) >= 0);
    default:
      throw new NotUnderstood(operator);
  }
}

/** Dividing by 0 gives an infinity that nothing can use, and 0 / 0 an error. */
function refuseZero(a: Numeric, b: Numeric): Numeric {
  if (b.mantissa !== 0n) return b;
  throw a.mantissa === 0n ? new Refused("0 divided by 0") : new NotUnderstood("an infinite number");
}
