import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { run } from "../../src/cli/main";
import { captureIo } from "../support/io";

const ROLE = "arn:aws:iam::222233334444:role/reader";

/** What an endpoint answers to an action: status and body; nothing for an empty answer. */
type Answers = (action: string, body: URLSearchParams) => readonly [status: number, body: string] | undefined;

const error = (code: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors><Error><Code>${code}</Code><Message>no</Message></Error></Response>`;
const IDENTITY = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const VPCS = `<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet></DescribeVpcsResponse>`;

/** An account with one VPC, whose other lists are empty. */
const account: Answers = (action) => {
  if (action === "GetCallerIdentity") return [200, IDENTITY];
  if (action === "DescribeVpcs") return [200, VPCS];
  return undefined;
};

let folder = "";
let server: Server | undefined;
const environment = { ...process.env };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-capture-"));
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  });
});
afterEach(() => {
  process.env = { ...environment };
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const KEYS = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "us-east-1" };

/** Lets the SDK speak to an endpoint of this process. */
async function answering(answers: Answers): Promise<void> {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (data: Buffer) => (text += data.toString()));
    request.on("end", () => {
      const body = new URLSearchParams(text);
      const action = body.get("Action") ?? "";
      const isJson = action === "";
      const [status, answer] = answers(action, body) ?? [200, isJson ? "{}" : `<${action}Response/>`];
      response.writeHead(status, { "content-type": isJson ? "application/json" : "text/xml" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, KEYS, { AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function captured(...args: string[]) {
  const io = captureIo(folder);
  return { ...(await run(["capture", ...args], io)), out: io.out(), err: io.err() };
}

/** One line, exit code 2, and no file that was not there before. */
async function expectRefusal(refusal: { rule: string; input: string }, ...args: string[]): Promise<string> {
  const before = readdirSync(folder).sort();
  const { exit, refusal: told, err, out } = await captured(...args);
  expect({ exit, told, out, lines: err.split("\n").length }).toEqual({ exit: 2, told: refusal, out: "", lines: 2 });
  expect(readdirSync(folder).sort()).toEqual(before);
  return err;
}

describe("overlap capture writes", () => {
  test("one file with what AWS answered, and a line that says what", async () => {
    await answering(account);
    const { exit, err } = await captured("-o", "a.json");
    expect([exit, err]).toEqual([0, expect.stringMatching(/^111122223333 us-east-1: \d+ calls answered\n$/)]);
    const file = JSON.parse(readFileSync(join(folder, "a.json"), "utf8")) as { places: { calls: object[] }[] };
    expect(file).toMatchObject({ overlap_capture: 1, places: [{ account: "111122223333", region: "us-east-1" }] });
    expect(file.places[0]?.calls).toContainEqual({
      operation: "DescribeVpcs",
      answer: { Vpcs: [{ CidrBlock: "10.0.0.0/16", VpcId: "vpc-1" }] },
    });
  });

  test("it packed, by its name, and to standard output for -", async () => {
    await answering(account);
    expect((await captured("-o", "a.json.gz")).exit).toBe(0);
    const packed = JSON.parse(gunzipSync(readFileSync(join(folder, "a.json.gz"))).toString()) as { places: object };
    const { out } = await captured("-o", "-");
    expect((JSON.parse(out) as { places: object }).places).toEqual(packed.places);
  });

  test("each Region once, in one order", async () => {
    await answering(account);
    await captured("--region", "us-west-2", "--region", "eu-west-1", "--region", "us-west-2", "-o", "a.json");
    const { places } = JSON.parse(readFileSync(join(folder, "a.json"), "utf8")) as { places: { region: string }[] };
    expect(places.map(({ region }) => region)).toEqual(["eu-west-1", "us-west-2"]);
  });

  test("the same bytes for the same account, but for the time", async () => {
    await answering(account);
    for (const name of ["a.json", "b.json"]) await captured("-o", name);
    const [a, b] = ["a.json", "b.json"].map((name) =>
      readFileSync(join(folder, name), "utf8").replace(/"taken_at":"[^"]*"/, ""),
    );
    expect(a).toBe(b);
  });

  test("what was refused, and names it", async () => {
    await answering((action, body) =>
      action === "DescribeNetworkAcls" ? [403, error("UnauthorizedOperation")] : account(action, body),
    );
    const { exit, err } = await captured("-o", "a.json");
    expect([exit, err]).toEqual([
      0,
      expect.stringContaining("1 refused, of which all is UNKNOWN: DescribeNetworkAcls (UnauthorizedOperation)"),
    ]);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toContain(
      '{"operation":"DescribeNetworkAcls","refused":"UnauthorizedOperation"}',
    );
  });

  test("with the credentials of a role", async () => {
    const credentials = `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
    const roles: (string | null)[] = [];
    await answering((action, body) => {
      if (action !== "AssumeRole") return account(action, body);
      roles.push(body.get("RoleArn"));
      return [200, credentials];
    });
    const { exit, err } = await captured("--role", ROLE, "-o", "a.json");
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(new Set(roles)).toEqual(new Set([ROLE]));
  });
});

describe("overlap capture refuses in one line, and writes nothing", () => {
  test("words that are none", async () => {
    await expectRefusal({ rule: "role-arn", input: "reader" }, "--role", "reader", "-o", "a.json");
    await expectRefusal({ rule: "region-name", input: "evil.example" }, "--region", "evil.example", "-o", "a.json");
  });

  test("places where no file can be, before AWS is asked anything", async () => {
    mkdirSync(join(folder, "sub"));
    symlinkSync("nowhere", join(folder, "link"));
    await expectRefusal({ rule: "folder", input: "sub" }, "-o", "sub");
    await expectRefusal({ rule: "no-folder", input: "no/a.json" }, "-o", "no/a.json");
    await expectRefusal({ rule: "dangling-link", input: "link" }, "-o", "link");
    expect((await captured()).exit).toBe(2);
  });

  test("a machine without credentials, and one without a Region", async () => {
    await expectRefusal({ rule: "no-region", input: "--region" }, "-o", "a.json");
    process.env["AWS_REGION"] = "us-east-1";
    await expectRefusal({ rule: "credentials", input: "CredentialsProviderError" }, "-o", "a.json");
  });

  test("a profile that is not there, though there are other credentials", async () => {
    Object.assign(process.env, KEYS);
    writeFileSync(join(folder, "config"), "[profile other]\nregion = us-east-1\n");
    const line = await expectRefusal(
      { rule: "profile", input: "production" },
      "--profile",
      "production",
      "-o",
      "a.json",
    );
    expect(line).toContain('--profile "production"');
  });

  test.each(["ExpiredToken", "InvalidClientTokenId"])("credentials of which AWS says %s", async (code) => {
    await answering(() => [403, error(code)]);
    const rule = code === "ExpiredToken" ? "expired" : "credentials";
    await expectRefusal({ rule, input: code }, "-o", "a.json");
  });

  test("a role that can't be assumed", async () => {
    await answering((action, body) => (action === "AssumeRole" ? [403, error("AccessDenied")] : account(action, body)));
    await expectRefusal({ rule: "role", input: ROLE }, "--role", ROLE, "-o", "a.json");
  });

  test("a network in which nobody answers", async () => {
    Object.assign(process.env, KEYS, { AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
    await expectRefusal({ rule: "no-network", input: "us-east-1" }, "-o", "a.json");
  });

  test("credentials that run out half-way, and leaves the file of before", async () => {
    await answering((action, body) =>
      action === "DescribeSubnets" ? [400, error("RequestExpired")] : account(action, body),
    );
    writeFileSync(join(folder, "a.json"), "before");
    await expectRefusal({ rule: "expired", input: "RequestExpired" }, "-o", "a.json");
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe("before");
  });

  test("an account that tells nothing at all", async () => {
    await answering((action) =>
      action === "GetCallerIdentity" ? [200, IDENTITY] : [403, error("UnauthorizedOperation")],
    );
    await expectRefusal({ rule: "nothing-answered", input: "111122223333 us-east-1" }, "-o", "a.json");
    expect(existsSync(join(folder, "a.json"))).toBe(false);
  });
});

test("how far it is, is told on a terminal alone", async () => {
  await answering(account);
  const [terminal, pipe] = [captureIo(folder, true), captureIo(folder)];
  await run(["capture", "-o", "a.json"], terminal);
  await run(["capture", "-o", "a.json"], pipe);
  expect(terminal.err()).toMatch(/\[#+-*\] \d+\/\d+ 111122223333 us-east-1 Describe/);
  expect(pipe.err()).not.toContain("[#");
});
