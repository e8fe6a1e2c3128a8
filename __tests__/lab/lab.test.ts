import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { runningLabs, Sandbox } from "../../src/lab";
import { type Changes, bridgeText, type Example, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";

const OVERLAP = join(PROJECT, "src/cli/overlap.js");
const validate = new Ajv().compile(JSON.parse(readFileSync(join(PROJECT, "schema/lab.schema.json"), "utf8")) as object);

interface Hop {
  readonly address: string;
  readonly source: string;
  readonly destination: string;
}
interface Shown {
  readonly holds: boolean;
  readonly statements: readonly {
    readonly text: string;
    readonly expected?: string;
    readonly holds?: boolean;
    readonly probes: number;
    readonly delivered: number;
    readonly answered: number;
    readonly disagreements: readonly string[];
  }[];
  readonly requests: readonly {
    readonly url: string;
    readonly host?: string;
    readonly status: number;
    readonly server?: string;
  }[];
  readonly request?: {
    readonly status: number;
    readonly title?: string;
    readonly log?: string;
    readonly there: readonly Hop[];
    readonly back: readonly Hop[];
  };
  readonly notes: readonly object[];
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-lab-test-"));
  mkdirSync(join(folder, "bridges"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a bridge into the test's folder and synthesizes it. */
async function synthesized(example: Example, changes: Changes = {}, name: string = example): Promise<void> {
  writeFileSync(join(folder, "bridges", `${name}.yaml`), bridgeText(example, changes));
  const io = captureIo(folder);
  expect([await main(["synth"], io), io.err()]).toEqual([0, ""]);
}

async function lab(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const io = captureIo(folder);
  const exit = await main(["lab", ...args], io);
  return { exit, out: io.out(), err: io.err() };
}

async function shown(...args: string[]): Promise<Shown & { exit: number }> {
  const { exit, out, err } = await lab(...args, "--json");
  expect(err).toBe("");
  const json = JSON.parse(out) as Shown;
  expect([validate(json), validate.errors]).toEqual([true, null]);
  return { ...json, exit };
}

/** Everything that a lab could leave behind on the machine, or change. */
function machine(): object {
  const print = (command: string, ...args: string[]): string =>
    spawnSync(command, args, { env: LAB_ENV, encoding: "utf8" }).stdout;
  return {
    links: print("ip", "-br", "link"),
    addresses: print("ip", "-br", "address"),
    routes: print("ip", "route", "show", "table", "all").replace(/ expires \S+/g, ""),
    rules: print("ip", "rule"),
    namespaces: print("ip", "netns", "list"),
    firewall: AS_USER ? "" : print("nft", "list", "ruleset"),
    forwarding: readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8"),
    filter: readFileSync("/proc/sys/net/ipv4/conf/all/rp_filter", "utf8"),
    mounts: readFileSync("/proc/self/mounts", "utf8")
      .split("\n")
      .filter((line) => /lab|netns/.test(line)),
  };
}

/** Processes that belong to a lab of this name. */
function processesOf(name: string): string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/environ`, "latin1").split("\0").includes(`OVERLAP_LAB=${name}`);
    } catch {
      return false;
    }
  });
}

async function until(what: string, check: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to pass that ${what}`);
}

const addressesOf = (hops: readonly Hop[] | undefined): string[] => (hops ?? []).map(({ address }) => address);

describeWithLab()("the packet lab", () => {
  test("the article: every statement holds with packets, and the request goes the way of the walk", async () => {
    await synthesized("article");
    const found = await shown("article");
    expect(found.exit).toBe(0);
    expect(found.notes).toEqual([]);
    expect(found.statements).toHaveLength(18);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    expect(found.statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    const forbidden = found.statements.filter(({ expected }) => expected === "DENIED");
    expect(forbidden).toHaveLength(12);
    expect(forbidden.every(({ probes, delivered }) => probes >= 10 && delivered === 0)).toBe(true);
    expect(found.request).toMatchObject({ status: 200, title: "Welcome to nginx!" });
    expect(found.request?.log).toMatch(
      /^10\.0\.[23]\.\d+:\d+ "GET \/ HTTP\/1\.1" 200 "curl" X-Forwarded-For="10\.0\.1\.10"$/,
    );
    expect(addressesOf(found.request?.there)).toEqual([
      "aws_nat_gateway.nat_private2",
      "aws_lb.front",
      "aws_ec2_transit_gateway_vpc_attachment.transit_client",
      "aws_instance.demo-web",
    ]);
    expect(addressesOf(found.request?.back)).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
      "aws_lb.front",
      "aws_nat_gateway.nat_private2",
      "aws_instance.demo-client",
    ]);
    const sources = found.request?.there.map(({ source }) => source.split(":")[0]);
    expect(sources?.[0]).toBe("10.64.0.20");
    expect(sources?.[1]).toBe("10.0.1.10");
  });

  test("production: two zones, HTTPS, hosts and paths, seven servers", async () => {
    await synthesized("production");
    const found = await shown("production");
    expect(found.exit).toBe(0);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    const byHost = new Map(
      found.requests.map((one) => [`${one.url.replace(/\/\/[^/]*/, "")} ${one.host ?? "-"}`, one]),
    );
    expect([...byHost].map(([key, { status, server }]) => [key, status, server]).sort()).toEqual(
      [
        ["http:/ -", 301, undefined],
        ["https:/ -", 404, undefined],
        ["https:/ accounts.example.com", 200, "target of accounts (bridges/production.yaml)"],
        ["https:/ shop.example.com", 200, "target of shop (bridges/production.yaml)"],
        ["https:/api/any shop.example.com", 200, "target of shop-api (bridges/production.yaml)"],
      ].sort(),
    );
  });

  test("client and server with the same address", async () => {
    await synthesized("article", { "demo.client.address": "10.64.0.10" });
    const found = await shown("article");
    expect(found.exit).toBe(0);
    const [first] = found.request?.there ?? [];
    const last = found.request?.there.at(-1);
    expect(first?.source).toMatch(/^10\.64\.0\.10:/);
    expect(last?.destination).toBe("10.64.0.10:80");
    expect(found.request?.status).toBe(200);
  });

  test("a NAT gateway with three addresses, and an existing web server's address that no instance has", async () => {
    const addresses = ["10.0.1.10", "10.0.1.11", "10.0.1.12"];
    await synthesized("article", { "bridge.nat_subnets.private2.addresses": addresses, "demo.web": undefined });
    const found = await shown("article");
    expect(found.exit).toBe(0);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    const [, seen] = /X-Forwarded-For="([^"]*)"/.exec(found.request?.log ?? "") ?? [];
    expect(addresses).toContain(seen);
    expect(found.request?.there.at(-1)?.address).toBe("target of web (bridges/article.yaml)");
  });

  test("people see statements, requests, the page, the log line and the packets of each hop", async () => {
    await synthesized("article");
    const { exit, out } = await lab("article");
    expect(exit).toBe(0);
    expect(out).toMatch(/^article {2}cdktf\.out\/stacks\/article\/cdk\.tf\.json: 23 network namespaces, \d+\.\d s\n/);
    for (const line of [
      /^holds {2}holds {4}3 of 3 answered +private1 -> ALB node in private3, port 80$/m,
      /^holds {2}holds {4}none of \d+ arrives +no packet from private1 to the web side$/m,
      /^ {2}answer {4}200 Welcome to nginx!$/m,
      /^ {2}web log {3}10\.0\.[23]\.\d+:\d+ "GET \/ HTTP\/1\.1" 200 "curl" X-Forwarded-For="10\.0\.1\.10"$/m,
      /^ +\d+ {2}10\.64\.0\.20:\d+ -> 10\.0\.[23]\.\d+:80 +to aws_nat_gateway\.nat_private2$/m,
      /^18 statements, \d+ probes: proof and kernel agree on every one\n$/m,
    ])
      expect(out).toMatch(line);
  });

  test.each(["README.md", "README.ja.md"])("%s shows what the lab prints", async (file) => {
    const readme = readFileSync(join(PROJECT, file), "utf8");
    const [, example = ""] = /```\n(aws_instance\.demo-client [^`]*)```/.exec(readme) ?? [];
    expect(example.split("\n")).toHaveLength(9);
    await synthesized("article");
    const { out } = await lab("article");
    // Ports and numbers of packets are a matter of chance, and so is the node.
    const lines = (text: string): string[] =>
      text
        .replace(/:\d{5}/g, ":PORT")
        .replace(/10\.0\.[23]\.4/g, "NODE")
        .replace(/^ +\d+ {2}/gm, "N ")
        .replace(/ {2,}to /g, " to ")
        .split("\n");
    expect(lines(out)).toEqual(expect.arrayContaining(lines(example)));
  });

  test("a state of the network works as well as what was synthesized, also without a bridge's name", async () => {
    const file = join(PROJECT, "__tests__/reachability/networks/hub-and-spoke-default-tables.tf.json");
    const found = await shown("--synth", file);
    expect(found.exit).toBe(0);
    expect(found.statements.length).toBeGreaterThan(4);
    expect(found.statements.some(({ delivered }) => delivered > 0)).toBe(true);
    expect(found.statements.some(({ probes, delivered }) => probes > 0 && delivered === 0)).toBe(true);
  });

  test("a broken network: the statements that break are told, and the exit code is 1", async () => {
    await synthesized("article");
    const file = join(folder, "cdktf.out/stacks/article/cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, unknown>> };
    delete stack.resource["aws_route"]?.["steer_web--private--10-0-2-0-23"];
    writeFileSync(file, JSON.stringify(stack));
    const { exit, out } = await lab("article");
    expect(exit).toBe(1);
    expect(out).toMatch(/^BROKEN +BROKEN +0 of 1 answered +ALB node in private3 -> web 10\.64\.0\.10:80$/m);
    expect(out).toMatch(/proof and kernel agree on every one; \d+ broken\n$/);
  });

  test("several labs at once, also of the same name, keep out of each other's way; the machine stays as it was", async () => {
    // Other tests have labs of the examples' names.
    const name = `several-${process.pid}`;
    await synthesized("article", {}, name);
    const before = machine();
    const all = await Promise.all([shown(name), shown(name), shown(name)]);
    expect(all.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(machine()).toEqual(before);
    expect(processesOf(name)).toEqual([]);
  });
});

describeWithLab()("a lab that is left up", () => {
  /** A name of its own, so that nobody's lab is taken down. */
  const name = `kept-${process.pid}`;
  afterEach(() => {
    for (const one of runningLabs()) if (one.name === name) process.kill(one.pid, "SIGKILL");
  });

  function overlap(...args: string[]) {
    const env = { ...process.env, NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [OVERLAP, ...args], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { exit: status, out: stdout, err: stderr };
  }

  test("can be entered, host by host, and is gone after --down", async () => {
    await synthesized("article", {}, name);
    const before = machine();
    const kept = overlap("lab", name, "--keep");
    expect([kept.exit, kept.err]).toEqual([0, ""]);
    expect(kept.out).toContain(`npx --no overlap lab ${name} --enter aws_instance.demo-client`);
    const page = overlap("lab", name, "--enter", "aws_instance.demo-client", "--", "curl", "-s", "http://10.0.2.4/");
    expect(page.out).toContain("<title>Welcome to nginx!</title>");
    const direct = overlap(
      "lab",
      name,
      "--enter",
      "aws_instance.demo-client",
      "--",
      "curl",
      "-s",
      "-m",
      "0.5",
      "http://10.64.0.10/",
    );
    expect(direct.out).not.toContain("Welcome to nginx!");
    expect(machine()).toEqual(before);
    expect(processesOf(name).length).toBeGreaterThan(2);
    expect(overlap("lab", name, "--down")).toEqual({ exit: 0, out: `gone  ${name}\n`, err: "" });
    await until("the lab is gone", () => processesOf(name).length === 0);
    expect(overlap("lab", name, "--down")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(`^overlap: no lab "${name}" is up; `) as string,
    });
  });

  test("a host that is not there, or could be two, is told with those that are", async () => {
    await synthesized("article", {}, name);
    expect(overlap("lab", name, "--keep").exit).toBe(0);
    expect(overlap("lab", name, "--enter", "demo-client").err).toBe(
      `overlap: "demo-client" could be several hosts of the lab ${name}; write one of aws_ec2_instance_connect_endpoint.demo-client, aws_instance.demo-client\n`,
    );
    expect(overlap("lab", name, "--enter", "demo-web", "--", "ip", "-br", "-4", "address").out).toMatch(
      /eth0\S* +UP +10\.64\.0\.10\/32/,
    );
    const wrong = overlap("lab", name, "--enter", "aws_instance.demo-wev");
    expect([wrong.exit, wrong.err]).toEqual([
      2,
      `overlap: "aws_instance.demo-wev" is no host of the lab ${name}; write aws_instance.demo-web\n`,
    ]);
  });
});

describeWithLab()("a lab that is cut short", () => {
  const name = `cut-${process.pid}`;

  async function started(): Promise<{ child: ChildProcess; ended: Promise<number | null>; err: () => string }> {
    await synthesized("article", {}, name);
    const child = spawn(process.execPath, [OVERLAP, "lab", name], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let err = "";
    child.stderr?.on("data", (text: Buffer) => (err += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
    await until("its servers run", () => processesOf(name).length > 2);
    return { child, ended, err: () => err };
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s leaves nothing and says so", async (signal) => {
    const before = machine();
    const { child, ended, err } = await started();
    child.kill(signal);
    expect(await ended).toBe(130);
    expect(err()).toBe("overlap: interrupted; the lab is gone\n");
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  test("by SIGKILL leaves nothing", async () => {
    const before = machine();
    const { child, ended } = await started();
    child.kill("SIGKILL");
    await ended;
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });
});

describeWithLab()("the sandbox", () => {
  const env = LAB_ENV;

  test("works in a user namespace, as without root", async () => {
    const sandbox = await Sandbox.open({ name: "user", asUser: true, env });
    try {
      const printed = await sandbox.run([
        "id -u",
        "ip netns add x",
        "nsenter --net=/run/netns/x nft add table ip t",
        "ls /run/netns",
      ]);
      expect(printed).toBe("0\nx\n");
    } finally {
      await sandbox.close();
    }
  });

  test("its first process is the first of its own, and sees no other", async () => {
    const sandbox = await Sandbox.open({ name: "alone", asUser: AS_USER, env });
    try {
      expect(await sandbox.run(["ls -d /proc/[0-9]* | wc -l"])).toMatch(/^[1-5]\n$/);
      expect(await sandbox.run(["ip -br link | cut -d' ' -f1"])).toBe("lo\n");
    } finally {
      await sandbox.close();
    }
  });

  test("a script that fails tells its first complaint, and the sandbox lives on", async () => {
    const sandbox = await Sandbox.open({ name: "fails", asUser: AS_USER, env });
    try {
      await expect(sandbox.run(["echo broken >&2", "exit 3"])).rejects.toThrow("broken");
      await expect(sandbox.run(["false"])).rejects.toThrow("a script failed");
      expect(await sandbox.run(["echo well"])).toBe("well\n");
    } finally {
      await sandbox.close();
    }
  });

  test("where the kernel refuses, the refusal is told", async () => {
    const refusing = mkdtempSync(join(tmpdir(), "overlap-refusing-"));
    try {
      writeFileSync(
        join(refusing, "unshare"),
        "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
      );
      execFileSync("chmod", ["755", join(refusing, "unshare")]);
      const options = { name: "no", asUser: true, env: { ...env, PATH: `${refusing}:${env.PATH}` } };
      await expect(Sandbox.open(options)).rejects.toThrow("unshare: unshare failed: Operation not permitted");
    } finally {
      rmSync(refusing, { recursive: true, force: true });
    }
  });
});

describeWithLab()("where the kernel allows no namespaces", () => {
  test("the command says what it needs, in one line", async () => {
    await synthesized("article");
    const refusing = join(folder, "bin");
    mkdirSync(refusing);
    writeFileSync(
      join(refusing, "unshare"),
      "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
    );
    execFileSync("chmod", ["755", join(refusing, "unshare")]);
    const env = { ...process.env, PATH: `${refusing}:${process.env["PATH"]}` };
    const { status, stderr } = spawnSync(process.execPath, [OVERLAP, "lab", "article"], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([
      2,
      "overlap: the packet lab needs namespaces of its own, and the kernel says: unshare: unshare failed: Operation not permitted; run it as root, or allow user namespaces\n",
    ]);
  });
});

describe("bad input", () => {
  test.each([
    [["nobody"], /^overlap: there is no bridge "nobody" in bridges\//],
    [["--plan", "missing.json"], /missing\.json/],
    [[], /name a bridge, or give --synth FILE, --plan FILE or --state FILE/],
    [["x", "--enter", "y"], /no lab "x" is up/],
    [["x", "stray"], /"stray" belongs to --enter HOST; leave it out/],
  ])("lab %j is told in one line", async (args, message) => {
    const { exit, out, err } = await lab(...args);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("a network too large for a lab", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 420 }, (_, i) => [
        `h${i}`,
        { subnet_id: "${aws_subnet.a.id}", private_ip: `10.0.${Math.floor(i / 200)}.${10 + (i % 200)}` },
      ]),
    );
    const json = {
      resource: {
        aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/16" } },
        aws_instance: many,
      },
    };
    writeFileSync(join(folder, "large.tf.json"), JSON.stringify(json));
    const { exit, err } = await lab("--synth", "large.tf.json");
    expect(exit).toBe(2);
    expect(err).toBe(
      "overlap: large.tf.json: would take 422 network namespaces, a lab has at most 400; leave out some targets\n",
    );
  });

  test("a network without anything to build", async () => {
    writeFileSync(join(folder, "empty.tf.json"), '{"resource":{"aws_sqs_queue":{"q":{}}}}');
    const { exit, err } = await lab("--synth", "empty.tf.json");
    expect([exit, err]).toEqual([
      2,
      "overlap: empty.tf.json: has no subnet with a known CIDR, so there is nothing to build\n",
    ]);
  });
});
