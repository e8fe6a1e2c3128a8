import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { bridgeText, type Changes, EXISTING_CLIENT, EXISTING_WEB, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";

const NETWORKS = join(PROJECT, "__tests__/reachability/networks");
const json = (value: unknown): string => JSON.stringify(value);
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "overlap-judging-"));
  mkdirSync(join(folder, "bridges"));
  for (const name of ["article", "production"] as const)
    writeFileSync(join(folder, "bridges", `${name}.yaml`), bridgeText(name));
  expect(await main(["synth"], captureIo(folder))).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  return { exit: await main(args, io), out: io.out(), err: io.err() };
}

function schema(name: string) {
  return new Ajv().compile(JSON.parse(readFileSync(join(PROJECT, `schema/${name}.schema.json`), "utf8")) as object);
}

interface Traced {
  verdict: string;
  forward: { address: string; route?: { address: string }; rewrite?: string }[];
  return: { address: string }[];
  explanations: { code: string; address: string }[];
}

async function trace(...args: string[]): Promise<Traced & { exit: number }> {
  const { exit, out } = await run("trace", ...args, "--json");
  const json = JSON.parse(out) as Traced;
  const validate = schema("trace");
  expect([validate(json), validate.errors]).toEqual([true, null]);
  return { ...json, exit };
}

describe("overlap trace", () => {
  test("the article's request reads like the walk of the design, there and back", async () => {
    const found = await trace("article", "--from", "client", "--to", "http://web");
    expect(found).toMatchObject({ verdict: "ALLOWED", exit: 0, explanations: [] });
    expect(found.forward.map((hop) => hop.route?.address ?? hop.rewrite ?? hop.address)).toEqual([
      "aws_subnet.client_private1",
      "aws_route.nat_private1--private3",
      "source becomes 10.0.1.10:1024-65535",
      "aws_route_table.client_private2",
      "aws_lb.front",
      "aws_lb.front",
      "aws_route.steer_private3--10-64-0-0-24",
      "aws_ec2_transit_gateway_vpc_attachment.transit_client",
      "aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24",
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
      "aws_route_table.web_private",
      "aws_instance.demo-web",
    ]);
    expect(found.return.at(0)?.address).toBe("aws_instance.demo-web");
    expect(found.return.at(-1)?.address).toBe("aws_subnet.client_private1");
  });

  test("client and web server may have one address", async () => {
    expect(await trace("article", "--from", "10.64.0.10@client", "--to", "http://web")).toMatchObject({
      verdict: "ALLOWED",
    });
  });

  test("the direct way is denied, with every setting that stops it", async () => {
    const { verdict, exit, explanations, forward } = await trace(
      "article",
      "--from",
      "10.64.0.20@client",
      "--to",
      "10.64.0.10:80@web",
    );
    expect({ verdict, exit }).toEqual({ verdict: "DENIED", exit: 1 });
    // The packet never was in the web VPC, so no rule there has admitted it.
    expect(json(forward)).not.toContain("aws_vpc.web");
    expect(explanations.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "ENI_SG_RULES_MISMATCH aws_security_group.demo-client",
      "NO_ROUTE_TO_DESTINATION aws_route_table.client_private1",
      "ENI_SG_RULES_MISMATCH aws_security_group.web",
      "NO_ROUTE_TO_DESTINATION aws_route_table.web_private",
    ]);
  });

  test("works on anybody's Terraform, and reads as text", async () => {
    const file = join(NETWORKS, "several-transit-gateway-tables.tf.json");
    const { exit, out } = await run(
      "trace",
      "--synth",
      file,
      "--from",
      "aws_instance.dev",
      "--to",
      "aws_instance.prod:443",
      "--explain",
    );
    expect(exit).toBe(1);
    expect(out).toMatch(/^DENIED {2}aws_instance\.dev -> aws_instance\.prod:443\n/);
    expect(out).toMatch(/TGW_RTB_BAD_STATE_ROUTE {2}aws_ec2_transit_gateway_route\.no-dev\n/);
  });

  test("answers many questions in one process", async () => {
    const questions = join(folder, "questions.jsonl");
    const asked = [
      { id: 1, from: "aws_instance.red", to: "aws_instance.green", protocol: "tcp", port: 443 },
      { id: 2, from: "aws_instance.red", to: "aws_instance.green", protocol: "udp", port: 443 },
      { id: 3, from: "aws_instance.red", to: "nowhere" },
      { id: 4, from: "10.1.1.9@aws_vpc.red", to: "aws_instance.green:443" },
    ];
    writeFileSync(questions, asked.map((one) => `${JSON.stringify(one)}\n`).join("\n"));
    const { exit, out, err } = await run(
      "trace",
      "--synth",
      join(NETWORKS, "hub-and-spoke-default-tables.tf.json"),
      "--questions",
      questions,
    );
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: number; verdict?: string; error?: string });
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, "ALLOWED"],
      [2, "DENIED"],
      [3, undefined],
      [4, "ALLOWED"],
    ]);
    expect(exit).toBe(2);
    expect(err).toMatch(/^overlap: .*questions\.jsonl:5: [^\n]+\n$/);
  });
});

describe("overlap matrix", () => {
  test("is JSON after its schema, and text with a count", async () => {
    const { exit, out } = await run("matrix", "article", "--json");
    const validate = schema("matrix");
    expect([exit, validate(JSON.parse(out)), validate.errors]).toEqual([0, true, null]);
    expect((await run("matrix", "article")).out).toMatch(
      /ALLOWED +aws_instance\.demo-client +-> +aws_lb\.front +tcp\/80\n[\s\S]*endpoints: \d+ allowed/,
    );
  });
});

async function verifyWith(changes: Changes): Promise<string> {
  const own = { "backend.path": "state/changed.tfstate" };
  writeFileSync(join(folder, "bridges/changed.yaml"), bridgeText("article", { ...changes, ...own }));
  await main(["synth"], captureIo(folder));
  const { out } = await run("verify", "changed");
  rmSync(join(folder, "bridges/changed.yaml"));
  return out;
}

describe("overlap verify", () => {
  test("is JSON after its schema", async () => {
    const { exit, out } = await run("verify", "production", "--json");
    const validate = schema("verify");
    expect([exit, validate(JSON.parse(out)), validate.errors]).toEqual([0, true, null]);
  });

  test("a wrong end of an expectation is told with its place before anything is written", async () => {
    const own = mkdtempSync(join(tmpdir(), "overlap-expect-"));
    try {
      mkdirSync(join(own, "bridges"));
      const text = `${bridgeText("article")}expect:\n  - { from: client, to: shpo, is: allowed }\n`;
      writeFileSync(join(own, "bridges/article.yaml"), text);
      const line = text.split("\n").length - 1;
      const place = `bridges/article.yaml:${line}:25: expect[0].to: "shpo" `;
      for (const command of [["synth"], ["check", "article"], ["verify", "article"]]) {
        const io = captureIo(own);
        expect([await main(command, io), io.out()]).toEqual([2, ""]);
        expect(io.err()).toContain(place);
      }
      expect(existsSync(join(own, "cdktf.out"))).toBe(false);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });

  test("names what it could not read, and judges the rest", async () => {
    const stack = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/article/cdk.tf.json"), "utf8")) as {
      resource: Record<string, unknown>;
    };
    stack.resource["aws_elb"] = { old: { listener: [] } };
    writeFileSync(join(folder, "elb.tf.json"), json(stack));
    const { exit, out } = await run("verify", "article", "--synth", "elb.tf.json", "--json");
    const validate = schema("verify");
    const found = JSON.parse(out) as { unreadable: unknown };
    expect([exit, validate(found), validate.errors]).toEqual([0, true, null]);
    expect(found.unreadable).toEqual([
      { address: "aws_elb.old", reason: "classic load balancers can't be looked into" },
    ]);
    const text = (await run("verify", "article", "--synth", "elb.tf.json")).out;
    expect(text).toMatch(/all \d+ statements hold\n {2}not read: aws_elb\.old: classic load balancers/);
  });

  test("proves what the file expects, and says which expectation is broken", async () => {
    const kept = await verifyWith({
      expect: [
        { from: "client", to: "web", protocol: "tcp", port: 80, is: "denied" },
        { from: "client", to: "http://web", is: "allowed" },
      ],
    });
    expect(kept).toMatch(/holds +expect: client -> web port 80 denied\n/);
    expect(kept).toMatch(/holds +expect: client -> http:\/\/web allowed\n[\s\S]*all \d+ statements hold/);
    const broken = await verifyWith({ expect: [{ from: "client", to: "http://web", is: "denied" }] });
    expect(broken).toMatch(/BROKEN +expect: client -> http:\/\/web denied\n/);
  });

  test.each([
    ["an existing client side", EXISTING_CLIENT],
    ["an existing web side", EXISTING_WEB],
  ])("%s is judged by the facts of the file", async (_, changes) => {
    expect(await verifyWith(changes)).toMatch(/all \d+ statements hold/);
  });

  test("a configuration of another network breaks it", async () => {
    const { exit, out } = await run("verify", "article", "--synth", "cdktf.out/stacks/production/cdk.tf.json");
    expect(exit).toBe(1);
    expect(out).toMatch(/BROKEN/);
  });

  test("what can't be read ends with one line", async () => {
    for (const args of [
      ["verify"],
      ["verify", "nobody"],
      ["verify", "article", "--plan", "no.json"],
      ["verify", "article", "--plan", "a", "--state", "b"],
    ]) {
      const { exit, out, err } = await run(...args);
      expect([exit, out, err.trim().split("\n").length]).toEqual([2, "", 1]);
    }
  });
});
