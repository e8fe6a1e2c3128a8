import { asks, bareTrial, canBeBare } from "../../src/lab/bare-packets";
import { type LabNetwork } from "../../src/lab/lab-network";
import { type Probe, type ProbeOutcome, trial } from "../../src/lab/probes";
import { describeProbe } from "../../src/lab/questions";
import { Sandbox } from "../../src/lab/sandbox";
import { setupScript } from "../../src/lab/setup";
import { type Space } from "../../src/lab/space";
import { Wires } from "../../src/lab/wires";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { randomLab } from "./differential";
import { Dice } from "./dice";

/** As many networks as are built; each twice over, as it is and with holes in it. */
const NETWORKS = process.env["CI"] ? 30 : 4;

/** A namespace in which some of what stops packets is gone, and some routes lead astray. */
function holed(dice: Dice, space: Space): Space {
  const devices = space.ip.flatMap((line) => /^link set (\S+) /.exec(line)?.[1] ?? []);
  const astray = (line: string): string =>
    devices.length > 0 && dice.chance(0.2)
      ? line.replace(
          /^route add blackhole (\S+) table/,
          (_, cidr: string) => `route add ${cidr} dev ${dice.pick(devices)} table`,
        )
      : line;
  return {
    ...space,
    ip: space.ip.map(astray),
    ...(space.ip6 && { ip6: space.ip6.map(astray) }),
    nft: space.nft.map((line) => (dice.chance(0.6) ? line.replace("counter drop", "counter") : line)),
  };
}

async function inLab<T>(lab: LabNetwork, work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = await Sandbox.open({ name: "bare", asUser: AS_USER, env: LAB_ENV });
  try {
    await sandbox.run(setupScript(lab));
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

type BareProbes = readonly Extract<Parameters<typeof bareTrial>[1][number]["probe"], Probe>[];

/** What becomes of probes by their first packets alone. */
function byFirstPackets(lab: LabNetwork, probes: BareProbes): Promise<ProbeOutcome[]> {
  const wires = new Wires(lab.places.ports);
  const all = probes.map((probe) => ({ probe, wire: wires.of(probe) }));
  const { send, list, read, frames } = bareTrial(lab, all);
  return inLab(lab, async (sandbox) => read(await sandbox.run([...send, ...list], frames)));
}

/** What becomes of them as a whole; a busy machine gets a second try of those that come to less than they are wanted to. */
function asAWhole(lab: LabNetwork, probes: readonly Probe[], wanted: readonly ProbeOutcome[]): Promise<ProbeOutcome[]> {
  const wires = new Wires(lab.places.ports);
  return inLab(lab, async (sandbox) => {
    const attempt = async (own: readonly Probe[], wait: number): Promise<ProbeOutcome[]> => {
      const { send, list, read } = trial(
        lab,
        own.map((probe) => ({ probe, ...wires.again(probe) })),
        wait,
      );
      return read(await sandbox.run([...send, ...list]));
    };
    const found = await attempt(probes, 0.4);
    const missed = [...found.keys()].filter(
      (i) => (wanted[i]!.isDelivered && !found[i]!.isDelivered) || (wanted[i]!.isAnswered && !found[i]!.isAnswered),
    );
    if (missed.length === 0) return found;
    const again = await attempt(
      missed.map((i) => probes[i]!),
      2,
    );
    missed.forEach((i, n) => (found[i] = again[n]!));
    return found;
  });
}

/** What is compared: whether it arrived, and of what asks whether it was answered. */
function outcomeText(probe: Probe, { isDelivered, isAnswered }: ProbeOutcome): string {
  if (!isDelivered) return "does not arrive";
  return `arrives${asks(probe) ? (isAnswered ? ", answered" : ", not answered") : ""}`;
}

describeWithLab()("first packets alone", () => {
  test.each(Array.from({ length: NETWORKS }, (_, i) => 500 + i))(
    "come wherever whole connections come, and are answered where those are, in random network %d and with holes in it",
    async (seed) => {
      const dice = new Dice(seed);
      const { lab, questions } = randomLab(dice);
      const probes = questions.flatMap((one) => one.probes).filter(canBeBare);
      for (const one of [lab, { ...lab, spaces: lab.spaces.map((space) => holed(dice, space)) }]) {
        const bare = await byFirstPackets(one, probes);
        const whole = await asAWhole(one, probes, bare);
        const told = (outcomes: readonly ProbeOutcome[]): string[] =>
          probes.map((probe, i) => `${describeProbe(probe)}: ${outcomeText(probe, outcomes[i]!)}`);
        expect(told(bare)).toEqual(told(whole));
      }
    },
    60_000,
  );
});
