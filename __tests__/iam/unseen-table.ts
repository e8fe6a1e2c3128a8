import { UNSEEN } from "./unseen";

const PLACE = /(<!-- unseen -->\n)[\s\S]*(<!-- end of unseen -->)/;

/** The rows of the table of calls that no emulated deployment shows. */
export function unseenRows(): string[] {
  return Object.entries(UNSEEN).flatMap(([type, unseen]) =>
    unseen.map(({ plan = [], apply = [], why }) => {
      const actions = [...new Set([...plan, ...apply].map((text) => `\`${text.split(" tagging ")[0]}\``))];
      return `| \`${type}\` | ${actions.join(", ")} | ${why} |`;
    }),
  );
}

/** The text of docs/iam.md with that table in its place. */
export function withUnseen(text: string): string {
  const table = ["| resource type | actions | why |", "|---|---|---|", ...unseenRows()].join("\n");
  const heading = "## In the policies, but in no emulated deployment";
  return text.replace(PLACE, (_, start: string, end: string) => `${start}\n${heading}\n\n${table}\n\n${end}`);
}
