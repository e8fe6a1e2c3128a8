import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isPath } from "../../src/lab/http-text";
import { curlWord, haproxyFormat, haproxyWord, NGINX_DOLLAR, nginxText, shellWord } from "../../src/lab/literals";
import { aclLine, comparisonOf } from "../../src/lab/patterns";
import { matchesHost, matchesPath } from "../../src/reachability/listener-rules";
import { describeWithLab, LAB_ENV } from "../support/lab";
import { until } from "./machine";

/** Any text on one line, with much of what shells and configurations have a meaning for. */
const special = fc.constantFrom(
  ..."'\"\\$`%#{}[]()<>|&;*?!~^=,:@-+ \t",
  "${HOME}",
  "$HOME",
  "%[env(HOME)]",
  "%{+Q}o",
  "%T",
  "\\x41",
  "\\n",
  "-f",
  "-i",
  "$(id)",
  "$host",
  "é",
  "日本",
  "\u202e",
  "😀",
);
const line = fc
  .array(fc.oneof(special, fc.string({ unit: "binary" })), { maxLength: 12 })
  .map((parts) =>
    parts
      .join("")
      .replace(/[\0-\x1f\x7f]/g, "")
      .replace(/[\ud800-\udfff](?![\udc00-\udfff])/g, ""),
  )
  .map((text) => Buffer.from(text, "utf8").toString("utf8"));
/** Words of a header's value come back without spaces around them. */
const value = line.map((text) => `<${text}>`);
const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });

test("a word of a shell is that text", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 20, maxLength: 20 }), (texts) => {
      const script = texts.map((text) => `printf '%s\\n' ${shellWord(text)}`).join("\n");
      expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\n")).toEqual([...texts, ""]);
    }),
    { numRuns: 20 },
  );
});

test("what can't stand in a word is refused", () => {
  for (const text of ["a\nb", "\0", "\r"]) {
    expect(() => shellWord(text)).toThrow(RangeError);
    expect(() => nginxText(text)).toThrow(RangeError);
    expect(() => curlWord(text)).toThrow(RangeError);
  }
  expect(() => haproxyWord("a\0")).toThrow(RangeError);
});

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly header: string;
}

function ask(socketPath: string, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => {
        const header = Buffer.from(String(response.headers["x-value"] ?? ""), "latin1").toString("utf8");
        resolve({ status: response.statusCode ?? 0, body, header });
      });
    })
      .on("error", reject)
      .end();
  });
}

/** A server with a configuration of its own on a socket, while something is asked of it. */
async function served(
  command: (config: string) => readonly string[],
  config: (socket: string, folder: string) => readonly string[],
  work: (socket: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-literals-"));
  const [file, socket] = [join(folder, "conf"), join(folder, "socket")];
  writeFileSync(file, `${config(socket, folder).join("\n")}\n`);
  const [program = "", ...args] = command(file);
  const child = spawn(program, args, { env: LAB_ENV, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    await until("it listens", () => {
      if (child.exitCode !== null) throw new Error(errors);
      return spawnSync("test", ["-S", socket]).status === 0;
    });
    await work(socket);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

const HAPROXY = (config: string): string[] => ["haproxy", "-db", "-q", "-f", config];
const haproxyConfig =
  (lines: readonly string[]) =>
  (socket: string): string[] => [
    "global",
    "  maxconn 100",
    "defaults",
    "  mode http",
    "  timeout client 5s",
    "  timeout server 5s",
    "  timeout connect 5s",
    "frontend f",
    `  bind unix@${socket}`,
    ...lines.map((one) => `  ${one}`),
    "  http-request return status 404",
  ];
const isNumber = (i: number): string => `{ req.hdr(x-n) -m str ${i} }`;

describeWithLab()("HAProxy takes", () => {
  test("a word as that text, also where it takes a log format", async () => {
    const check = async (texts: readonly string[]): Promise<void> => {
      const lines = texts.flatMap((text, i) => [
        `http-request return status 200 content-type text/plain string ${haproxyWord(text)} if ${isNumber(2 * i)}`,
        `http-request return status 200 content-type text/plain lf-string ${haproxyFormat(text)} if ${isNumber(2 * i + 1)}`,
      ]);
      await served(HAPROXY, haproxyConfig(lines), async (socket) => {
        for (const [i, text] of texts.entries())
          for (const place of [2 * i, 2 * i + 1])
            expect((await ask(socket, "/", { "x-n": String(place) })).body).toBe(text);
      });
    };
    await fc.assert(fc.asyncProperty(fc.array(value, { minLength: 40, maxLength: 40 }), check), { numRuns: 4 });
    // Every character of ASCII, line ends and tabs too.
    const ascii = Array.from({ length: 127 }, (_, code) => `<${String.fromCharCode(code + 1)}>`);
    await check(ascii);
  });

  const piece = fc.constantFrom(
    "*",
    "?",
    "a",
    "b",
    "ab",
    ".",
    "/",
    "-f",
    "-",
    "(",
    "+",
    "$",
    "^",
    "\\",
    "|",
    "%",
    "'",
    '"',
  );
  const pattern = fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, visible), { maxLength: 7 })
    .map((all) => all.join(""));
  /** A text that the pattern fits more often than not. */
  const like = (one: string) =>
    fc.array(fc.constantFrom("", "a", "b", "ab", "/", "x."), { minLength: 8, maxLength: 8 }).map((fills) => {
      let at = 0;
      return one.replace(/[*?]/g, (wild) => (wild === "*" ? (fills[at++] ?? "") : (fills[at++] || "x").slice(0, 1)));
    });
  const pair = pattern.chain((one) => fc.tuple(fc.constant(one), fc.oneof(like(one), visible)));

  /** What HAProxy says to pairs of pattern and text, each asked once. */
  async function verdicts(
    pairs: readonly (readonly [string, string])[],
    kind: "host" | "path",
  ): Promise<(readonly [string, string, boolean])[]> {
    const fetched = kind === "host" ? "req.fhdr(host),field(1,:)" : "path";
    const lines = pairs.flatMap(([one], i) => [
      aclLine(`p${i}`, fetched, one, kind === "host"),
      `http-request return status 200 if ${isNumber(i)} p${i}`,
    ]);
    const found: (readonly [string, string, boolean])[] = [];
    await served(HAPROXY, haproxyConfig(lines), async (socket) => {
      for (const [i, [one, text]] of pairs.entries()) {
        const [path, host] = kind === "host" ? ["/", text] : [text, "h"];
        const { status } = await ask(socket, path, { "x-n": String(i), host });
        expect([200, 404]).toContain(status);
        found.push([one, text, status === 200]);
      }
    });
    return found;
  }

  test("a path's pattern as AWS takes it", async () => {
    const paths = pair.map(([one, text]) => [`/${one}`, `/${text.replace(/[#?]/g, "")}`] as const);
    const usable = paths.filter(([, text]) => isPath(text));
    await fc.assert(
      fc.asyncProperty(fc.array(usable, { minLength: 100, maxLength: 100 }), async (pairs) => {
        for (const [one, text, fits] of await verdicts(pairs, "path"))
          expect([one, text, fits]).toEqual([one, text, matchesPath(one, text)]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  test("a host's pattern as AWS takes it, in any case", async () => {
    const hosts = fc.tuple(pair, fc.boolean()).map(([[one, text], isUpper]) => {
      const host = text.replace(/[^A-Za-z0-9._~!$&'()*+,;=%-]/g, "") || "h";
      return [one, isUpper ? host.toUpperCase() : host] as const;
    });
    await fc.assert(
      fc.asyncProperty(fc.array(hosts, { minLength: 100, maxLength: 100 }), async (pairs) => {
        for (const [one, text, fits] of await verdicts(pairs, "host"))
          expect([one, text, fits]).toEqual([one, text, matchesHost(one, text)]);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test("a pattern of many stars to its end, whether it fits or not", async () => {
    const stars = `/${"*a".repeat(60)}*b`;
    const text = `/${"a".repeat(4000)}`;
    const found = await verdicts(
      [
        [stars, text],
        [stars, `${text}b`],
      ],
      "path",
    );
    expect(found.map(([, , fits]) => fits)).toEqual([false, true]);
    // One part alone looks back, by as much as it is long.
    expect(comparisonOf(stars).text.replace(/\(\?>\.\*\?\\?\w\)/g, "")).toBe("^\\/.*b$");
  });
});

describeWithLab()("curl takes", () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-literals-"));
  const socket = join(folder, "socket");
  const server = createServer(({ headers }, response) => {
    response.end(Buffer.from(`${String(headers["x-value"])}\n`, "latin1"));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(socket, resolve)));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** What curl prints when it is given a configuration. */
  function fetched(config: readonly string[]): Promise<string> {
    const child = spawn("curl", ["-q", "-s", "-K", "-"], { env: LAB_ENV, stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.end(`${config.join("\n")}\n`);
    return new Promise((resolve) => {
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
      child.once("close", () => resolve(said));
    });
  }

  test("a word as that text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 40, maxLength: 40 }), async (texts) => {
        const each = texts.map((text) => [
          ...['url = "http://h/"', `unix-socket = ${curlWord(socket)}`],
          `header = ${curlWord(`X-Value: ${text}`)}`,
        ]);
        const said = await fetched(each.flatMap((lines) => [...lines, "next"]).slice(0, -1));
        expect(said.split("\n")).toEqual([...texts, ""]);
      }),
      { numRuns: 4 },
    );
  });
});

describeWithLab()("nginx takes", () => {
  test("a text as that text", async () => {
    const config =
      (texts: readonly string[]) =>
      (socket: string, folder: string): string[] => [
        "daemon off;",
        "master_process off;",
        `pid ${folder}/pid;`,
        `error_log ${folder}/error.log;`,
        "events { worker_connections 64; }",
        "http {",
        "access_log off;",
        ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`),
        NGINX_DOLLAR,
        "server {",
        `listen unix:${socket};`,
        ...texts.map((text, i) => `location = /${i} { add_header X-Value ${nginxText(text)} always; return 204; }`),
        "}",
        "}",
      ];
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 40, maxLength: 40 }), async (texts) => {
        await served(
          (file) => ["nginx", "-c", file, "-e", `${file}.log`],
          config(texts),
          async (socket) => {
            for (const [i, text] of texts.entries())
              expect((await ask(socket, `/${i}`, { host: "h" })).header).toBe(text);
          },
        );
      }),
      { numRuns: 4 },
    );
  });
});
