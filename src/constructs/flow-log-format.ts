/**
 * pkt-srcaddr is the client before the NAT gateway and its own address after it; the format can't be changed later.
 * Source: VPC user guide, flow log records, "Traffic through a NAT gateway".
 */
const FIELDS = [
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "tcp-flags",
  "pkt-srcaddr",
  "pkt-dstaddr",
  "flow-direction",
];

/** $$ is a literal $ in Terraform. */
function format(fields: readonly string[]): string {
  return fields.map((field) => `$\${${field}}`).join(" ");
}

/** The fields of every flow log, so that one query reads them all. */
export const FLOW_LOG_FORMAT = format(FIELDS);

/**
 * The same and, after them, where a record was made: two VPCs with the same addresses are told apart by nothing else. The last
 * one says whether records are missing.
 */
export const VPC_FLOW_LOG_FORMAT = format([...FIELDS, "vpc-id", "subnet-id", "log-status"]);
