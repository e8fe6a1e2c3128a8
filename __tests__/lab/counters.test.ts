import { readAllCounters, readCounters } from "../../src/lab/counters";
import { readArrivals } from "../../src/lab/arrivals";

const listed = (...parts: object[]): string => JSON.stringify({ nftables: [{ metainfo: {} }, ...parts] });
const counted = (concat: readonly (string | number)[], packets?: number): object => ({
  ...(packets === undefined ? { concat } : { elem: { val: { concat }, counter: { packets, bytes: 1 } } }),
});

describe("nft's counters", () => {
  test("are read by interface and flow", () => {
    const json = listed(
      { set: { name: "first", table: "seen", elem: [counted(["e1", "tcp", 40000, "10.0.2.4", 80], 1)] } },
      { set: { name: "echo", table: "seen", elem: [counted(["e1", "10.0.0.2", 77], 1)] } },
      { set: { name: "other", table: "seen", elem: [counted(["e2", "esp", "10.0.0.2", 84])] } },
    );
    const counters = readCounters(json);
    const ports = { source: 40000, destination: 80 };
    expect(counters.get("e1")).toEqual([
      { protocol: 6, isOpening: true, destination: "10.0.2.4", ports, packets: 1 },
      { protocol: 1, isOpening: true, destination: "10.0.0.2", identifier: 77, packets: 1 },
    ]);
    expect(counters.get("e2")).toEqual([
      { protocol: 50, isOpening: true, destination: "10.0.0.2", length: 84, packets: 0 },
    ]);
  });

  test("of whole connections have the source too", () => {
    const json = listed({
      set: { name: "ports", table: "hops", elem: [counted(["e1", "10.0.1.10", 40000, "10.0.2.4", 80], 6)] },
    });
    const ports = { source: 40000, destination: 80 };
    expect(readCounters(json).get("e1")).toEqual([
      { protocol: 6, isOpening: false, source: "10.0.1.10", destination: "10.0.2.4", ports, packets: 6 },
    ]);
  });

  test("of several routers are told apart from what commands print between them; the internet's have its name", () => {
    const set = (cable: string): object => ({
      set: { name: "echo", table: "seen", elem: [counted([cable, "10.0.0.2", 1], 1)] },
    });
    const printed = `connected 1 0.1\n== one\n${listed(set("e1"))}\n-- arrived one\n${listed()}\n== two\n${listed(set("e2"))}\n== internet\n${listed(set("g0"))}\n`;
    expect([...readAllCounters(printed).keys()]).toEqual(["e1", "e2", "internet"]);
  });
});

test("where bare packets came is read by their numbers, with how many were sent", () => {
  const arrived = (...elem: readonly (readonly [string, number])[]): object => ({
    set: { name: "arrived", table: "bare", elem: elem.map((concat) => ({ concat })) },
  });
  const sent = (packets: number): object => ({ counter: { name: "sent", table: "bare", packets } });
  const printed = `-- arrived one\n${listed(sent(3), arrived(["e1", 0], ["e2", 7]))}\n-- arrived one\n${listed(sent(2))}\n-- arrived internet\n${listed(arrived(["g0", 7]))}\n`;
  const { sent: left, cables } = readArrivals(printed);
  expect([...left]).toEqual([["one", 5]]);
  expect([...cables]).toEqual([
    [0, ["e1"]],
    [7, ["e2", "internet"]],
  ]);
});
