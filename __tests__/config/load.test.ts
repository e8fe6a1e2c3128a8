import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeJsonSchema } from "../../src/config/file-schema";
import { formatFault } from "../../src/config/fault";
import { findBridgeFiles } from "../../src/config/bridge-files";
import { loadBridge } from "../../src/config/load";
import { QUOTAS } from "../../src/config/quotas";
import { LARGEST_FILE_BYTES } from "../../src/config/source-file";
import { cidr, parseIpv4 } from "../../src/ipv4";
import { faultsOfFile, toldOf } from "../support/bad-file";
import { told } from "../support/told";
import { FORM_FILES } from "./form-files";
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

// With work for each of them that grows with their number, this ends in minutes.
test("tens of thousands of keys that there are not are told one by one", () => {
  const faults = faultsOf(SMALL + Array.from({ length: 20_000 }, (_, i) => `k${i}: a\n`).join(""));
  expect(faults).toHaveLength(20_000);
  expect(faults.at(-1)).toMatch(/: k19999: .* is no key of a bridge file here; write one of .*\[unknown-key\]$/);
});

describe("what a bridge file leaves out", () => {
  test("is filled in", () => {
    expect(configOf(SMALL)).toEqual({
      region: "us-east-1",
      tags: {},
      backend: { type: "local", path: "state/small.tfstate" },
      client: {
        vpc: { cidr: cidr("10.64.0.0/16"), secondary_cidrs: [], routes: [], encryption_exclusions: [] },
        subnets: { clients: { cidr: cidr("10.64.0.0/24"), zone: "a", clients: true } },
      },
      web: {
        vpc: { cidr: cidr("10.64.0.0/16"), secondary_cidrs: [], routes: [], encryption_exclusions: [] },
        subnets: { servers: { cidr: cidr("10.64.0.0/24"), zone: "a" } },
      },
      bridge: {
        cidr: cidr("10.0.0.0/16"),
        nat_subnets: { nat: { cidr: cidr("10.0.1.0/24"), zone: "a", addresses: [parseIpv4("10.0.1.10")] } },
        alb_subnets: {
          "alb-1": { cidr: cidr("10.0.2.0/24"), zone: "a" },
          "alb-2": { cidr: cidr("10.0.3.0/24"), zone: "b" },
        },
        place: "client",
        shadow_subnets: {},
      },
      transit_gateway: { share: "invitation", encryption_support: false, asn: 64512 },
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
    const loaded = load(padded(LARGEST_FILE_BYTES + 1));
    expect("faults" in loaded && loaded.faults.map(told)).toEqual([
      { rule: "file-size", file: "test.yaml", line: 1, key: "" },
    ]);
  });
});

describe("every form that the schema asks for", () => {
  test.each(FORM_FILES.map((one) => [one.id, one] as const))("%s", (id, one) => {
    expect(faultsOfFile(one).map(told)).toEqual(toldOf(one));
    expect(one.found.map(([, , rule]) => rule)).toEqual([id]);
  });

  test("is in that table", () => {
    const rules = JSON.stringify(bridgeJsonSchema()).matchAll(/"rule":"([a-z-]+)"/g);
    expect(FORM_FILES.map(({ id }) => id).sort()).toEqual([...new Set([...rules].map(([, rule]) => rule))].sort());
  });
});

test("a folder's bridge files are those that end in .yaml, by name, without hidden ones", () => {
  for (const name of ["b.yaml", "a.yaml", ".hidden.yaml", "notes.txt", "c.yaml.bak"])
    writeFileSync(join(folder, name), "");
  rmSync(join(folder, "test.yaml"), { force: true });
  expect(findBridgeFiles(folder)).toEqual({ files: ["a.yaml", "b.yaml"] });
});
