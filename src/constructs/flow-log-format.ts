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

/** The fields of every flow log, so that one query reads them all. $$ is a literal $ in Terraform. */
export const FLOW_LOG_FORMAT = FIELDS.map((field) => `$\${${field}}`).join(" ");
