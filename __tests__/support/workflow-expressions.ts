import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What `${{ }}` can name, e.g. `steps`, `matrix`, `secrets`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How the job stands: what success(), failure() and cancelled() answer. */
export interface Standing {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

function toData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver) as data.ExpressionData;
}

/** Evaluates one expression with GitHub's own parser and evaluator. */
function evaluate(expression: string, contexts: Contexts, { failed, cancelled }: Standing): data.ExpressionData {
  const answers = { success: !failed && !cancelled, failure: failed && !cancelled, cancelled, always: true };
  const functions = Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }));
  const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  const dictionary = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })),
  );
  return new Evaluator(tree, dictionary, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

const PLACE = /\$\{\{([\s\S]*?)\}\}/g;
const SOUND: Standing = { failed: false, cancelled: false };

/** The text with every `${{ }}` in it replaced. */
export function filledIn(text: string, contexts: Contexts): string {
  return text.replace(PLACE, (_, expression: string) => evaluate(expression, contexts, SOUND).coerceString());
}

/** Whether a condition holds. GitHub puts success() before one that asks for no status. */
export function holds(condition: string | undefined, contexts: Contexts, standing: Standing): boolean {
  const bare = condition === undefined ? "success()" : condition.replace(/^\$\{\{([\s\S]*)\}\}$/, "$1");
  const asksStatus = /\b(success|failure|cancelled|always)\s*\(/.test(bare);
  const { value } = evaluate(asksStatus ? bare : `success() && (${bare})`, contexts, standing) as { value?: unknown };
  return value !== false && value !== null && value !== "" && value !== 0;
}
