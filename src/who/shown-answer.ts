import { type Answer } from "./answer";
import { type Candidate } from "./pairing";

/** Unix seconds as ISO 8601 in UTC; whole seconds without fraction. */
export function isoOf(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().replace(".000Z", "Z");
}

function shownCandidate({ address, port, start, end, agrees }: Candidate) {
  return { client: address, port, start: isoOf(start), end: isoOf(end), agrees };
}

/** An answer as `--json` writes it, one to a line (schema/who.schema.json). */
export function shownAnswer(answer: Answer) {
  const { time, request, id, loadBalancer, address, port, server, serverPort, verdict, client, candidates, reasons } =
    answer;
  return {
    time: isoOf(time),
    ...(request !== undefined && { request }),
    ...(id !== undefined && { request_id: id }),
    ...(loadBalancer !== undefined && { load_balancer: loadBalancer }),
    nat: { address, port, ...(answer.interfaceId !== undefined && { interface_id: answer.interfaceId }) },
    ...(server !== undefined && { server: { address: server, ...(serverPort !== undefined && { port: serverPort }) } }),
    verdict: verdict.toUpperCase(),
    ...(client !== undefined && { client }),
    candidates: candidates.map(shownCandidate),
    reasons,
  };
}

export const CSV_HEADER =
  "time,verdict,client,candidates,reasons,nat_address,nat_port,nat_interface,server_address,server_port,load_balancer,request_id,request";

/**
 * A cell of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it: requests are written by
 * whoever sends them. Source: OWASP, CSV Injection.
 */
function cell(value: string | number | undefined): string {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An answer as a line of CSV, after {@link CSV_HEADER}. */
export function csvLine(answer: Answer): string {
  const { time, request, id, loadBalancer, address, port, server, serverPort, verdict, client, candidates, reasons } =
    answer;
  const clients = [...new Set(candidates.map((one) => one.address))].join(" ");
  return [
    isoOf(time),
    verdict.toUpperCase(),
    client,
    clients,
    reasons.join(" "),
    address,
    port,
    answer.interfaceId,
    server,
    serverPort,
    loadBalancer,
    id,
    request,
  ]
    .map(cell)
    .join(",");
}
