import { table } from "../../escape/columns";
import { type Answer, isoOf, type Reason, type Summary } from "../../who";
import { colorsFor, type Io } from "./io";

const REASONS: Readonly<Record<Reason, string>> = {
  alike: "connections of several clients, or of the NAT gateway, have the same packets and bytes at that time",
  "numbers-differ": "no client's connection at that time has the same packets and bytes as the NAT gateway's",
  "cut-off": "the connection is not wholly in the flow logs; give those before and after, too",
  skipped: "AWS skipped records at that time (SKIPDATA)",
  "perhaps-skipped":
    "AWS seems to have skipped records at that time; the flow log has no log-status, which would say so",
  "records-missing": "records of other connections at that time are missing; give all files of the flow logs",
  "several-connections": "the NAT gateway used the port for several connections at that time",
  "logs-disagree": "two flow logs lead to different clients",
  "not-its-connection":
    "the request may be of another connection, whose records are missing: this one began later, ended earlier or has too few bytes",
  "no-nat-gateway":
    "the address is no NAT gateway's in these flow logs: it is the client itself, or the NAT gateway's flow logs are missing",
  "before-logs": "the flow logs of the NAT gateway begin later; give earlier files, too",
  "after-logs":
    "the flow logs of the NAT gateway end earlier; records come up to an aggregation interval and a delivery later",
  "no-record":
    "the flow logs of the NAT gateway have no record of the connection; a file is missing, or a record was lost",
  "format-lacks-fields": "the flow log's format lacks fields",
};

/** A few clients, or how many more there are. */
function clientsOf({ verdict, client, candidates }: Answer): string {
  if (verdict === "found") return client ?? "";
  const clients = [...new Set(candidates.map(({ address }) => address))];
  const more = clients.length > 3 ? ` or ${clients.length - 3} more` : "";
  return clients.length === 0 ? "-" : `${clients.slice(0, 3).join(" or ")}${more}`;
}

/** A line for each answer, and below it why no single client is named. */
export function answerLines(io: Io, answers: readonly Answer[], lacking: readonly string[]): string[] {
  const colors = colorsFor(io.stdout);
  const style = { found: colors.green, ambiguous: colors.yellow, unknown: colors.red };
  const rows = table(
    answers.map((answer) => {
      const { verdict, time, address, port, server, serverPort, request } = answer;
      const to = server === undefined ? [] : [`to ${server}:${serverPort ?? "?"}`];
      const what = request ?? to.join(" ");
      return [style[verdict](verdict.toUpperCase()), isoOf(time), clientsOf(answer), `by ${address}:${port}`, what];
    }),
  );
  return answers.flatMap(({ reasons }, i) => [
    rows[i] ?? "",
    ...reasons.map((one) => {
      const fields =
        one === "format-lacks-fields" ? ` ${lacking.join(", ")}, so it names no client behind a NAT gateway` : "";
      return `  ${REASONS[one]}${fields}`;
    }),
  ]);
}

/** How many of each there are. */
export function summaryLine({ found, ambiguous, unknown, flowLines, accessLines }: Summary): string {
  const what = accessLines > 0 ? "requests" : "connections";
  const read = `${flowLines} lines of flow logs${accessLines > 0 ? ` and ${accessLines} of access logs` : ""}`;
  const asked = found + ambiguous + unknown;
  if (asked === 0) return `nothing that was asked for is in ${read}`;
  return `${asked} ${what}: ${found} found, ${ambiguous} ambiguous, ${unknown} unknown; read ${read}`;
}
