import { type Comparison, type ReviewDifference } from "../against";
import { type Section } from "./section";
import { code, count } from "./markdown-text";

/** Whether the plan does what was reviewed, in a sentence; and what of it can't be told. */
export function againstText({ same, differences, sensitive }: Comparison): string {
  const untold = `${count(sensitive, "sensitive value changes", "sensitive values change")}; whether to what was reviewed can't be told.`;
  return [
    same
      ? "The same effect as in the review that was made before."
      : `**Not what was reviewed before: ${count(differences.length, "difference")}.**`,
    ...(sensitive > 0 ? [untold] : []),
  ].join(" ");
}

function itemOf({ part, what, field, reviewed, now }: ReviewDifference): string {
  const [was, is] = [reviewed, now].map((one) => (one === undefined ? undefined : code(one)));
  const head =
    part === "summary" ? `- ${code(what)}` : `- ${part}: ${code(what)}${field === undefined ? "" : `, ${code(field)}`}`;
  if (field === undefined && was === undefined) return `${head}: not in the review (${is})`;
  if (field === undefined && is === undefined) return `${head}: in the review only (${was})`;
  if (was === undefined && is === undefined) return `${head}: not the same`;
  return `${head}: reviewed ${was ?? "unset"}, now ${is ?? "unset"}`;
}

export function againstSection({ differences }: Comparison): Section {
  return { title: "Not as it was reviewed", items: differences.map(itemOf), unit: "differences", most: 100 };
}
