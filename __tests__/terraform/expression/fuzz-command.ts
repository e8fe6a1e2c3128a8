import { canonical, readerOf } from "../../support/expression-reader";
import { askTerraform } from "../../support/terraform-console";
import { someExpressions } from "./fuzz";

/** `npm run fuzz:expressions [SEED [ROUNDS]]`: 2,000 random expressions a round; prints where the reader is wrong. */
const [seed = 1, rounds = 1] = process.argv.slice(2).map(Number);
for (let round = seed; round < seed + rounds; round++) {
  const expressions = someExpressions(round, 2000);
  const answers = askTerraform(expressions).map((one) => one && canonical(one));
  let understood = 0;
  let known = 0;
  expressions.forEach((one, i) => {
    const found = readerOf(one);
    if (found !== undefined) understood++;
    if (answers[i] !== undefined) known++;
    if (found !== undefined && found !== answers[i])
      console.log(`${one}\n  terraform: ${answers[i] ?? "an error"}\n  reader:    ${found}`);
  });
  console.log(
    `seed ${round}: ${expressions.length} expressions, ${known} with a value, ${understood} of them understood`,
  );
}
