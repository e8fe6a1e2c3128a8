import { formatAddress, intersect, isEmptySet, parseAddress, setHas, setOfAddresses } from "../../src/ip";
import {
  type Datagrams,
  type LinuxRouter,
  type Outcome,
  readRouter,
  walkFirst,
  walkReply,
  walkStray,
} from "../../src/linux-router";
import { Dice } from "../lab/dice";
import { describeWithLab } from "../support/lab";
import { type Case, type Got, kernelAnswers, type Seen } from "./kernel";
import { RandomRouter, type Sent } from "./random-ruleset";
import { INTERFACES, SAMPLE } from "./sample";
import { answersTo, told } from "./told";

/** Of what is only sent when something was answered, all came through. */
const isWhole = ({ out, back, later }: Seen): boolean =>
  out !== null && [back, later].every((sent) => Object.keys(sent).length > 0 && Object.values(sent).every(Boolean));

const port = (one: number) => [{ start: one, end: one + 1 }];

function asDatagrams({ src, dst, protocol, sport, dport, flags }: Sent): Datagrams {
  const hasPorts = protocol !== 1;
  return {
    ...{ src: setOfAddresses([parseAddress(src)!]), dst: setOfAddresses([parseAddress(dst)!]), protocol },
    srcPorts: hasPorts ? port(sport) : [{ start: 0, end: 65536 }],
    dstPorts: hasPorts ? port(dport) : [{ start: 0, end: 65536 }],
    ...(!hasPorts && { icmpType: 8 }),
    ...(protocol === 6 && flags !== undefined && { flags: port(flags) }),
  };
}

/** Whether a packet is among those that are told. */
function isAmong(got: Got | null, device: number, packets: Datagrams): boolean {
  if (got?.device !== device) return false;
  const { src, dst, srcPorts, dstPorts } = packets;
  const hasAddresses = setHas(src, parseAddress(got.src)!) && setHas(dst, parseAddress(got.dst)!);
  const isPing = got.protocol === 1;
  return (
    hasAddresses &&
    (isPing || !(isEmptySet(intersect(srcPorts, port(got.sport))) || isEmptySet(intersect(dstPorts, port(got.dport)))))
  );
}

const shown = (got: Got | null): string =>
  got ? `out ${got.device} ${got.src}:${got.sport} > ${got.dst}:${got.dport}` : "nothing";

/** What is wrong about an outcome, as the kernel sees it; undefined where nothing is, "open" where nothing is said. */
function wrongIn(script: string, sent: Sent, seen: Seen): string | undefined {
  const reading = readRouter(script, INTERFACES);
  if (reading.kind === "unread") return `unread: ${JSON.stringify(reading.unread)}`;
  const outcomes = walkFirst(reading.router, sent.device, asDatagrams(sent));
  const [one, more] = outcomes;
  if (!one || more) return `parted: ${outcomes.map(told).join(" | ")}`;
  const said = (which: Outcome, got: Got | null): string => `said ${told(which)}, but ${shown(got)}`;
  if (one.kind === "undecided") return "open";
  if (one.kind !== "forwarded") return isWhole(seen) ? said(one, seen.out) : undefined;
  if (!isAmong(seen.out, one.device, one.packets)) return said(one, seen.out);
  const wrong = Object.entries(seen.back).map(([flags, back]) =>
    wrongInAnswer(reading.router, one, { out: { ...seen.out!, flags: Number(flags) }, back }),
  );
  const first = wrong.find((each) => each !== undefined);
  if (first !== undefined) return first;
  const lost = Object.entries(seen.later).find(([, later]) => !isAmong(later, one.device, one.packets));
  return lost && `later ${lost[0]}: ${said(one, lost[1])}`;
}

/** The same of an answer with certain flags. */
function wrongInAnswer(
  router: LinuxRouter,
  { connection }: Extract<Outcome, { readonly kind: "forwarded" }>,
  { out, back: seen }: { readonly out: Got; readonly back: Got | null },
): string | undefined {
  const [back, others] = walkReply(router, out.device, connection, answersTo(asDatagrams(out)));
  if (!back || others) return "parted answer";
  if (back.kind === "undecided") return "open";
  const said = `answer ${out.flags}: said ${told(back)}, but ${shown(seen)}`;
  if (back.kind !== "forwarded") return seen ? said : undefined;
  return isAmong(seen, back.device, back.packets) ? undefined : said;
}

/** Whether an answer to nothing that is said to be lost comes out all the same. */
function isLeaked(script: string, sent: Sent, { out }: Seen): boolean {
  const reading = readRouter(script, INTERFACES);
  if (reading.kind === "unread" || !out) return false;
  const packets = { ...asDatagrams(sent), ...(sent.protocol === 1 && { icmpType: 0 }) };
  return walkStray(reading.router, sent.device, packets).every(({ kind }) => kind !== "undecided");
}

describeWithLab()("the kernel", () => {
  test("does to each packet what the walk says, by random rulesets", () => {
    const cases = Array.from({ length: 40 }, (_, seed): Case => {
      const random = new RandomRouter(new Dice(seed + 1));
      return { script: random.script(), packets: random.packets(24) };
    });
    const all = kernelAnswers(cases).flatMap((answers, i) => {
      const { script, packets } = cases[i]!;
      if ("refused" in answers) {
        const isRead = readRouter(script, INTERFACES).kind === "read";
        return isRead ? [{ wrong: "read", what: `${answers.refused}\n${script}`, isOut: false }] : [];
      }
      return answers.map((seen, k) => {
        const wrong = wrongIn(script, packets[k]!, seen);
        const what = `case ${i}: ${JSON.stringify(packets[k])}\n${wrong}\n${script}`;
        return { wrong, what, isOut: seen.out !== null };
      });
    });
    const wrong = all.filter((one) => one.wrong !== undefined && one.wrong !== "open");
    expect(wrong.map(({ what }) => what).slice(0, 3)).toEqual([]);
    const open = all.filter((one) => one.wrong === "open").length;
    // Most of them say something, and many let packets through.
    expect(open).toBeLessThan(all.length / 5);
    expect(all.filter(({ isOut }) => isOut).length).toBeGreaterThan(all.length / 5);
  }, 300_000);

  test("lets no answer to nothing pass that is said to be lost", () => {
    const cases = Array.from({ length: 15 }, (_, seed): Case => {
      const random = new RandomRouter(new Dice(1000 + seed));
      return {
        script: random.script(),
        packets: random.packets(24).map((one) => ({ ...one, isStray: true, flags: 18 })),
      };
    });
    const leaked = kernelAnswers(cases).flatMap((answers, i) =>
      "refused" in answers
        ? []
        : answers.flatMap((seen, k) => {
            const { script, packets } = cases[i]!;
            return isLeaked(script, packets[k]!, seen)
              ? [`${JSON.stringify(packets[k])} ${shown(seen.out)}\n${script}`]
              : [];
          }),
    );
    expect(leaked.slice(0, 2)).toEqual([]);
  }, 300_000);

  test("does to the packets of the sample what the walk says", () => {
    const script = SAMPLE.replace(/^\[ "\$0".*\n/m, "")
      .replace("cat >/etc/nftables/appliance.nft <<'EOF'", 'nft -D inner="$inner" -D outer="$outer" -f - <<\'EOF\'')
      .replace(/^nft -D inner.*appliance\.nft\n/m, "");
    const clients = ["10.64.0.20", "10.64.0.21"].flatMap((src, i) =>
      ([6, 17, 1] as const).flatMap((protocol, k) =>
        [5432, 161, 22].map((dport, n): Sent => ({
          device: 0,
          src,
          dst: `100.64.1.${10 + n}`,
          protocol,
          sport: 41000 + 100 * i + 10 * k + n,
          dport,
        })),
      ),
    );
    const web = clients.map((one, i): Sent => ({
      ...one,
      device: 1,
      src: "10.64.0.10",
      dst: `100.64.2.${20 + (i % 2)}`,
      sport: one.sport + 5000,
    }));
    const packets = [...clients, ...web].map((one) => (one.protocol === 1 ? { ...one, dport: one.sport } : one));
    const [answers] = kernelAnswers([{ script, packets }]);
    if (!answers || "refused" in answers) throw new Error(answers?.refused);
    expect(packets.map((one, i) => wrongIn(script, one, answers[i]!)).filter(Boolean)).toEqual([]);
    const passed = packets.filter((_, i) => isWhole(answers[i]!));
    expect(passed.length).toBeGreaterThan(10);
    expect(new Set(answers.map(({ out }) => out?.src)).has(formatAddress(parseAddress("100.64.2.20")!))).toBe(true);
  });
});
