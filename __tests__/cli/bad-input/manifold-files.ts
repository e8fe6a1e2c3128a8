import { LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "../../support/bad-file";

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
      [1, "region", "region"],
      [6, "client.subnets.clients.cidr", "cidr"],
      [14, "bridge.nat_subnets.nat.addresses[0]", "address"],
      [22, "services.shop.targets", "range"],
      [23, "services.shop.prot", "unknown-key"],
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
      [12, "bridge.cidr", "bridge-overlaps-client"],
      [12, "bridge.cidr", "bridge-overlaps-web"],
      [14, "bridge.nat_subnets.nat.cidr", "bridge-subnet-in-bridge"],
      [16, "bridge.alb_subnets.alb-1.cidr", "bridge-subnet-in-bridge"],
      [17, "bridge.alb_subnets.alb-2.cidr", "bridge-subnet-in-bridge"],
      [19, "listeners.http.action", "redirect-to-https"],
      [22, "services.shop.targets[0]", "target-usable"],
      [22, "services.shop.targets[1]", "distinct-targets"],
      [22, "services.shop.targets[1]", "target-usable"],
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
      [9, "client.subnets.batch.client", "unknown-key"],
      [17, "bridge.zones[1]", "zone-exists"],
      [18, "alb.idle_timeout", "alb-idle-timeout"],
      [18, "alb.timeout", "unknown-key"],
      [26, "services.shop.targets[1]", "target-zone"],
    ],
  ),
];
