import { LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "./bad-file";

/** Several faults in one file, of one kind and of different kinds: all are told, in the order of the file. */
export const MANIFOLD_FILES: readonly BadFile[] = [
  bad(
    "five wrong values",
    SMALL,
    [
      ["us-east-1", "virginia"],
      ["clients: { cidr: 10.64.0.0/24", "clients: { cidr: 10.64.0.1/24"],
      ["addresses: [10.0.1.10]", "addresses: [10.0.1]"],
      ["targets: [10.64.0.10]", "targets: []"],
      ["    port: 80", "    prot: 80"],
    ],
    [
      'bridges/bad.yaml:1:9: region: "virginia" must be an AWS Region; write e.g. us-east-1 [region]',
      'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "10.64.0.1/24" has host bits set; write 10.64.0.0/24 [cidr]',
      'bridges/bad.yaml:14:52: bridge.nat_subnets.nat.addresses[0]: "10.0.1" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
      "bridges/bad.yaml:22:14: services.shop.targets: must have at least 1 entry; write 1 entry or more [range]",
      "bridges/bad.yaml:23:11: services.shop.prot: 80 is no key of a bridge file here; did you mean port? [unknown-key]",
    ],
  ),
  bad(
    "contradictions and broken rules",
    SMALL,
    [
      ["cidr: 10.0.0.0/16", "cidr: 10.64.0.0/16"],
      ["{ port: 80 }", "{ action: redirect }"],
      ["targets: [10.64.0.10]", "targets: [10.64.0.1, 10.64.0.1]"],
    ],
    [
      'bridges/bad.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the client VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-client]',
      'bridges/bad.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the web VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-web]',
      'bridges/bad.yaml:14:18: bridge.nat_subnets.nat.cidr: "10.0.1.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
      'bridges/bad.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.0.2.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
      'bridges/bad.yaml:17:20: bridge.alb_subnets.alb-2.cidr: "10.0.3.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
      'bridges/bad.yaml:19:19: listeners.http.action: "redirect" has no HTTPS listener to redirect to; write listeners.https with certificates, or action: forward [redirect-to-https]',
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.1" is reserved in servers 10.64.0.0/24: the VPC router; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
      'bridges/bad.yaml:22:26: services.shop.targets[1]: "10.64.0.1" is listed twice; list each target once [distinct-targets]',
      'bridges/bad.yaml:22:26: services.shop.targets[1]: "10.64.0.1" is reserved in servers 10.64.0.0/24: the VPC router; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "unknown keys, a contradiction and a broken rule",
    LARGE,
    [
      ["clients: false", "client: false"],
      ["idle_timeout: 60", "idle_timeout: 400, timeout: 5"],
      ["zones: [a, b]", "zones: [a, d]"],
    ],
    [
      "bridges/bad.yaml:9:51: client.subnets.batch.client: false is no key of a bridge file here; did you mean clients? [unknown-key]",
      'bridges/bad.yaml:17:14: bridge.zones[1]: "d" is not a zone of eu-central-1; write one of a, b, c, or list your account\'s letters under zones [zone-exists]',
      "bridges/bad.yaml:18:22: alb.idle_timeout: 400 is not below the NAT gateway's 350 s; write 349 or fewer seconds [alb-idle-timeout]",
      "bridges/bad.yaml:18:36: alb.timeout: 5 is no key of a bridge file here; write one of name, deletion_protection, desync_mitigation_mode, xff_header_processing_mode, xff_client_port, waf_acl_arn [unknown-key]",
      'bridges/bad.yaml:26:27: services.shop.targets[1]: "10.64.1.10" lies in clients-b of the client VPC, in zone b, where the ALB has no subnet; add an ALB subnet in zone b [target-zone]',
    ],
  ),
];
