import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeJsonSchema } from "../../src/config/explain";
import { formatFault } from "../../src/config/fault";
import { findBridgeFiles } from "../../src/config/bridge-files";
import { loadBridge } from "../../src/config/load";
import { QUOTAS } from "../../src/config/quotas";
import { LARGEST_FILE_BYTES } from "../../src/config/source-file";
import { cidr, parseIpv4 } from "../../src/ipv4";
import { type Edit, EXISTING, LARGE, patch, SMALL } from "./bridge-texts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-load-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a text as the file test.yaml. */
function load(text: string) {
  const path = join(folder, "test.yaml");
  writeFileSync(path, text);
  return loadBridge(path, "test.yaml");
}

function faultsOf(text: string): string[] {
  const loaded = load(text);
  return "faults" in loaded ? loaded.faults.map(formatFault) : [];
}

function configOf(text: string) {
  const loaded = load(text);
  if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
  return loaded.bridge.config;
}

describe("what a bridge file leaves out", () => {
  test("is filled in", () => {
    expect(configOf(SMALL)).toEqual({
      region: "us-east-1",
      tags: {},
      backend: { type: "local", path: "state/small.tfstate" },
      client: {
        vpc: { cidr: cidr("10.64.0.0/16"), secondary_cidrs: [], routes: [] },
        subnets: { clients: { cidr: cidr("10.64.0.0/24"), zone: "a", clients: true } },
      },
      web: {
        vpc: { cidr: cidr("10.64.0.0/16"), secondary_cidrs: [], routes: [] },
        subnets: { servers: { cidr: cidr("10.64.0.0/24"), zone: "a" } },
      },
      bridge: {
        cidr: cidr("10.0.0.0/16"),
        nat_subnets: { nat: { cidr: cidr("10.0.1.0/24"), zone: "a", addresses: [parseIpv4("10.0.1.10")] } },
        alb_subnets: {
          "alb-1": { cidr: cidr("10.0.2.0/24"), zone: "a" },
          "alb-2": { cidr: cidr("10.0.3.0/24"), zone: "b" },
        },
        shadow_subnets: {},
      },
      transit_gateway: { share: "invitation", asn: 64512 },
      alb: {
        idle_timeout: 60,
        deletion_protection: false,
        desync_mitigation_mode: "defensive",
        xff_header_processing_mode: "append",
        xff_client_port: false,
      },
      listeners: { http: { port: 80, action: "forward" } },
      services: {
        shop: {
          targets: [parseIpv4("10.64.0.10")],
          port: 80,
          protocol: "HTTP",
          health: { path: "/", matcher: "200", interval: 15, timeout: 5, healthy: 2, unhealthy: 2 },
        },
      },
      expect: [],
      demo: { connect_endpoint: false },
      quotas: Object.fromEntries(Object.entries(QUOTAS).map(([name, quota]) => [name, quota.default])),
    });
  });

  test("HTTPS gets port 443 and a policy with TLS 1.3, logs get 90 days and 30 more", () => {
    const { listeners, logs } = configOf(LARGE);
    expect(listeners.https).toMatchObject({ port: 443, tls_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" });
    expect(logs).toMatchObject({ expire_after_days: 90, keep_deleted_days: 30, access_logs: true, flow_logs: false });
  });

  test("Terraform Cloud is app.terraform.io", () => {
    expect(configOf(LARGE).backend).toEqual({
      type: "cloud",
      organization: "acme",
      workspace: "large",
      hostname: "app.terraform.io",
    });
  });
});

test("a bridge is named after its file, and puts later findings at their place in it", () => {
  const loaded = load(SMALL);
  if ("faults" in loaded) throw new Error("has faults");
  expect(loaded.bridge).toMatchObject({ name: "test", file: "test.yaml" });
  const words = { rule: "r", message: "m", fix: "f" };
  const places = [
    ["bridge", "alb_subnets", "alb-2", "cidr"],
    ["bridge", "alb_subnets"],
    ["alb", "name"],
    [],
    ["services", "shop", "targets", 0],
  ];
  expect(loaded.bridge.locate(places.map((path) => ({ ...words, path }))).map(formatFault)).toEqual([
    'test.yaml:17:20: bridge.alb_subnets.alb-2.cidr: "10.0.3.0/24" m; f [r]',
    "test.yaml:15:3: bridge.alb_subnets: m; f [r]",
    "test.yaml:1:1: alb.name: m; f [r]",
    "test.yaml:1:1: m; f [r]",
    'test.yaml:22:15: services.shop.targets[0]: "10.64.0.10" m; f [r]',
  ]);
});

describe("what just passes", () => {
  const service = (text: string): Edit => ["    port: 80\n", `    ${text}\n`];
  const top = (text: string): Edit => ["services:", `${text}\nservices:`];
  test.each<[string, string, Edit]>([
    ["port 1", SMALL, service("port: 1")],
    ["port 65535", SMALL, service("port: 65535")],
    ["a name of 24 letters", SMALL, ["  shop:", `  ${"a".repeat(24)}:`]],
    ["an ALB name of 32 letters and capitals", SMALL, top(`alb: { name: ${"Ab".repeat(16)} }`)],
    ["the lowest and the highest private ASN", SMALL, top("transit_gateway: { asn: 4294967294 }")],
    ["priority 50000", SMALL, service("priority: 50000\n    match: { paths: [/] }")],
    [
      "health times at their limits",
      SMALL,
      service("health: { interval: 300, timeout: 120, healthy: 10, unhealthy: 10 }"),
    ],
    ["a health matcher of ranges", SMALL, service('health: { matcher: "200-299,301,404" }')],
    ["paths with all that AWS allows", SMALL, service('match: { paths: ["/a_b-c.d$e/f~g\\"h\'i@j:k+l&m*?"] }')],
    ["an id of 17 digits", EXISTING, ["tgw-11111111", "tgw-0123456789abcdef0"]],
    ["an ARN of China", LARGE, top("alarms: { topic: arn:aws-cn:sns:eu-central-1:111122223333:a }")],
    [
      "JSON, which is YAML too",
      SMALL,
      [
        "backend: { type: local, path: state/small.tfstate }",
        'backend: {"type": "local", "path": "state/small.tfstate"}',
      ],
    ],
    [
      "aliases that save typing",
      SMALL,
      service("health: &h { path: /up }\n  api: { match: { paths: [/api] }, targets: [10.64.0.11], health: *h }"),
    ],
    ["a state file in a folder of a folder", SMALL, ["state/small.tfstate", "a/b-c/d_e.tfstate"]],
    [
      "a Terraform Enterprise with a port",
      LARGE,
      ["workspace: large", 'workspace: large, hostname: "tfe.acme.example:8443"'],
    ],
  ])("%s", (_, text, edit) => {
    expect(faultsOf(patch(text, edit))).toEqual([]);
  });

  test("a file of a mebibyte, and not a byte more", () => {
    const padded = (bytes: number) => `${SMALL}#`.padEnd(bytes, "x");
    expect(faultsOf(padded(LARGEST_FILE_BYTES))).toEqual([]);
    expect(faultsOf(padded(LARGEST_FILE_BYTES + 1))).toEqual([
      "test.yaml:1:1: has 1048577 bytes, more than the 1048576 a bridge may have; split it into several bridges [file-size]",
    ]);
  });
});

describe("every form that the schema asks for", () => {
  /** A text, the edits that break one form each, and what is told of it. */
  const FORMS: Readonly<Record<string, [base: string, edit: Edit, told: string]>> = {
    "account-id": [
      LARGE,
      ['"111122223333" }', '"1111" }'],
      '4:18: client.account.id: "1111" must be twelve digits in quotes; write e.g. "111122223333"',
    ],
    "alb-name": [
      LARGE,
      ["idle_timeout: 60", "name: -x"],
      '18:14: alb.name: "-x" must be letters, digits and inner hyphens, and must not begin with internal-; write e.g. overlap-article',
    ],
    arn: [
      LARGE,
      ['id: "111122223333"', 'id: "111122223333", role: admin'],
      '4:40: client.account.role: "admin" must be the ARN of an IAM role; write e.g. arn:aws:iam::111122223333:role/deploy',
    ],
    "aws-id": [
      EXISTING,
      ["sg-11111111", "sg-1234567"],
      '16:21: web.security_groups[0]: "sg-1234567" must be sg- and 8 or 17 hexadecimal digits; write e.g. sg-0123456789abcdef0',
    ],
    "bucket-name": [
      EXISTING,
      ["acme-state", "-state"],
      '2:30: backend.bucket: "-state" must be an S3 bucket name; write e.g. acme-terraform-state',
    ],
    end: [
      SMALL,
      ["    port: 80", "    port: 80\nexpect: [{ from: ' x', to: web, is: denied }]"],
      '24:18: expect[0].from: " x" must name an end: a Terraform address, an address in a VPC, client, web, a service or internet; write e.g. client',
    ],
    "health-matcher": [
      SMALL,
      ["    port: 80", "    health: { matcher: 200-299-300 }"],
      '23:24: services.shop.health.matcher: "200-299-300" must be status codes from 200 to 499, single, listed or as a range; write e.g. 200-299',
    ],
    "health-path": [
      SMALL,
      ["    port: 80", '    health: { path: "/a b" }'],
      '23:21: services.shop.health.path: "/a b" must start with / and be a path, with or without a query, as RFC 3986 has them; write e.g. /healthz',
    ],
    "host-pattern": [
      LARGE,
      ["match: { hosts: [shop.example.com] }", "match: { hosts: [shop/api] }"],
      '25:22: services.shop.match.hosts[0]: "shop/api" must be a host name, * and ? allowed; write e.g. shop.example.com',
    ],
    hostname: [
      LARGE,
      ["workspace: large", 'workspace: large, hostname: "https://tfe"'],
      '2:73: backend.hostname: "https://tfe" must be a host name; write e.g. app.terraform.io',
    ],
    "instance-type": [
      SMALL,
      ["services:", "demo: { client: { subnet: clients, address: 10.64.0.20, instance_type: nano } }\nservices:"],
      '20:72: demo.client.instance_type: "nano" must be an EC2 instance type; write e.g. t4g.nano',
    ],
    name: [
      SMALL,
      ["services:", "demo: { client: { subnet: a--b, address: 10.64.0.20 } }\nservices:"],
      '20:27: demo.client.subnet: "a--b" must be lower-case letters, digits and single inner hyphens, starting with a letter; write e.g. web-1',
    ],
    "object-key": [
      EXISTING,
      ["existing.tfstate", '"a b"'],
      '2:47: backend.key: "a b" must be an S3 object key; write e.g. overlap-bridge/article.tfstate',
    ],
    organization: [
      LARGE,
      ["organization: acme", "organization: a b"],
      '2:39: backend.organization: "a b" must be a Terraform Cloud organization; write e.g. acme',
    ],
    "path-pattern": [
      LARGE,
      ["/api/*", '"/a b"'],
      '28:49: services.api.match.paths[0]: "/a b" must be a path, * and ? allowed; write e.g. /api/*',
    ],
    region: [SMALL, ["us-east-1", "useast1"], '1:9: region: "useast1" must be an AWS Region; write e.g. us-east-1'],
    "state-path": [
      SMALL,
      ["state/small.tfstate", "state/small.json"],
      '2:31: backend.path: "state/small.json" must be a path inside the project folder that ends in .tfstate; write e.g. state/article.tfstate',
    ],
    "tls-policy": [
      LARGE,
      ["  https:\n", "  https:\n    tls_policy: ELBSecurityPolicy-FS-1-2-2019-08\n"],
      '22:17: listeners.https.tls_policy: "ELBSecurityPolicy-FS-1-2-2019-08" is a policy without TLS 1.3; write e.g. ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or ELBSecurityPolicy-TLS13-1-3-2021-06',
    ],
    workspace: [
      LARGE,
      ["workspace: large", "workspace: ''"],
      '2:56: backend.workspace: "" must be a Terraform Cloud workspace; write e.g. overlap-bridge-production',
    ],
    zone: [
      SMALL,
      ["zone: b }\nlisteners", "zone: B }\nlisteners"],
      '17:39: bridge.alb_subnets.alb-2.zone: "B" must be a zone\'s letter or a zone id; write e.g. a',
    ],
    "zone-letter": [
      SMALL,
      ["us-east-1", "us-east-1\nzones: [a, ab]"],
      '2:12: zones[1]: "ab" must be a zone\'s letter; write e.g. a',
    ],
  };

  test.each(Object.entries(FORMS))("%s", (rule, [base, edit, told]) => {
    expect(faultsOf(patch(base, edit))).toEqual([`test.yaml:${told} [${rule}]`]);
  });

  test("is in that table", () => {
    const rules = JSON.stringify(bridgeJsonSchema()).matchAll(/"rule":"([a-z-]+)"/g);
    expect(Object.keys(FORMS).sort()).toEqual([...new Set([...rules].map(([, rule]) => rule))].sort());
  });
});

test("a folder's bridge files are those that end in .yaml, by name, without hidden ones", () => {
  for (const name of ["b.yaml", "a.yaml", ".hidden.yaml", "notes.txt", "c.yaml.bak"])
    writeFileSync(join(folder, name), "");
  rmSync(join(folder, "test.yaml"), { force: true });
  expect(findBridgeFiles(folder)).toEqual({ files: ["a.yaml", "b.yaml"] });
});
