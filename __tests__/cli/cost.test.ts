import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { bridgeText, type Changes, changedText } from "../support/bridges";
import { captureIo } from "../support/io";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-cost-"));
  mkdirSync(join(folder, "bridges"));
  write("article", bridgeText("article"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name.includes(".") ? name : `bridges/${name}.yaml`), text);
}

async function cost(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(["cost", ...args], io);
  expect(io.err()).toBe("");
  expect(exit).toBe(0);
  return io.out();
}

const PRICES = `regions:
  eu-west-1:
    date: 2026-11-01
    source: our own list
    prices:
      nat_gateway: { hour: 0.1, gb: 0.1 }
      transit_gateway_attachment: { hour: 0.2, gb: 0.2 }
      application_load_balancer: { hour: 0.3, gb: null }
`;

/** A bridge that lies in a file of its own, so that no other one is in its way. */
async function costOf(example: string, changes: Changes, ...args: string[]): Promise<string> {
  write("other.yaml", changedText(example, changes));
  return cost("other.yaml", ...args);
}

describe("a bridge", () => {
  test("is told by component, leg and in sum", async () => {
    const out = await cost("article");
    expect(out).toMatch(/^article {2}us-east-1\n {2}prices: us-east-1, in US dollars, noted 2026-11-27, second-hand/);
    expect(out).toMatch(/^ {2}NAT gateway +1 +32\.85 +32\.85 +client$/m);
    expect(out).toMatch(/^ {2}t4g\.nano instance +2 +3\.07 +6\.13 +demo hosts$/m);
    expect(out).toMatch(/^ {2}fixed +129\.69 \$ a month$/m);
    expect(out).toMatch(/^ {2}by leg +client 85\.78, web 36\.50, demo hosts 7\.41$/m);
    // One account: nobody asks who pays.
    expect(out).not.toMatch(/PAYS|by account/);
  });

  test("has a gigabyte's way, and what crossing zones adds", async () => {
    expect(await cost("article", "--gb", "100")).toMatch(
      /client to web, HTTP +0\.073 +0 to 0\.02 +NAT gateway 0\.045 \+ ALB 0\.008 \+ transit gateway attachment 0\.02\n {2}with 100 GB a month: 136\.99 to 138\.99 \$ a month$/m,
    );
    expect(await cost("article", "--gb", "0")).toMatch(/with 0 GB a month: 129\.69 \$ a month/);
  });

  test("whose clients are all in another zone than their NAT gateway crosses zones in any case", async () => {
    const out = await costOf("article", { "client.subnets.private1.zone": "b", demo: undefined });
    expect(out).toMatch(/client to web, HTTP +0\.073 +0\.02 to 0\.04/);
  });

  test("is priced elsewhere, its ways too", async () => {
    const out = await cost("article", "--region", "ap-northeast-1");
    expect(out).toMatch(/^ {2}NAT gateway +1 +45\.26 +45\.26 +client$/m);
    expect(out).toMatch(/^ {2}\* {2}place: client +165\.20 +0\.09 /m);
    expect(out).toContain("lists of ap-northeast-1, noted 2026-11-27");
  });

  test("of a Region without prices costs nobody knows what, with the next step", async () => {
    const out = await costOf("article", { region: "eu-west-1" });
    expect(out).toContain(
      "none are known of eu-west-1, only of us-east-1, eu-central-1, ap-northeast-1; write some into a file",
    );
    expect(out).toMatch(
      /^ {2}fixed +unknown \(1 NAT gateway, 1 ALB, 2 transit gateway attachments, 2 t4g\.nano instances, /m,
    );
    expect(out).not.toMatch(/fixed +0/);
  });

  test("takes prices from a file, which go before AWS's", async () => {
    write("prices.yaml", PRICES);
    const own = await costOf("article", { region: "eu-west-1", demo: undefined }, "--prices", "prices.yaml");
    expect(own).toContain("prices: eu-west-1, in US dollars, noted 2026-11-01, our own list");
    // (0.1 + 2 * 0.2 + 0.3) * 730
    expect(own).toMatch(/^ {2}fixed +584\.00 \$ a month$/m);
    expect(own).toMatch(/client to web, HTTP +0\.3 \+ unknown +0 to unknown /);
    write("prices.yaml", PRICES.replace("eu-west-1", "us-east-1").replace(/ {6}(transit|application).*\n/g, ""));
    expect(await cost("article", "--prices", "prices.yaml")).toMatch(/^ {2}fixed +169\.84 \$ a month$/m);
  });

  test("of two accounts tells who pays, of a gigabyte too", async () => {
    const out = await costOf("article", {
      "client.account": { id: "111122223333" },
      "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
    });
    expect(out).toMatch(/^ {2}transit gateway attachment +1 +36\.50 +36\.50 +web +444455556666$/m);
    expect(out).toMatch(/^ {2}by account +111122223333 89\.48, 444455556666 40\.21$/m);
    expect(out).toContain("    111122223333 pays 0.073 of a GB to the web side, 0.053 of one back\n");
    expect(out).toContain("    444455556666 pays 0 of a GB to the web side, 0.02 of one back\n");
  });

  test("with analysed paths has them beside the month", async () => {
    expect(await costOf("article", { reachability_analyzer: {} })).toMatch(
      /^ {2}each apply +0\.20 \$ for the path analyses$/m,
    );
  });

  test("that is watched has its alarms, and what is charged by use is named", async () => {
    const out = await costOf("production", { backend: { type: "local", path: "state/other.tfstate" } });
    expect(out).toMatch(/^ {2}metric with an alarm +34 +0\.10 +3\.40 +watching$/m);
    expect(out).toContain("by use, in no sum: 4 aws_flow_log, aws_s3_bucket");
    expect(out).toContain("the free tier is not taken off");
    expect(out).toMatch(/^ {2}fixed +102\.03 \+ unknown \(2 transit gateway attachments\) \$ a month$/m);
  });
});

test("all bridges are told, with their sum; as data, too", async () => {
  write("second", bridgeText("article", { "backend.path": "state/second.tfstate", "alb.name": "second" }));
  try {
    expect(await cost()).toMatch(/^article {2}[^]*^second {2}[^]*\n\nall 2 bridges: 259\.37 \$ a month\n$/m);
    const data = JSON.parse(await cost("--json")) as { bridges: { name: string; fixed: object }[]; fixed: object };
    expect(data.bridges.map(({ name, fixed }) => [name, fixed])).toEqual([
      ["article", { usd: 129.69, known: 129.69 }],
      ["second", { usd: 129.69, known: 129.69 }],
    ]);
    expect(data.fixed).toEqual({ usd: 259.37, known: 259.37 });
  } finally {
    rmSync(join(folder, "bridges/second.yaml"));
  }
});

describe("anybody's Terraform", () => {
  const stack = (json: object, ...args: string[]) => {
    write("cdk.tf.json", JSON.stringify(json));
    return cost("--synth", "cdk.tf.json", ...args);
  };
  const aws = (region: string, alias?: string) => ({ region, ...(alias !== undefined && { alias }) });

  test("has what is priced, and names what is not", async () => {
    const out = await stack({
      provider: { aws: [aws("us-east-1")] },
      resource: { aws_nat_gateway: { a: {}, b: {} }, aws_db_instance: { x: {}, y: {} }, aws_vpc: { v: {} } },
      module: { more: { source: "./more" } },
    });
    expect(out).toMatch(/^ {2}NAT gateway +2 +32\.85 +65\.70$/m);
    expect(out).toContain(
      "fixed: 65.70 $ a month, and what no price is known of\n  no price is known of 2 aws_db_instance\n",
    );
    expect(out).toContain("  not read: module.more: ");
  });

  test("has no sum as data where something has no price", async () => {
    const json = {
      provider: { aws: [aws("us-east-1")] },
      resource: { aws_nat_gateway: { a: {} }, aws_eks_cluster: { c: {} } },
    };
    expect(JSON.parse(await stack(json, "--json"))).toMatchObject({
      fixed: { usd: null, known: 32.85 },
      not_priced: [{ address: "aws_eks_cluster.c", type: "aws_eks_cluster", why: "type" }],
    });
  });

  test("of two Regions has the prices of each", async () => {
    const out = await stack({
      provider: { aws: [aws("us-east-1"), aws("ap-northeast-1", "tokyo")] },
      resource: { aws_nat_gateway: { a: {}, b: { provider: "aws.tokyo" } } },
    });
    expect(out).toMatch(/^ {2}NAT gateway +1 +32\.85 +32\.85 +us-east-1$/m);
    expect(out).toMatch(/^ {2}NAT gateway +1 +45\.26 +45\.26 +ap-northeast-1$/m);
    expect(out).toContain("fixed: 78.11 $ a month");
  });

  test("in the Region that a resource names itself", async () => {
    const resource = { aws_nat_gateway: { a: { region: "ap-northeast-1" } } };
    expect(await stack({ provider: { aws: [aws("us-east-1")] }, resource })).toContain("fixed: 45.26 $ a month");
  });

  test("of which nobody knows the Region costs nobody knows what, unless it is told", async () => {
    const json = { provider: { aws: [aws("${var.region}")] }, resource: { aws_nat_gateway: { a: {} } } };
    const out = await stack(json);
    expect(out).toContain("prices: of no Region, for the input does not tell where this is; give --region");
    expect(out).toContain("fixed: unknown (1 NAT gateway) $ a month");
    expect(await stack(json, "--region", "us-east-1")).toContain("fixed: 32.85 $ a month");
  });

  test("hides what it marks as sensitive", async () => {
    const out = await stack({
      provider: { aws: [aws("us-east-1")] },
      variable: { type: { default: "x9.secret", sensitive: true } },
      resource: { aws_instance: { a: { instance_type: "${var.type}" } } },
    });
    expect(out).not.toContain("x9.secret");
    expect(out).toContain("(sensitive)");
  });
});
