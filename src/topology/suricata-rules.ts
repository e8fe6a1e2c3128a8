/** A stateful rule as it is written: in a block of its own, or as a line of a Suricata text. */
export interface WrittenRule {
  readonly action: string;
  readonly protocol: string;
  readonly src: string;
  readonly srcPorts: string;
  readonly isBothWays: boolean;
  readonly dst: string;
  readonly dstPorts: string;
  /** Its options, by keyword; what follows a keyword counts for `flow` only. */
  readonly options: readonly { readonly keyword: string; readonly settings: string }[];
}

/** Cuts at blanks where no list is open: "[10.0.0.0/8, !10.1.0.0/16]" is one word. */
function wordsOf(header: string): string[] {
  const words: string[] = [];
  let [depth, word] = [0, ""];
  for (const sign of header) {
    if (sign === "[") depth++;
    if (sign === "]") depth--;
    if (/\s/.test(sign)) {
      if (depth > 0) continue;
      if (word !== "") words.push(word);
      word = "";
    } else word += sign;
  }
  return word === "" ? words : [...words, word];
}

/** Options end with ";", which a text has with a backslash before it, or in quotes (Suricata user guide, rules format). */
function optionsOf(text: string): WrittenRule["options"] {
  const options: string[] = [];
  let [option, isQuoted] = ["", false];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === "\\") option += sign + (text[++i] ?? "");
    else if (sign === ";" && !isQuoted) {
      options.push(option);
      option = "";
    } else {
      if (sign === '"') isQuoted = !isQuoted;
      option += sign;
    }
  }
  return [...options, option].map(optionOf).filter(({ keyword }) => keyword !== "");
}

/** A keyword and what follows it after a colon. */
export function optionOf(text: string): WrittenRule["options"][number] {
  const colon = text.indexOf(":");
  return colon < 0
    ? { keyword: text.trim().toLowerCase(), settings: "" }
    : { keyword: text.slice(0, colon).trim().toLowerCase(), settings: text.slice(colon + 1).trim() };
}

/** One line. @returns undefined where it can't be read */
function ruleOf(line: string): WrittenRule | undefined {
  const open = line.indexOf("(");
  const body = line.trimEnd();
  if (open < 0 || !body.endsWith(")")) return undefined;
  const words = wordsOf(line.slice(0, open));
  const [action, protocol, src, srcPorts, arrow, dst, dstPorts] = words;
  if (words.length !== 7 || dstPorts === undefined || (arrow !== "->" && arrow !== "<>")) return undefined;
  return {
    ...{ action: action!, protocol: protocol!, src: src!, srcPorts: srcPorts!, dst: dst!, dstPorts },
    isBothWays: arrow === "<>",
    options: optionsOf(body.slice(open + 1, -1)),
  };
}

/** The rules of a text, a line each; a backslash at its end joins a line with the next one. Undefined: one that can't be read. */
export function rulesOfText(text: string): (WrittenRule | undefined)[] {
  return text
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(ruleOf);
}
