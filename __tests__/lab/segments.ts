import { TCP_FLAGS } from "../../src/linux-router/tcp-segments";
import { type ApplianceLab } from "./appliance-lab";

/** A segment of TCP that belongs to no connection. */
interface Segment {
  readonly flags: readonly (keyof typeof TCP_FLAGS)[];
  readonly from: number;
  readonly to: number;
}

/** Who sends segments to whom, and by which address. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly twin: string;
}

/** Python on one line of a shell. */
const program = (text: string): string =>
  `python3 -c "import base64; exec(base64.b64decode('${Buffer.from(text).toString("base64")}'))"`;

const HEARD = "/run/lab/heard";
const LISTEN = program(`
import socket, struct, sys
wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
out = open(sys.argv[1], "w")
print("ready", file=out, flush=True)
while True:
    packet, (source, _) = wire.recvfrom(65536)
    sport, dport, _, _, _, flags = struct.unpack("!HHIIBB", packet[20:34])
    print(source, sport, dport, flags, file=out, flush=True)
`);
const SEND = program(`
import json, socket, struct, sys
wire = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
to = sys.argv[1]
wire.connect((to, 0))
own = socket.inet_aton(wire.getsockname()[0])
for sport, dport, flags in json.loads(sys.argv[2]):
    body = struct.pack("!HHIIBBHHH", sport, dport, 1000, 2000, 5 << 4, flags, 65535, 0, 0)
    words = struct.unpack("!16H", own + socket.inet_aton(to) + struct.pack("!BBH", 0, 6, len(body)) + body)
    total = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    wire.send(body[:16] + struct.pack("!H", ~total & 0xFFFF) + body[18:])
`);

interface Heard {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly flags: number;
}

async function heard(lab: ApplianceLab, host: string): Promise<Heard[]> {
  const lines = (await lab.in(host, `cat ${HEARD}-${host.replace(/\W/g, "-")}`)).trim().split("\n").slice(1);
  return lines.map((line) => {
    const [source = "", from = "", to = "", flags = ""] = line.split(" ");
    return { source, from: Number(from), to: Number(to), flags: Number(flags) };
  });
}

const flagText = (flags: number): string =>
  Object.entries(TCP_FLAGS)
    .flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]))
    .sort()
    .join(" ");

/** Sends segments out of nothing. @returns what of them arrives, and what the sender hears of it, in words */
export async function segments(
  lab: ApplianceLab,
  { from, to, twin }: Way,
  sent: readonly Segment[],
): Promise<{ arrived: string[]; answered: string[] }> {
  for (const host of [from, to]) {
    const file = `${HEARD}-${host.replace(/\W/g, "-")}`;
    await lab.in(host, `${LISTEN} ${file} < /dev/null > /dev/null 2>&1 &`);
    await lab.until(`${host} listens`, async () => (await lab.in(host, `cat ${file}`)).startsWith("ready"));
  }
  const listed = sent.map((one) => [one.from, one.to, one.flags.reduce((all, flag) => all | TCP_FLAGS[flag], 0)]);
  const last = sent.at(-1)!;
  await lab.in(from, `${SEND} ${twin} '${JSON.stringify(listed)}'`);
  await lab.until("the last one is answered", async () =>
    (await heard(lab, from)).some(({ to: port, flags }) => port === last.from && (flags & TCP_FLAGS.rst) !== 0),
  );
  const [arrived, answered] = [await heard(lab, to), await heard(lab, from)];
  return {
    arrived: arrived.map((one) => `${one.source}:${one.from} ${flagText(one.flags)}`),
    answered: answered.map((one) => `${one.to} ${flagText(one.flags)}`),
  };
}
