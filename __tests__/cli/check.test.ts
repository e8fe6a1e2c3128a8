import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACROSS_RULES } from "../../src/address-plan/across";
import { RULES } from "../../src/address-plan/rules";
import { type Ended, run as runCommand } from "../../src/cli/main";
import { CONTROLS } from "../../src/security-hub";
import { bridgeText, type Changes } from "../support/bridges";
import { captureIo, type CapturedIo } from "../support/io";

/** Runs the command line in a folder that holds these bridges, and other files by their paths. */
async function run(
  args: string[],
  bridges: Record<string, string>,
  others: Record<string, string> = {},
): Promise<Ended & { io: CapturedIo }> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-check-"));
  mkdirSync(join(folder, "bridges"));
  for (const [name, text] of Object.entries(bridges)) writeFileSync(join(folder, "bridges", `${name}.yaml`), text);
  for (const [path, text] of Object.entries(others)) writeFileSync(join(folder, path), text);
  const io = captureIo(folder);
  try {
    return { ...(await runCommand(args, io)), io };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rules of one file, and between files. */
const COUNT = RULES.length + ACROSS_RULES.length;

const article = (changes: Changes = {}) => bridgeText("article", changes);

describe("overlap check", () => {
  test.each<[string, Changes, string[]]>([
    [
      "asked for by logs.create alone",
      { "client.account": { id: "111122223333" }, logs: { bucket: "acme-logs", create: true } },
      [
        "  Flow logs of the client and the web VPC go to acme-logs (AWS charges by the gigabyte), as they do with logs.create: true; logs.vpc_flow_logs: false leaves them out",
      ],
    ],
    [
      "asked for",
      { logs: { bucket: "acme-logs", vpc_flow_logs: true } },
      ["  Flow logs of the client and the web VPC go to acme-logs (AWS charges by the gigabyte)"],
    ],
    ["not there", { logs: { bucket: "acme-logs" } }, []],
  ])("says that VPC flow logs cost, where they are %s", async (_when, changes, expected) => {
    const { io } = await run(["check", "article"], { article: article(changes) });
    const lines = io.out().split("\n");
    expect(lines.filter((line) => line.startsWith("  Flow logs"))).toEqual(expected);
  });

  test("prints the plan and the verdict of every rule, and exits 0", async () => {
    const { exit, io } = await run(["check", "article"], { article: article() });
    expect(exit).toBe(0);
    expect(io.err()).toBe("");
    for (const rule of [...RULES, ...ACROSS_RULES]) expect(io.out()).toMatch(new RegExp(`holds +${rule.name} `));
    expect(io.out()).toMatch(/client +private2 +10\.0\.1\.0\/24 +a +NAT gateway 10\.0\.1\.10/);
    expect(io.out()).toMatch(/private3b +10\.64\.0\.0\/24 +attachment interface in private3b/);
    expect(io.out()).toMatch(/transit gateway, from web +10\.0\.2\.0\/23 +client attachment/);
    expect(io.out()).toContain(`all ${COUNT} rules hold`);
  });

  test("tells Security Hub's controls: how many are met, and each that is not, with what to write", async () => {
    const { exit, io } = await run(["check"], { article: article() });
    expect(exit).toBe(0);
    expect(io.out()).toMatch(/^ {2}Security Hub: \d+ controls met, \d+ not met, \d+ not applicable; --controls/m);
    expect(io.out()).toMatch(
      /^ +not met +ELB\.18 +aws_lb_listener\.front_http: is not encrypted \(write listeners\.https/m,
    );
    expect(io.out()).toMatch(
      /^ +not met +EC2\.10, EC2\.55, .*EC2\.60 +aws_vpc\.client, aws_vpc\.web: has no interface/m,
    );
    expect(io.out()).not.toMatch(/^ +(met|not applicable) /m);
    const defended = { alb: { deletion_protection: true } };
    const other = await run(["check"], { article: article(defended) });
    expect(io.out()).toMatch(/not met +ELB\.6 /);
    expect(other.io.out()).not.toMatch(/ELB\.6 /);
  });

  test("--controls lists all of them with their titles", async () => {
    const { exit, io } = await run(["check", "--controls"], { article: article() });
    expect(exit).toBe(0);
    for (const { id } of CONTROLS)
      expect(io.out()).toMatch(
        new RegExp(`^ +(met|not met|not applicable) +${id.replace(".", "\\.")} +(FSBP +)?\\S`, "m"),
      );
    expect(io.out()).toContain("FSBP  VPC default security groups should not allow inbound or outbound traffic\n");
    expect(io.out()).toMatch(/not applicable +S3\.5 .*; no bucket is made here\n/);
  });

  test("--json has them as data, and what a row says is in it", async () => {
    const { io } = await run(["check", "--json"], { article: article(), production: bridgeText("production") });
    const bridges = JSON.parse(io.out()) as {
      name: string;
      security_hub: {
        controls: { id: string; status: string; note?: string; faults?: object[] }[];
        not_read: string[];
      };
    }[];
    expect(bridges.map(({ name }) => name)).toEqual(["article", "production"]);
    for (const { security_hub } of bridges) {
      expect(security_hub.controls.map(({ id }) => id)).toEqual(CONTROLS.map(({ id }) => id));
      expect(security_hub.not_read).toEqual([]);
      // Whoever reads that a control is not met is told what to write, or why it is so.
      const unexplained = security_hub.controls.filter(
        ({ status, note }) => status === "not met" && note === undefined,
      );
      expect(unexplained).toEqual([]);
    }
    const [ofArticle, ofProduction] = bridges.map(({ security_hub }) =>
      Object.fromEntries(security_hub.controls.map(({ id, status }) => [id, status])),
    );
    for (const id of ["EC2.6", "ELB.1", "ELB.5", "ELB.6", "ELB.16", "ELB.21", "ELB.22"])
      expect([ofArticle?.[id], ofProduction?.[id]]).toEqual(["not met", "met"]);
  });

  test("a file with a broken rule has no controls: it can't be built", async () => {
    const bridges = { article: article({ "alb.idle_timeout": 400 }) };
    expect((await run(["check"], bridges)).io.out()).not.toContain("Security Hub");
    const [json] = JSON.parse((await run(["check", "--json"], bridges)).io.out()) as object[];
    expect(json).not.toHaveProperty("security_hub");
  });

  test("what is no part of the stack's own JSON is told as not read", async () => {
    const { io } = await run(["check"], { article: article({ reachability_analyzer: {} }) });
    expect(io.out()).toMatch(/^ +not read, so not judged: module\.analyzer_segments$/m);
  });

  test("names what is broken, still tells the rest, and exits 1", async () => {
    const { exit, io } = await run(["check"], { article: article({ "alb.idle_timeout": 400 }) });
    expect(exit).toBe(1);
    expect(io.out()).toMatch(/BROKEN +alb-idle-timeout /);
    expect(io.out()).toMatch(
      /^ {2}bridges\/article\.yaml:\d+:\d+: alb\.idle_timeout: 400 .*; .* \[alb-idle-timeout\]$/m,
    );
    expect(io.out()).toContain(`1 of ${COUNT} rules are broken`);
  });

  test("exits 2 for a file that can't be read, and still checks the others", async () => {
    const { exit, io } = await run(["check"], { article: article(), bad: "region: [" });
    expect(exit).toBe(2);
    expect(io.out()).toContain(`all ${COUNT} rules hold`);
    expect(io.err()).toMatch(/^bridges\/bad\.yaml:\d+:\d+: /m);
  });

  test("--json gives the plan and the rules", async () => {
    const { exit, io } = await run(["check", "--json"], { article: article({ "alb.idle_timeout": 400 }), bad: "[]" });
    expect(exit).toBe(2);
    const [good, bad] = JSON.parse(io.out()) as [Record<string, unknown>, Record<string, unknown>];
    expect(good).toMatchObject({
      name: "article",
      holds: false,
      plan: { client_vpc: { bridge_cidr: "10.0.0.0/16", existing: false } },
    });
    expect(good["rules"]).toHaveLength(COUNT);
    expect(good["rules"]).toContainEqual(
      expect.objectContaining({
        rule: "alb-idle-timeout",
        holds: false,
        faults: [expect.objectContaining({ key: "alb.idle_timeout", value: "400" })],
      }),
    );
    expect(bad).toMatchObject({ file: "bridges/bad.yaml", faults: [{ rule: "type" }] });
  });

  test("tells what two files are in each other's way with, also when one is asked for", async () => {
    const bridges = { one: article(), two: article({ "alb.name": "overlap-one" }) };
    for (const name of ["one", "two"]) {
      const other = name === "one" ? "two" : "one";
      const { exit, io } = await run(["check", name], bridges);
      expect(exit).toBe(1);
      expect(io.out()).toMatch(/BROKEN +state-of-its-own /);
      expect(io.out()).toMatch(/BROKEN +names-of-their-own /);
      expect(io.out()).toMatch(
        new RegExp(`bridges/${name}\\.yaml:12:9: backend\\.path: .* ${other}\\.yaml:12 .*; .* \\[state-of-its-own\\]`),
      );
      expect(io.out()).toContain(`2 of ${COUNT} rules are broken`);
    }
  });

  test("tells it of a file with another fault too", async () => {
    const { exit, io } = await run(["check", "bad"], { article: article(), bad: `${article()}wrong: 1\n` });
    expect(exit).toBe(2);
    expect(io.err()).toMatch(/\[unknown-key\]/);
    expect(io.err()).toMatch(/bad\.yaml:12:9: .* article\.yaml:12 .*\[state-of-its-own\]/);
  });

  test("a warning is told, and breaks nothing", async () => {
    const bridges = {
      article: article({
        "bridge.cidr": "8.8.8.0/24",
        "bridge.nat_subnets": undefined,
        "bridge.alb_subnets": undefined,
        "bridge.zones": ["a", "b"],
      }),
    };
    const { exit, io } = await run(["check"], bridges);
    expect(exit).toBe(0);
    expect(io.out()).toMatch(/warns +public-range /);
    expect(io.out()).toMatch(
      /warning: bridges\/article\.yaml:\d+:\d+: bridge\.cidr: "8\.8\.8\.0\/24" .* \[public-range\]$/m,
    );
    const [json] = JSON.parse((await run(["check", "--json"], bridges)).io.out()) as [
      { holds: boolean; rules: object[] },
    ];
    expect(json.holds).toBe(true);
    expect(json.rules).toContainEqual(expect.objectContaining({ rule: "public-range", warns: true, holds: false }));
    const synth = await run(["synth"], bridges);
    expect(synth.exit).toBe(0);
    expect(synth.io.out()).toMatch(/^ {2}warning: bridge\.cidr .* \[public-range\]$/m);
  });

  test("tells what looks like a bridge and is not read, where all are asked for", async () => {
    const { exit, io } = await run(["check"], { article: article() }, { "bridges/Other.YAML": article() });
    expect(exit).toBe(2);
    expect(io.err()).toMatch(/^bridges\/Other\.YAML:1:1: [^\n]+ \[bridge-ending\]\n$/);
    expect(io.out()).toContain(`all ${COUNT} rules hold`);
    expect((await run(["check", "article"], { article: article() }, { "bridges/Other.YAML": "" })).exit).toBe(0);
  });

  test("takes a path as well as a name", async () => {
    const { exit } = await run(["check", "bridges/article.yaml"], { article: article() });
    expect(exit).toBe(0);
  });

  test.each([
    [["check", "artikel"], "no-such-bridge"],
    [["check", "xyz"], "no-such-bridge"],
    [["check", "--jsn"], "unknownOption"],
    [["chek"], "unknownCommand"],
    [["check", "a", "b"], "excessArguments"],
  ])("%j is refused in one line and exits 2", async (args, rule) => {
    const { exit, refusal, io } = await run(args, { article: article() });
    expect([exit, refusal?.rule]).toEqual([2, rule]);
    expect(io.err()).toMatch(/^(overlap|error): [^\n]+\n$/);
  });

  test.each([["--help"], ["check", "--help"], ["synth", "--help"]])(
    "%j explains itself and exits 0",
    async (...args) => {
      const { exit, io } = await run(args, {});
      expect(exit).toBe(0);
      expect(io.out()).toMatch(/Usage: overlap/);
    },
  );
});

describe("overlap check: the ways that could do a file's job", () => {
  test("stand a line each below the rules, the file's own marked, with what they cost", async () => {
    const { exit, io } = await run(["check"], { article: article() });
    expect(exit).toBe(0);
    expect(io.out()).toMatch(
      /^ {2}\* {2}place: client +122\.28 +0\.073 +1 attachment, 1 route, 1 security group rule$/m,
    );
    expect(io.out()).toMatch(/^ {5}place: hub, clients nat, webs peering +122\.28 +0\.073 +1 peering, /m);
    expect(io.out()).toMatch(
      /^ {5}PrivateLink, NLB in the web VPC +31\.03 +0\.016 +1 load balancer, 1 endpoint service/m,
    );
    expect(io.out()).toMatch(/^ {5}VPC Lattice resources +unknown +unknown /m);
    expect(io.out()).toMatch(/^ {2}\* this file's way\. .*us-east-1.*--ways tells/m);
    expect(io.out()).not.toContain("servers see");
  });

  test("--ways tells what each carries, asks of both sides, and shows of clients", async () => {
    const { io } = await run(["check", "--ways"], { article: article() });
    const [, own = ""] = io.out().split("  place: client\n");
    const [block] = own.split("\n\n");
    expect(block?.split("\n").map((line) => line.replace(/^ +/, "").replace(/ {2,}/, ": "))).toEqual([
      "carries: HTTP, HTTPS",
      "servers see: a load balancer's address; X-Forwarded-For or proxy_protocol names the NAT gateway",
      "zones: load balancers in 2 zones, NAT gateways in 1: its loss stops all clients behind it",
      "asks of the client side: 1 secondary range, 3 subnets, 1 NAT gateway, 1 attachment, 1 load balancer, 2 routes",
      "asks of the web side: 1 attachment, 1 route, 1 security group rule",
    ]);
    expect(io.out()).not.toContain("--ways tells");
  });

  test("are told of a file with a fault where another way would do, after the faults", async () => {
    const { exit, io } = await run(["check"], { article: article({ "services.web.protocol": "TCP" }) });
    expect(exit).toBe(2);
    expect(io.err()).toMatch(/\[choice\][\s\S]*\n {2}\* +place: client +no: services\.web\.protocol \[choice\]\n/);
    expect(io.err()).toMatch(/^ {5}place: hub, clients endpoint, webs peering +23\.73 +0\.016 /m);
  });

  test.each([
    ["another way has the same fault", `${article()}wrong: 1\n`],
    ["it is no map", "[]"],
  ])("are not told of a file with a fault where %s", async (_, text) => {
    const { io } = await run(["check"], { article: text });
    expect(io.err()).not.toContain("place: client");
  });

  test("--json has them as data", async () => {
    const { io } = await run(["check", "--json"], { article: article() });
    const [{ ways }] = JSON.parse(io.out()) as [{ ways: { way: string; chosen: boolean; usd?: object }[] }];
    expect(ways.filter(({ chosen }) => chosen)).toEqual([
      expect.objectContaining({
        way: "client",
        could: "yes",
        because: [],
        asks: {
          client: { secondary_ranges: 1, subnets: 3, nat_gateways: 1, attachments: 1, load_balancers: 1, routes: 2 },
          web: { attachments: 1, routes: 1, rules: 1 },
        },
        usd: { monthly: 122.28, per_gb: [0.073, 0.073], requests: false },
      }),
    ]);
    expect(ways.find(({ way }) => way === "lattice-resource")).not.toHaveProperty("usd");
  });
});
