import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FLOW_LOG_FORMAT, VPC_FLOW_LOG_FORMAT } from "../../src/constructs/flow-log-format";
import { type AccessEntry } from "../../src/who/access-entry";
import { AccessReader } from "../../src/who/access-reader";
import { formatOfOption } from "../../src/who/flow-format";
import { type FlowRecord, type NoRecord } from "../../src/who/flow-record";
import { FlowReader } from "../../src/who/flow-reader";
import { LogFault } from "../../src/who/log-fault";
import { flowLogIdIn, logFilesOf, nodeAddressIn } from "../../src/who/log-files";
import { eachLine } from "../../src/who/log-lines";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "overlap-who-reading-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(content: string | Buffer, name = "one.log"): string {
  writeFileSync(join(folder, name), content);
  return name;
}

async function flows(content: string | Buffer, format?: string): Promise<(FlowRecord | NoRecord)[]> {
  const [file] = logFilesOf([written(content)], folder, "logs");
  const reader = new FlowReader(file!, format === undefined ? undefined : formatOfOption(format));
  const read: (FlowRecord | NoRecord)[] = [];
  const take = (one: FlowRecord | NoRecord | undefined): void => void (one && read.push(one));
  await eachLine(
    file!,
    (line) => take(reader.read(line)),
    () => {},
  );
  return read;
}

async function entries(content: string | Buffer): Promise<AccessEntry[]> {
  const [file] = logFilesOf([written(content)], folder, "logs");
  const reader = new AccessReader(file!);
  const read: AccessEntry[] = [];
  await eachLine(
    file!,
    (line) => read.push(reader.read(line)),
    () => {},
  );
  return read;
}

async function faultOf(reading: Promise<unknown>): Promise<LogFault> {
  const fault: unknown = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof LogFault)) throw new Error(`no fault of a log: ${String(fault)}`);
  return fault;
}

const names = (format: string): string => format.replace(/\$+\{([^}]*)\}/g, "$1");
const OWN =
  "eni-1a 10.64.0.20 100.64.0.10 40123 443 6 10 1200 1764230400 1764230410 ACCEPT 3 10.64.0.20 100.64.1.5 ingress";
const VPC = `${OWN} vpc-1 subnet-1 OK`;
// The examples of AWS's page "Flow log record examples".
const SKIPPED = "2 123456789010 eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA";
const NO_DATA = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA";
const DEFAULT =
  "2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";
const ALB = `http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/a?b=c HTTP/1.1" "curl/7.46.0" - - arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`;
const NLB =
  'tls 2.0 2020-04-01T08:51:42 net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - arn:aws:acm:us-east-2:671290407336:certificate/2a108f19 - ECDHE-RSA-AES128-SHA tlsv12 - my.elb.us-east-2.amazonaws.com h2 h2 "h2","http/1.1" 2020-04-01T08:51:20';

describe("a flow log", () => {
  const record = { interfaceId: "eni-1a", packetDestination: "100.64.1.5", destination: "100.64.0.10", flags: 3 };

  test.each([
    ["its header line", `${names(FLOW_LOG_FORMAT)}\n${OWN}\n`, undefined],
    ["the bridge's format, by its shape", `${OWN}\n`, undefined],
    ["the bridge's format of VPCs, by its shape", VPC, undefined],
    ["the option, as Terraform spells it", OWN, FLOW_LOG_FORMAT],
    ["the option, as AWS spells it", `${VPC}\r\n`, VPC_FLOW_LOG_FORMAT.replaceAll("$$", "$")],
    ["a time of CloudWatch Logs before it", `2025-11-27T08:00:00.000Z ${OWN}\n`, undefined],
  ])("is read by %s", async (_, text, format) => {
    expect(await flows(text, format)).toMatchObject([{ kind: "flow", ...record, direction: "ingress", packets: 10 }]);
    expect(await flows(gzipSync(text), format)).toHaveLength(1);
  });

  test("of the default format names no client", async () => {
    expect(await flows(`${DEFAULT}\n`)).toEqual([]);
  });

  test("says where records are missing, or that there are none", async () => {
    const all = `${names(FLOW_LOG_FORMAT)} log-status`;
    const dashes = "eni-1a - - - - - - - 1431280876 1431280934 - - - - -";
    expect(await flows(`${all}\n${dashes} SKIPDATA\n${dashes} NODATA\n`)).toMatchObject([
      { kind: "skipped", interfaceId: "eni-1a", start: 1431280876, end: 1431280934 },
      { kind: "no-data" },
    ]);
    expect(await flows(dashes)).toMatchObject([{ kind: "no-data-or-skipped" }]);
    expect(await flows(`${SKIPPED}\n${NO_DATA}\n`)).toEqual([]);
  });

  test("of several files put together has several headers", async () => {
    const other = "version interface-id srcaddr";
    expect(await flows(`${other}\n2 eni-1 10.0.0.1\nversion ${names(FLOW_LOG_FORMAT)}\n5 ${OWN}\n`)).toHaveLength(1);
  });

  test("leaves out what was refused", async () => {
    expect(await flows(OWN.replace("ACCEPT", "REJECT"))).toEqual([]);
  });
});

describe("an access log", () => {
  test("of an ALB tells request, times, client and listener", async () => {
    const [entry] = await entries(`${ALB} "a field of next year"\n`);
    expect(entry).toMatchObject({
      client: "192.168.131.39",
      clientPort: 2817,
      serverPort: 80,
      path: "/a?b=c",
      from: Date.parse("2018-07-02T22:22:48.364Z") / 1000,
    });
    expect(entry?.ids).toContain("1-58337262-36d228ad5d99923122bbe354");
  });

  test("takes quotes in quotes", async () => {
    const [entry] = await entries(ALB.replace("curl/7.46.0", String.raw`a \"quoted\" agent\\`));
    expect(entry?.ids).toContain("Root=1-58337262-36d228ad5d99923122bbe354");
  });

  test("of an NLB tells a TLS connection and where it went to", async () => {
    expect(await entries(NLB)).toMatchObject([
      { client: "72.21.218.154", server: "172.100.100.185", serverPort: 443, from: 1585731080, to: 1585731102 },
    ]);
  });

  test("of IPv6", async () => {
    const [entry] = await entries(ALB.replace("192.168.131.39:2817", "[2001:db8::1]:2817"));
    expect(entry).toMatchObject({ client: "2001:db8::1", clientPort: 2817 });
  });
});

test("what the names of files say", () => {
  const file = (path: string) => ({ path, shown: path, bytes: 1 });
  expect(flowLogIdIn(file("/a/1_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz"))).toBe(
    "fl-1234abcd",
  );
  const node = "1_elasticloadbalancing_us-east-2_app.my.1234_20140215T2340Z_172.160.001.192_20sg8hgm.log.gz";
  expect(nodeAddressIn(file(node))).toBe("172.160.1.192");
  expect(nodeAddressIn(file("one.log"))).toBeUndefined();
});

const PACKED = gzipSync(`${names(FLOW_LOG_FORMAT)}\n${OWN}\n`.repeat(50));
type Bad = readonly [name: string, content: string | Buffer, rule: string, line: number | undefined];
const BAD_FLOWS: readonly Bad[] = [
  ["no header, and no known shape", "eni-1a 10.64.0.20 ACCEPT", "no-header", 1],
  ["a line that is cut off", `${OWN}\n${OWN.slice(0, 60)}`, "cut-off", 2],
  ["a last word that is cut off", `${OWN}\n${OWN.slice(0, -2)}`, "bad-value", 2],
  ["a line with more fields", `${OWN}\n${VPC}`, "other-format", 2],
  ["a number that is none", OWN.replace("1200", "12e2"), "bad-value", 1],
  ["an address that is none", OWN.replace("10.64.0.20 ", "10.64.0.256 "), "bad-value", 1],
  ["an end before its start", OWN.replace("1764230410", "1764230399"), "bad-value", 1],
  ["an access log", `${ALB}\n`, "other-kind", 1],
  ["an access log after a flow log", `${OWN}\n${ALB}\n`, "mixed", 2],
  ["a transit gateway's flow log", "version resource-type account-id tgw-id srcaddr dstaddr\n", "other-kind", 1],
  ["CloudTrail", '{"Records":[{"eventVersion":"1.08"}]}', "other-kind", 1],
  ["Parquet", Buffer.from("PAR1\0\0\0"), "other-kind", undefined],
  ["bytes", Buffer.from([1, 2, 0, 3]), "other-kind", undefined],
  ["UTF-16", Buffer.from("\ufeffab", "utf16le"), "other-kind", undefined],
  ["gzip that is cut off", PACKED.subarray(0, PACKED.length - 12), "cut-off", undefined],
  [
    "gzip that is damaged",
    Buffer.concat([PACKED.subarray(0, 40), Buffer.alloc(20, 255), PACKED.subarray(60)]),
    "damaged",
    undefined,
  ],
  ["one endless line", "a".repeat(1_100_000), "other-kind", 1],
];
const BAD_ENTRIES: readonly Bad[] = [
  ["a flow log", `${OWN}\n`, "other-kind", 1],
  ["a flow log's header", names(FLOW_LOG_FORMAT), "other-kind", 1],
  ["a flow log after an access log", `${ALB}\n${OWN}\n`, "mixed", 2],
  ["a line that is cut off in quotes", `${ALB}\n${ALB.slice(0, 230)}`, "cut-off", 2],
  ["a line that is cut off between fields", `${ALB}\n${ALB.slice(0, -8)}`, "cut-off", 2],
  ["a client that is none", ALB.replace("192.168.131.39:2817", "192.168.131.39"), "bad-value", 1],
  [
    "a Classic Load Balancer's",
    "2015-05-13T23:39:43.945958Z my-lb 192.168.131.39:2817 10.0.0.1:80 0 0 0",
    "other-kind",
    1,
  ],
  ["connections of an ALB", "2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE", "other-kind", 1],
  ["CloudFront", "#Version: 1.0\n", "other-kind", 1],
  ["S3", `${"a".repeat(64)} bucket [06/Feb/2019:00:00:38 +0000]`, "other-kind", 1],
  ["a sentence", "hello\n", "other-kind", 1],
];

test.each(BAD_FLOWS)("refuses as a flow log: %s", async (_, content, rule, line) => {
  const fault = await faultOf(flows(content));
  expect(fault).toMatchObject({ rule, input: "one.log", line });
  expect(fault.message).toMatch(line === undefined ? /^one\.log: .*; / : /^one\.log:\d+: .*; /);
});

test.each(BAD_ENTRIES)("refuses as an access log: %s", async (_, content, rule, line) => {
  expect(await faultOf(entries(content))).toMatchObject({ rule, input: "one.log", line });
});
