interface Foreign {
  /** What it is, in words. */
  readonly what: string;
  /** What to do, where it is more than to name another file. */
  readonly next?: string;
}

const hex = (bytes: Buffer, length: number): string => bytes.subarray(0, length).toString("hex");
const PLAIN_TEXT = "unpack it";

/** A file that is no text, by its first bytes. */
export function foreignBytes(bytes: Buffer): Foreign | undefined {
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1")
    return {
      what: "is in Parquet, and only plain text is read",
      next: "ask Athena with the query of docs/who.md, or have the flow log written as plain text",
    };
  if (hex(bytes, 4) === "504b0304") return { what: "is a ZIP archive", next: PLAIN_TEXT };
  if (hex(bytes, 3) === "425a68") return { what: "is packed with bzip2", next: PLAIN_TEXT };
  if (hex(bytes, 4) === "28b52ffd") return { what: "is packed with zstd", next: PLAIN_TEXT };
  if (hex(bytes, 6) === "fd377a585a00") return { what: "is packed with xz", next: PLAIN_TEXT };
  if (hex(bytes, 2) === "fffe" || hex(bytes, 2) === "feff")
    return { what: "is text in UTF-16", next: "save it as UTF-8" };
  return bytes.includes(0) ? { what: "is no text" } : undefined;
}

/** Other logs of AWS and what one finds beside them, by how a line begins. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^\s*[[{].*"(webaclId|httpSourceName)"/, "is a log of AWS WAF"],
  [/^\s*[[{].*"(query_name|query_timestamp)"/, "is a query log of Route 53 Resolver"],
  [/^\s*[[{].*"(eventVersion|Records|eventSource)"/, "is a log of CloudTrail"],
  [/^\s*[[{].*"(firewall_name)"/, "is a log of AWS Network Firewall"],
  [/^\s*[[{]/, "is JSON"],
  [/^#(Version|Fields):/, "is an access log of CloudFront, or of another web server in W3C format"],
  [/^\s*<(\?xml|Error|!DOCTYPE|html)/i, "is XML or HTML, such as an error of S3"],
  [/^[0-9a-f]{64} \S+ \[/, "is an access log of S3"],
  [/^(version )?(resource-type|.*\btgw-id\b)/, "is a flow log of a transit gateway"],
  [/^\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/, "is an access log of a web server"],
  [/^(\d{4}-\d\d-\d\dT[\d:.]+Z) \S+ \d+ \d+ (TLS\S*|-) /, "is a connection log of an ALB"],
  [/^(\d{4}-\d\d-\d\dT[\d:.]+Z) \S+ \S+:\d+ (\S+:\d+|-) /, "is an access log of a Classic Load Balancer"],
  [/^(https?|grpcs?|h2) \d{4}-\d\d-\d\dT[\d:.]+Z [\d.-]+ /, "is a health check log of an ALB"],
  [/^Enable AccessLog for ELB/, "is the file with which Elastic Load Balancing tries its rights"],
];

const EXPORT_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;

/** A line without the time that CloudWatch Logs writes before each event when it exports them to S3. */
export function withoutExportTime(line: string): string {
  return line.charCodeAt(4) === 45 ? line.replace(EXPORT_TIME, "") : line;
}

/** A line of another log. */
export function foreignLine(line: string): Foreign | undefined {
  const start = line.slice(0, 2000);
  const [, what] = BEGINNINGS.find(([pattern]) => pattern.test(start)) ?? [];
  return what === undefined ? undefined : { what };
}
