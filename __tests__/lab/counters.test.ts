import { readAllCounters, readCounters } from "../../src/lab/counters";

describe("nft's counters", () => {
  const listed = (sets: object[]): string => JSON.stringify({ nftables: [{ metainfo: {} }, ...sets] });

  test("are read by interface and flow", () => {
    const json = listed([
      {
        set: {
          name: "ports_e1",
          table: "seen",
          elem: [
            {
              elem: { val: { concat: ["tcp", "10.0.1.10", 40000, "10.0.2.4", 80] }, counter: { packets: 6, bytes: 1 } },
            },
          ],
        },
      },
      {
        set: {
          name: "echo_e1",
          table: "seen",
          elem: [{ elem: { val: { concat: ["10.0.0.1", "10.0.0.2", 77] }, counter: { packets: 1 } } }],
        },
      },
      {
        set: {
          name: "other_e2",
          table: "seen",
          elem: [{ elem: { val: { concat: ["esp", "10.0.0.1", "10.0.0.2", 84] } } }],
        },
      },
      { set: { name: "syn_e2", table: "seen" } },
    ]);
    const counters = readCounters(json);
    const ports = { source: 40000, destination: 80 };
    const ends = { source: "10.0.0.1", destination: "10.0.0.2" };
    expect(counters.get("e1")).toEqual([
      { protocol: 6, isOpening: false, source: "10.0.1.10", destination: "10.0.2.4", ports, packets: 6 },
      { protocol: 1, isOpening: false, ...ends, identifier: 77, packets: 1 },
    ]);
    expect(counters.get("e2")).toEqual([{ protocol: 50, isOpening: false, ...ends, length: 84, packets: 0 }]);
  });

  test("of several routers are told apart from what commands print between them", () => {
    const printed = `connected 1 0.1\n== one\n${listed([{ set: { name: "ports_e1", table: "seen" } }])}\n== two\n${listed([{ set: { name: "ports_e2", table: "seen" } }])}\n`;
    expect([...readAllCounters(`\n${printed}`).keys()]).toEqual(["e1", "e2"]);
  });
});
