import { bad, type BadFile } from "../support/bad-file";
import { APPLIANCE, EXISTING, LARGE, SMALL } from "./bridge-texts";

/** Every form that the schema asks for, by its rule, and a value that has it not. */
export const FORM_FILES: readonly BadFile[] = [
  bad("account-id", LARGE, [['"111122223333" }', '"1111" }']], [[4, "client.account.id", "account-id"]]),
  bad("alb-name", LARGE, [["idle_timeout: 60", "name: -x"]], [[18, "alb.name", "alb-name"]]),
  bad("arn", LARGE, [['id: "111122223333"', 'id: "111122223333", role: admin']], [[4, "client.account.role", "arn"]]),
  bad("aws-id", EXISTING, [["sg-11111111", "sg-1234567"]], [[16, "web.security_groups[0]", "aws-id"]]),
  bad("bucket-name", EXISTING, [["acme-state", "-state"]], [[2, "backend.bucket", "bucket-name"]]),
  bad(
    "certificate-name",
    LARGE,
    [["  https:\n", "  https:\n    certificate_names: ['*.*.internal']\n"]],
    [[22, "listeners.https.certificate_names[0]", "certificate-name"]],
  ),
  bad(
    "end",
    SMALL,
    [["    port: 80", "    port: 80\nexpect: [{ from: ' x', to: web, is: denied }]"]],
    [[24, "expect[0].from", "end"]],
  ),
  bad(
    "health-matcher",
    SMALL,
    [["    port: 80", "    health: { matcher: 200-299-300 }"]],
    [[23, "services.shop.health.matcher", "health-matcher"]],
  ),
  bad(
    "health-path",
    SMALL,
    [["    port: 80", '    health: { path: "/a b" }']],
    [[23, "services.shop.health.path", "health-path"]],
  ),
  bad(
    "host-pattern",
    LARGE,
    [["match: { hosts: [shop.example.com] }", "match: { hosts: [shop/api] }"]],
    [[25, "services.shop.match.hosts[0]", "host-pattern"]],
  ),
  bad(
    "hosted-zone-id",
    SMALL,
    [["services:", "dns: { zone_id: z0123 }\nservices:"]],
    [[20, "dns.zone_id", "hosted-zone-id"]],
  ),
  bad(
    "hostname",
    LARGE,
    [["workspace: large", 'workspace: large, hostname: "https://tfe"']],
    [[2, "backend.hostname", "hostname"]],
  ),
  bad(
    "instance-type",
    SMALL,
    [["services:", "demo: { client: { subnet: clients, address: 10.64.0.20, instance_type: nano } }\nservices:"]],
    [[20, "demo.client.instance_type", "instance-type"]],
  ),
  bad(
    "name",
    SMALL,
    [["services:", "demo: { client: { subnet: a--b, address: 10.64.0.20 } }\nservices:"]],
    [[20, "demo.client.subnet", "name"]],
  ),
  bad("object-key", EXISTING, [["existing.tfstate", '"a b"']], [[2, "backend.key", "object-key"]]),
  bad(
    "organization",
    LARGE,
    [["organization: acme", "organization: a b"]],
    [[2, "backend.organization", "organization"]],
  ),
  bad("path-pattern", LARGE, [["/api/*", '"/a b"']], [[28, "services.api.match.paths[0]", "path-pattern"]]),
  bad("region", SMALL, [["us-east-1", "useast1"]], [[1, "region", "region"]]),
  bad("state-path", SMALL, [["state/small.tfstate", "state/small.json"]], [[2, "backend.path", "state-path"]]),
  bad(
    "tls-policy",
    LARGE,
    [["  https:\n", "  https:\n    tls_policy: ELBSecurityPolicy-FS-1-2-2019-08\n"]],
    [[22, "listeners.https.tls_policy", "tls-policy"]],
  ),
  bad("workspace", LARGE, [["workspace: large", "workspace: ''"]], [[2, "backend.workspace", "workspace"]]),
  bad(
    "zone",
    SMALL,
    [["zone: b }\nlisteners", "zone: B }\nlisteners"]],
    [[17, "bridge.alb_subnets.alb-2.zone", "zone"]],
  ),
  bad("zone-letter", SMALL, [["us-east-1", "us-east-1\nzones: [a, ab]"]], [[2, "zones[1]", "zone-letter"]]),
  bad("zone-name", SMALL, [["services:", "dns: { zone: internal. }\nservices:"]], [[20, "dns.zone", "zone-name"]]),
  bad(
    "ports",
    APPLIANCE,
    [["ports: [161]", "ports: [161, 9-8]"]],
    [[20, "appliance.client_to_web[1].ports[1]", "ports"]],
  ),
  bad(
    "seen-as",
    APPLIANCE,
    [["clients_seen_as: 100.64.2.0/24", "clients_seen_as: [100.64.2.0/24]"]],
    [[17, "appliance.clients_seen_as", "seen-as"]],
  ),
];
