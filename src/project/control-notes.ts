/** What of a bridge file makes a control met; or why a bridge does not meet it, as the end of "not met: ...". */
const NOTES: Readonly<Record<string, string>> = {
  "EC2.6": "write logs.bucket and logs.vpc_flow_logs: true",
  "EC2.10": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.17": "an appliance has one interface towards each side: after translation both have the same addresses",
  "EC2.22": "your web servers are to join it",
  "EC2.55": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.56": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.57": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.58": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.60": "nothing that a bridge makes calls that service; your hosts may",
  "EC2.180": "an appliance forwards what is not its own, which that check refuses",
  "ELB.1": "write listeners.https with certificates, and listeners.http.action: redirect",
  "ELB.5": "write logs.bucket, and no access_logs: false",
  "ELB.6": "write alb.deletion_protection: true",
  "ELB.16": "write alb.waf_acl_arn",
  "ELB.17": "write listeners.https.tls_policy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELB.18": "write listeners.https with certificates, and leave listeners.http out",
  "ELB.21": "write protocol: HTTPS for each service, where the servers speak it",
  "ELB.22": "write protocol: HTTPS for each service, where the servers speak it",
  "S3.7": "logs are kept for a while in one place; for more make the bucket yourself and write logs.create: false",
  "S3.9": "the bucket would log itself; for more make the bucket yourself and write logs.create: false",
  "S3.11": "nobody waits for a log; for more make the bucket yourself and write logs.create: false",
  "S3.15": "a lock refuses uploads without a checksum, and AWS does not say that load balancers send one",
  "S3.17": "load balancers can't write access logs under another key",
  "SSM.1":
    "demo hosts have no role on purpose, and are reached by the connect endpoint; for appliances write session_access: true",
};

export function noteOn(control: string): string | undefined {
  return Object.hasOwn(NOTES, control) ? NOTES[control] : undefined;
}
