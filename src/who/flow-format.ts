/**
 * The fields of version 2 in their order: what a flow log has when nobody chose a format.
 * Source: VPC user guide, Flow log records, "Default format" and "Available fields".
 */
const DEFAULT_FIELDS =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status".split(
    " ",
  );
/** What the bridge's flow logs of NAT gateways have; those of VPCs have three fields more. */
const BRIDGE_FIELDS =
  "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction".split(
    " ",
  );
const BRIDGE_VPC_FIELDS = [...BRIDGE_FIELDS, "vpc-id", "subnet-id", "log-status"];
/** The fields without which no client can be found; a header with none of them is none of a flow log. */
const NEEDED =
  "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end pkt-srcaddr pkt-dstaddr".split(" ");

/** The place of each field that is used in a record; -1 where the format lacks it. */
export interface FlowFormat {
  /** The names, as one text: flow logs of one format have the same. */
  readonly text: string;
  readonly length: number;
  readonly at: Readonly<Record<FlowField, number>>;
  /** Fields without which nobody can be found by this log. */
  readonly lacking: readonly string[];
}

const USED = [...NEEDED, "action", "tcp-flags", "flow-direction", "log-status"] as const;
export type FlowField =
  | "interface-id"
  | "srcaddr"
  | "dstaddr"
  | "srcport"
  | "dstport"
  | "protocol"
  | "packets"
  | "bytes"
  | "start"
  | "end"
  | "pkt-srcaddr"
  | "pkt-dstaddr"
  | "action"
  | "tcp-flags"
  | "flow-direction"
  | "log-status";

function formatOf(fields: readonly string[]): FlowFormat {
  const at = Object.fromEntries(USED.map((name) => [name, fields.indexOf(name)])) as Record<FlowField, number>;
  return {
    text: fields.join(" "),
    length: fields.length,
    at,
    lacking: NEEDED.filter((name) => !fields.includes(name)),
  };
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function isHeader(words: readonly string[]): boolean {
  return words.every((word) => NAME.test(word)) && words.some((word) => NEEDED.includes(word));
}

/**
 * The format that a header line names, as files in S3 begin with one.
 * Source: VPC user guide, Publish flow logs to Amazon S3, "Flow log files".
 */
export function formatOfHeader(line: string): FlowFormat | undefined {
  const words = line.trim().split(/\s+/);
  return isHeader(words) ? formatOf(words) : undefined;
}

/** The format as `aws ec2 create-flow-logs` takes it: `${srcaddr} ${dstaddr}`; in Terraform a `$$` is a `$`. */
export function formatOfOption(text: string): FlowFormat | undefined {
  return formatOfHeader(text.replace(/\$+\{([^{}\s]*)\}/g, "$1"));
}

const INTERFACE = /^eni-[0-9a-f]+$/;

/** The format of a line that no header stands before: the default one and the bridge's own can be told by their shape. */
export function formatOfShape(line: string): FlowFormat | undefined {
  const words = line.split(" ");
  if (words.length === DEFAULT_FIELDS.length && words[0] === "2" && INTERFACE.test(words[2] ?? ""))
    return formatOf(DEFAULT_FIELDS);
  const own = [BRIDGE_FIELDS, BRIDGE_VPC_FIELDS].find(({ length }) => length === words.length);
  const looksOwn = INTERFACE.test(words[0] ?? "") && /^(ingress|egress|-)$/.test(words[14] ?? "");
  return own && looksOwn && /^(ACCEPT|REJECT|-)$/.test(words[10] ?? "") ? formatOf(own) : undefined;
}
