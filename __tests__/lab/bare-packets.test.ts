import { parseAddress } from "../../src/ip";
import { type Probe } from "../../src/lab/probes";
import { bareTrial, canBeBare } from "../../src/lab/bare-packets";
import { frameLength, framesOf, type Packet } from "../../src/lab/bare-frames";
import { type Port } from "../../src/lab/places";
import { layOut, LabError } from "../../src/lab";
import { Wires } from "../../src/lab/wires";
import { topologyOf } from "../support/networks";
import { Walker } from "../../src/reachability";

const at = (text: string) => parseAddress(text)!;

/** The sum of all 16-bit words; with its checksum in it, what is whole comes to all ones (RFC 1071). */
function folded(...parts: readonly Buffer[]): number {
  let sum = 0;
  for (const part of parts) for (let i = 0; i < part.length; i += 2) sum += part.readUInt16BE(i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

describe("a frame", () => {
  const ipv4 = { source: at("10.0.1.10"), destination: at("10.64.0.20"), mark: 40000, number: 0x01020304 };
  const ipv6 = { ...ipv4, source: at("2001:db8:a::1"), destination: at("2001:db8:b::2") };
  const kinds = [
    { protocol: 6, port: 8080 },
    { protocol: 17, port: 53 },
    { protocol: 1 },
    { protocol: 58 },
    { protocol: 50 },
  ];
  const all: [string, Packet][] = [ipv4, ipv6].flatMap((ends) =>
    kinds.map((kind): [string, Packet] => [
      `protocol ${kind.protocol} over IPv${typeof ends.source === "bigint" ? 6 : 4}`,
      { ...ends, ...kind },
    ]),
  );

  test.each(all)("of %s is whole and tells its number", (_, packet) => {
    const isIpv6 = typeof packet.source === "bigint";
    const frame = framesOf([packet]);
    expect(frame).toHaveLength(frameLength(isIpv6 ? "ipv6" : "ipv4"));
    const header = frame.subarray(14, isIpv6 ? 54 : 34);
    const body = frame.subarray(isIpv6 ? 54 : 34);
    if (!isIpv6) expect(folded(header)).toBe(0xffff);
    const pseudo = Buffer.concat([
      isIpv6 ? header.subarray(8) : header.subarray(12),
      Buffer.from([0, packet.protocol, 0, body.length]),
    ]);
    const isOwnIcmp = packet.protocol === (isIpv6 ? 58 : 1);
    if ([6, 17].includes(packet.protocol) || isOwnIcmp)
      expect(packet.protocol === 1 ? folded(body) : folded(pseudo, body)).toBe(0xffff);
    expect(body.readUInt32BE(8)).toBe(packet.number);
    if (packet.port !== undefined) expect([body.readUInt16BE(0), body.readUInt16BE(2)]).toEqual([40000, packet.port]);
    if (isOwnIcmp) expect(body.readUInt16BE(4)).toBe(40000);
  });
});

test.each([4, 6])("a packet of IPv%d that asks says so, and its number is what the answer acknowledges", (version) => {
  const [source, destination] = version === 4 ? ["10.0.1.10", "10.0.2.4"] : ["2001:db8::1", "2001:db8::2"];
  const packet = { source: at(source), destination: at(destination), protocol: 6, port: 80, mark: 40000, number: 7 };
  const [asking, other] = [{ ...packet, isAsking: true }, packet].map((one) => framesOf([one]));
  const congestion = (frame: Buffer): number => (version === 4 ? frame[15]! : frame[15]! >> 4) & 3;
  expect([asking!, other!].map(congestion)).toEqual([1, 3]);
  expect(asking!.readUInt32BE((version === 4 ? 34 : 54) + 4)).toBe(7);
});

const network = {
  resource: {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
    aws_instance: Object.fromEntries(
      ["a", "b"].map((name, i) => [
        name,
        { ami: "ami-0", instance_type: "t3.micro", subnet_id: "${aws_subnet.s.id}", private_ip: `10.0.1.${10 + i}` },
      ]),
    ),
  },
};

function laid() {
  const topology = topologyOf(network);
  const lab = layOut({ topology, walker: new Walker(topology), statements: [] });
  const [a, b] = ["a", "b"].map((name) => lab.places.ports.find((one) => one.address === `aws_instance.${name}`)!);
  const probe = (more: Partial<Probe> = {}): Probe & { from: Port } => ({
    ...{ from: a!, source: a!.ips[0]!, to: b!, destination: b!.ips[0]!, protocol: 6, port: 80 },
    ...(more as object),
  });
  return { lab, a: a!, b: b!, probe };
}

describe("packets of probes", () => {
  test("are one where only the meant receiver differs, and have marks of their own else", () => {
    const { lab, a, b, probe } = laid();
    const wires = new Wires(lab.places.ports);
    const first = wires.of(probe());
    expect(wires.of(probe({ to: "anywhere" }))).toBe(first);
    const others = [probe({ port: 81 }), probe({ isSpoofed: true, source: at("10.9.9.9") })].map((one) =>
      wires.of(one),
    );
    const back = wires.of(probe({ from: b, source: b.ips[0]!, to: a, destination: a.ips[0]! }));
    const [ping, pong] = [
      wires.of({ from: a, source: a.ips[0]!, to: b, destination: b.ips[0]!, protocol: 1 }),
      wires.of({ from: b, source: b.ips[0]!, to: a, destination: a.ips[0]!, protocol: 1 }),
    ];
    expect(new Set([first, ...others].map(({ mark }) => mark)).size).toBe(3);
    expect(ping.mark).not.toBe(pong.mark);
    expect(new Set([first, ...others, back, ping, pong].map(({ number }) => number)).size).toBe(6);
    expect(wires.again(probe()).mark).not.toBe(first.mark);
  });

  test("more of one kind than there are marks are refused", () => {
    const { lab, probe } = laid();
    const wires = new Wires(lab.places.ports);
    const send = (): void => {
      for (let i = 0; i < 28232; i++) wires.again(probe());
    };
    send();
    expect(() => wires.again(probe())).toThrow("28232");
  });

  test("of what has no cable of its own, and with headers of IPv6 that are none, are tried as a whole", () => {
    const { probe, b } = laid();
    expect([probe(), { ...probe(), from: "internet" as const }].map(canBeBare)).toEqual([true, true]);
    const others = ["attachment", "nat", "inspection"] as const;
    for (const kind of others) expect(canBeBare({ ...probe(), from: { ...b, kind } })).toBe(false);
    expect(canBeBare({ ...probe(), from: "anywhere" })).toBe(false);
    const over6 = { source: at("2001:db8::1"), destination: at("2001:db8::2") };
    expect([50, 44].map((protocol) => canBeBare(probe({ ...over6, protocol })))).toEqual([true, false]);
  });

  /** What the router says when packets have come to b, or to another door, and these answers to a. */
  function heard(
    tried: readonly Probe[],
    answers: (wires: Wires, a: Port) => readonly [string, unknown[][]][],
    door?: string,
  ): boolean[] {
    const { lab, a, b } = laid();
    const wires = new Wires(lab.places.ports);
    const all = tried.map((one) => {
      const probe = { ...one, from: a, to: b };
      return { probe, wire: wires.of(probe) };
    });
    const set = (name: string, elem: unknown[][]): object => ({
      set: { name, elem: elem.map((concat) => ({ concat })) },
    });
    const nftables = [
      { counter: { packets: all.length } },
      set(
        "arrived",
        all.map(({ wire }) => [door ?? b.cable, wire.number]),
      ),
      ...answers(wires, a).map(([name, elem]) => set(name, elem)),
    ];
    const [router] = lab.routers.values();
    const outcomes = bareTrial(lab, all).read(`-- arrived ${router}\n${JSON.stringify({ nftables })}\n`);
    expect(outcomes.every(({ isDelivered }) => isDelivered)).toBe(door === undefined);
    return outcomes.map(({ isAnswered }) => isAnswered);
  }

  test.each([
    ["all of it", {}, true],
    ["another address", { address: "10.0.1.99" }, false],
    ["another port", { port: 9 }, false],
    ["another number", { number: 4 }, false],
    ["another interface", { cable: "elsewhere" }, false],
  ])("that ask are answered by what tells %s", (_, wrong, isAnswered) => {
    const { probe } = laid();
    const found = heard([probe()], (wires, a) => {
      const { mark } = wires.of({ ...probe(), from: a });
      const { cable, address, port, number } = { cable: a.cable, address: "10.0.1.11", port: 80, number: 1, ...wrong };
      return [
        ["answered", [[cable, address, "10.0.1.10", number]]],
        ["ports", [[cable, port, mark, number]]],
      ];
    });
    expect(found).toEqual([isAnswered]);
  });

  test("of an echo are answered without ports, those with a borrowed address and datagrams never", () => {
    const { probe } = laid();
    const kinds: readonly Partial<Probe>[] = [{ protocol: 1 }, { isSpoofed: true }, { protocol: 17, port: 53 }];
    const tried = kinds.map((one): Probe => {
      const { port, ...rest } = probe();
      return { ...rest, ...(one.protocol === 1 ? {} : { port: port! }), ...one };
    });
    const numbers = [0, 1, 2, 3];
    const found = heard(tried, (_, a) => [
      ["answered", numbers.map((number) => [a.cable, "10.0.1.11", "10.0.1.10", number])],
    ]);
    expect(found).toEqual([true, false, false]);
  });

  test("are not answered by somebody else with the receiver's address", () => {
    const { probe } = laid();
    const found = heard(
      [probe()],
      (wires, a) => [
        ["answered", [[a.cable, "10.0.1.11", "10.0.1.10", 1]]],
        ["ports", [[a.cable, 80, wires.of({ ...probe(), from: a }).mark, 1]]],
      ],
      "elsewhere",
    );
    expect(found).toEqual([false]);
  });

  test("from the internet are written into its own cable, and counted and answered there, by whichever gateway", () => {
    const { lab, b, probe } = laid();
    const wires = new Wires(lab.places.ports);
    const one = { ...probe(), from: "internet" as const, source: at("198.51.100.10") };
    const { send, read } = bareTrial(lab, [{ probe: one, wire: wires.of(one) }]);
    expect(send.filter((line) => line.includes("socat"))).toEqual([
      expect.stringMatching(/^nsenter --net=\/run\/netns\/internet socat INTERFACE:out /),
    ]);
    const set = (name: string, ...elem: unknown[][]): object => ({
      set: { name, elem: elem.map((concat) => ({ concat })) },
    });
    const [router] = lab.routers.values();
    const inside = [set("arrived", [b.cable, 0])];
    const outside = [
      { counter: { packets: 1 } },
      set("answered", ["g3", "10.0.1.11", "198.51.100.10", 1]),
      set("ports", ["g3", 80, 32768, 1]),
    ];
    const said = (space: string, nftables: object[]): string =>
      `-- arrived ${space}\n${JSON.stringify({ nftables })}\n`;
    const printed = [said(router!, inside), said("internet", outside)];
    expect(read(printed.join(""))).toEqual([{ isDelivered: true, isAnswered: true }]);
    expect(() => read(printed[0]!)).toThrow("of 1 packets 0 came to internet");
  });

  test("that have not left their host, or were lost later, say nothing of where they arrive", () => {
    const { lab, probe } = laid();
    const wires = new Wires(lab.places.ports);
    const { read, frames } = bareTrial(lab, [{ probe: probe(), wire: wires.of(probe()) }]);
    expect(frames).toHaveLength(54);
    const [router] = lab.routers.values();
    const said = (packets: number): string =>
      `-- arrived ${router}\n${JSON.stringify({ nftables: [{ counter: { packets } }] })}\n`;
    expect(() => read(said(0))).toThrow(LabError);
    const nothing = [{ isDelivered: false, isAnswered: false }];
    expect(read(said(1))).toEqual(nothing);
    const lost = (...packets: readonly string[]): string => packets.map((one) => `-- lost 00000000 ${one}\n`).join("");
    expect(read(`${lost("00000003", "00000003")}${said(1)}`)).toEqual(nothing);
    expect(() => read(`${lost("00000003", "00000004")}${said(1)}`)).toThrow("has lost packets on their way");
  });
});
