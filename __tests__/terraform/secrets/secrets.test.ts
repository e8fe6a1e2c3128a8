import fc from "fast-check";
import { ALL_IPV4, setOfCidr, subtract, toCidrs } from "../../../src/ip";
import { cidrAround, formatCidr, formatIpv4, lastAddress } from "../../../src/ipv4";
import { HIDDEN } from "../../../src/terraform";
import { type SecretLeaf } from "../../../src/terraform/secrets/masks";
import { NO_SECRETS, Secrets } from "../../../src/terraform/secrets/secrets";

const ADDRESSES = ["aws_vpc.web", 'module.net["a b"].aws_subnet.s["us-east-1c"]', "data.aws_vpc.d"];

function hiding(...leaves: SecretLeaf[]): Secrets {
  return new Secrets({ owners: new Map(), leaves, addresses: ADDRESSES });
}

const range = fc
  .tuple(fc.integer({ min: 0x0b000000, max: 0xdf000000 }), fc.integer({ min: 9, max: 32 }))
  .map(([address, length]) => cidrAround(address, length));
const tail = fc.stringMatching(/^[a-z0-9]{6,12}$/);

test("an input without sensitive values is shown as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(NO_SECRETS.text(text)).toBe(text);
      const data = { text, list: [text, 1, null], deep: { text } };
      expect(NO_SECRETS.data(data)).toBe(data);
    }),
  );
});

describe("ranges", () => {
  test("a sensitive range, its edges and every address in it are hidden", () => {
    fc.assert(
      fc.property(range, fc.nat(), (secret, n) => {
        const secrets = hiding(formatCidr(secret));
        const last = lastAddress(secret);
        const inside = secret.base + (n % (last - secret.base + 1));
        for (const address of [secret.base - 1, secret.base, inside, last, last + 1]) {
          const text = formatIpv4(address >>> 0);
          for (const written of [
            text,
            `${text}/32`,
            `${text}:80`,
            `http://${text}:80/x`,
            `from ${text}-${text}.`,
            `ip-${text.replaceAll(".", "-")}.ec2.internal`,
          ])
            expect(secrets.text(written)).not.toContain(text);
        }
        expect(secrets.text(`${formatCidr(secret)} -> local`)).toBe(`${HIDDEN} -> local`);
      }),
    );
  });

  test("the complement of a sensitive range is hidden, cut off or not", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 4 }), (secret, shown) => {
        const pieces = toCidrs(subtract<number>(ALL_IPV4, setOfCidr(secret))).map(formatCidr);
        expect(hiding(formatCidr(secret)).text(pieces.join(", "))).toBe(HIDDEN);
        const cut = `${pieces.slice(0, shown).join(", ")} and ${pieces.length - shown} more`;
        expect(hiding(formatCidr(secret)).text(cut)).toBe(HIDDEN);
      }),
    );
  });

  test("how much is hidden doesn't tell how long a range is", () => {
    const secrets = hiding("10.0.5.0/24");
    expect(secrets.text("10.0.0.0/22, 10.0.4.0/24, 10.0.6.0/23 and 14 more:80")).toBe(`${HIDDEN}:80`);
    expect(secrets.text("10.0.5.4-10.0.5.254")).toBe(HIDDEN);
  });

  test("what has nothing to do with it is shown", () => {
    const secrets = hiding("10.64.0.0/24", "0.0.0.0/0", "192.0.2.9");
    for (const text of ["10.0.0.0/8", "0.0.0.0/0 -> igw", "10.64.8.0/22", "192.0.2.7", "1.2.3.4.5", "v1.10.64.0"])
      expect(secrets.text(text)).toBe(text);
  });

  test("addresses in a longer text are found", () => {
    expect(hiding('["10.9.8.0/24", "x"]').text("to 10.9.8.77")).toBe(`to ${HIDDEN}`);
  });
});

describe("numbers", () => {
  test("a sensitive port is hidden, and the edges that ranges of ports take from it", () => {
    const ports = fc.integer({ min: 1, max: 65_534 });
    fc.assert(
      fc.property(ports, (port) => {
        const secrets = hiding(port);
        expect(secrets.text(`tcp/${port}`)).toBe(`tcp/${HIDDEN}`);
        expect(secrets.text(`10.1.1.1:${port}`)).toBe(`10.1.1.1:${HIDDEN}`);
        expect(secrets.data({ ports: String(port) })).toEqual({ ports: HIDDEN });
        if (port > 1) expect(secrets.text(`0-${port - 1}`)).not.toMatch(new RegExp(`\\b${port - 1}\\b`));
        if (port < 65_534) expect(secrets.text(`tcp ${port + 1}-65535`)).not.toMatch(new RegExp(`\\b${port + 1}\\b`));
      }),
    );
    expect(hiding("8000-8100").text("tcp/8000-8100")).toBe(`tcp/${HIDDEN}`);
  });

  test("counts, indexes and other numbers are shown", () => {
    const secrets = hiding(8123, 3);
    for (const text of ["3 of 40 hold", "18123", "8123.5", "aws_vpc.web[8123]", "10.8123", "port 8124", "v8123"])
      expect(secrets.text(text)).toBe(text);
  });
});

describe("texts", () => {
  test("a sensitive text is hidden whatever is around it, in any case, and cut off", () => {
    fc.assert(
      fc.property(tail, tail, (a, b) => {
        const secret = `qz${a}-${b}`;
        const secrets = hiding(secret);
        for (const text of [
          secret,
          `"${secret}"`,
          `host ${secret}, up`,
          `http://${secret}/x`,
          `vpc ${secret.toUpperCase()}.`,
        ])
          expect(secrets.text(text).toLowerCase()).not.toContain(secret);
        expect(secrets.text(`name ${secret.slice(0, -2)}…`)).not.toContain(`qz${a}`);
      }),
    );
  });

  test("a letter that gets longer in small ones hides nothing", () => {
    expect(hiding("SECRET-qz").text("İİİ secret-QZ")).toBe(`İİİ ${HIDDEN}`);
    expect(hiding("İstanbul-qz").text("in İstanbul-qz")).toBe(`in ${HIDDEN}`);
  });

  test("the mark is the same for every text", () => {
    expect(["abcd-1", "abcdefghijklmnop-12345"].map((one) => hiding(one).text(`x ${one} y`))).toEqual([
      `x ${HIDDEN} y`,
      `x ${HIDDEN} y`,
    ]);
  });

  test("a text of several lines, with quotes or spaces, is found as JSON, as a URL and on one line", () => {
    const secret = 'qzx "one"\ntwo\tthree';
    const secrets = hiding(secret);
    for (const text of [secret, JSON.stringify(secret), 'qzx "one" two three', encodeURI(secret)])
      expect(secrets.text(text)).not.toMatch(/qzx|two/);
  });

  test("an example of a sensitive pattern is found", () => {
    const secrets = hiding("*.qz-shop.example.com", "/qz-admin/*/x", "https://qz-api.example.com/qz-path");
    for (const text of ["a.qz-shop.example.com", "/qz-admin/7/x", "qz-api.example.com", "GET /qz-path 200"])
      expect(secrets.text(text)).not.toContain("qz");
  });

  test("addresses of resources stay, whatever is sensitive", () => {
    const secrets = hiding("web", "us-east-1c", "aws_vpc", "net", "a b", "tcp", "allow");
    for (const text of [...ADDRESSES, `${ADDRESSES[1]!}: tcp`, "aws_vpc.web (main route table)", "allow"])
      expect(secrets.text(text)).toBe(text);
    expect(secrets.text("zone us-east-1c")).toBe(`zone ${HIDDEN}`);
  });

  test("short texts are hidden where they stand alone", () => {
    const secrets = hiding("l", "*");
    expect([secrets.text("l"), secrets.text('"l"'), secrets.text("well, a * b")]).toEqual([
      HIDDEN,
      `"${HIDDEN}"`,
      "well, a * b",
    ]);
  });

  test("a thousand secrets and a long text take no time", () => {
    const secrets = hiding(...Array.from({ length: 3000 }, (_, i) => `arn:aws:iam::1:role/qz${i}`));
    const text = "arn:aws:iam::1:role/nobody ".repeat(20_000);
    expect(secrets.text(text)).toBe(text);
  });
});

test("the program's own words stay in JSON", () => {
  expect(hiding("allowed", "tap").data({ verdict: "ALLOWED", kind: "tap", text: "a tap" })).toEqual({
    verdict: "ALLOWED",
    kind: "tap",
    text: `a ${HIDDEN}`,
  });
});

describe("what is everybody's", () => {
  const secrets = new Secrets({
    owners: new Map([
      ["aws_route_table.r", new Set<SecretLeaf>(["0.0.0.0/0"])],
      ["aws_lb_listener.l", new Set<SecretLeaf>([65535, "HTTP", "web"])],
    ]),
    leaves: ["0.0.0.0/0", 65535, "HTTP", "web"],
    addresses: ["aws_vpc.web", "aws_route_table.r", "aws_lb_listener.l"],
  });

  test("is hidden where it is sensitive", () => {
    expect(secrets.textOf("aws_route_table.r.route[0]", "0.0.0.0/0 → internet")).toBe(`${HIDDEN} → internet`);
    expect(secrets.textOf("aws_lb_listener.l", "HTTP 65535 web → tg")).not.toMatch(/HTTP|65535|web/);
    expect(secrets.data({ address: "aws_route_table.r", text: "0.0.0.0/0 -> aws_vpc.web" })).toEqual({
      address: "aws_route_table.r",
      text: `${HIDDEN} -> aws_vpc.web`,
    });
  });

  test("is shown elsewhere", () => {
    expect(secrets.textOf("aws_route_table.other", "0.0.0.0/0 → web")).toBe("0.0.0.0/0 → web");
    expect(secrets.text("HTTP 65535 from 0.0.0.0/0 to web")).toBe("HTTP 65535 from 0.0.0.0/0 to web");
  });
});

test("a password that is a word of this program, an index or a small number leaves sentences as they are", () => {
  const passwords = ["UNKNOWN", "any port", "the internet", "group", "us-east-1c", "a b", "[0]", "1", "24"];
  const secrets = hiding(...passwords);
  for (const text of [
    "UNKNOWN  aws_vpc.web -> internet, tcp any port",
    's["us-east-1c"] 10.64.3.0/24',
    'web["a b"] 10.64.3.0/24',
    "admitted by aws_vpc.web.ingress[0]",
    "tcp 0-8443 of the security group",
    '{"protocol":"-1","from_port":0}',
  ])
    expect(secrets.text(text)).toBe(text);
  expect(hiding(7).text("0-6, 8-65535")).toBe(`0-${HIDDEN}-65535`);
});
