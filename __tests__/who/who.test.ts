import fc from "fast-check";
import { USUAL } from "../../bench/who-traffic";
import { type Answer } from "../../src/who";
import { askedOf, scoreOf, trafficOf, withHeader } from "./asked";

const NO_STATUS =
  "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction";
const T = 1_764_230_400;

interface Side {
  readonly client?: string;
  readonly port?: number;
  readonly nat?: string;
  readonly natPort?: number;
  readonly at?: number;
  readonly bytes?: number;
  readonly flags?: number;
}

/** Both directions of a client's connection at the NAT gateway's interface. */
function inner({
  client = "10.64.0.20",
  port = 40_000,
  nat = "100.64.0.10",
  at = 0,
  bytes = 900,
  flags = 3,
}: Side = {}) {
  const [from, to] = [T + at, T + at + 2];
  return [
    `eni-1a ${client} ${nat} ${port} 443 6 5 ${bytes} ${from} ${to} ACCEPT ${flags} ${client} 100.64.1.5 ingress`,
    `eni-1a ${nat} ${client} 443 ${port} 6 4 7000 ${from} ${to} ACCEPT ${flags ? flags | 16 : 0} 100.64.1.5 ${client} egress`,
  ];
}

/** The same from there to the ALB. */
function outer({ nat = "100.64.0.10", natPort = 1024, at = 0, bytes = 900, flags = 3 }: Side = {}) {
  const [from, to] = [T + at, T + at + 2];
  return [
    `eni-1a ${nat} 100.64.1.5 ${natPort} 443 6 5 ${bytes} ${from} ${to} ACCEPT ${flags} ${nat} 100.64.1.5 egress`,
    `eni-1a 100.64.1.5 ${nat} 443 ${natPort} 6 4 7000 ${from} ${to} ACCEPT ${flags ? flags | 16 : 0} 100.64.1.5 ${nat} ingress`,
  ];
}

const iso = (at: number): string => new Date((T + at) * 1000).toISOString().replace("Z", "000Z");

function request({ nat = "100.64.0.10", natPort = 1024, at = 1 }: Side = {}, id = "1-a", path = "/cart?x=1"): string {
  return `https ${iso(at)} app/web/50dc6c495c0c9188 ${nat}:${natPort} - 0 0 0 200 200 300 500 "GET https://shop.example.com:443${path} HTTP/1.1" "curl" - - arn:aws:x "Root=${id}" "-" "-" 0 ${iso(at)} "forward" "-" "-"`;
}

async function ask(flows: readonly string[], accesses: readonly string[], ...more: Parameters<typeof askedOf>[2][]) {
  return (await askedOf({ "flows.log": [NO_STATUS, ...flows] }, accesses, ...more)).answers;
}

const told = ({ verdict, client, candidates, reasons }: Answer) => ({
  verdict,
  client,
  candidates: candidates.map(({ address }) => address).sort(),
  reasons,
});

describe("a client is named", () => {
  const found = { verdict: "found", client: "10.64.0.20", candidates: ["10.64.0.20"], reasons: [] };

  test("when its connection alone has the packets and bytes of the NAT gateway's", async () => {
    const flows = [
      ...inner(),
      ...outer(),
      ...inner({ client: "10.64.0.21", bytes: 901 }),
      ...outer({ natPort: 1025, bytes: 901 }),
    ];
    const [answer] = await ask(flows, [request()]);
    expect(told(answer!)).toEqual(found);
    expect(answer).toMatchObject({ server: "100.64.1.5", serverPort: 443, address: "100.64.0.10", port: 1024 });
  });

  test("when the other with these packets and bytes is at another time", async () => {
    const other = [...inner({ client: "10.64.0.21", at: 63 }), ...outer({ natPort: 1025, at: 63 })];
    expect((await ask([...inner(), ...outer(), ...other], [request()])).map(told)).toEqual([found]);
  });

  test("when all that can't be told from each other are its own", async () => {
    const flows = [...inner(), ...outer(), ...inner({ port: 40_001, at: 3 }), ...outer({ natPort: 1025, at: 3 })];
    expect((await ask(flows, [request()])).map(told)).toMatchObject([{ verdict: "found", client: "10.64.0.20" }]);
  });

  test("when records come twice, and in any order", async () => {
    const flows = [...inner(), ...outer(), ...outer(), ...inner()].reverse();
    expect((await ask(flows, [request()])).map(told)).toEqual([found]);
  });

  test("when two flow logs have the same interface", async () => {
    const flows = [NO_STATUS, ...inner(), ...outer()];
    const logs = { "1_vpcflowlogs_r_fl-0a_2_x.log": flows, "1_vpcflowlogs_r_fl-0b_2_x.log": flows };
    const { answers } = await askedOf(logs, [request()]);
    expect(answers.map(told)).toEqual([found]);
    expect((await askedOf(logs, [])).answers.map(told)).toEqual([found]);
  });

  test("when the NAT gateway has more addresses than one", async () => {
    const side = { nat: "100.64.0.11" };
    expect((await ask([...inner(), ...outer(side)], [request(side)])).map(told)).toEqual([found]);
  });

  test("when an interval before it is silent", async () => {
    const silent = `eni-1a - - - - - - - ${T - 70} ${T - 11} - - - - -`;
    expect((await ask([silent, ...inner(), ...outer()], [request()])).map(told)).toEqual([found]);
  });
});

describe("a client is not named", () => {
  const twins = [...inner(), ...inner({ client: "10.64.0.21", port: 40_001, at: 5 })];

  test.each<readonly [string, readonly string[], object]>([
    [
      "two clients' connections are alike",
      [...twins, ...outer(), ...outer({ natPort: 1025, at: 5 })],
      { verdict: "ambiguous", candidates: ["10.64.0.20", "10.64.0.21"], reasons: ["alike"] },
    ],
    [
      "another connection of the NAT gateway competes for the client's",
      [...inner(), ...outer(), ...outer({ natPort: 1025, at: 5 })],
      { verdict: "ambiguous", candidates: ["10.64.0.20"] },
    ],
    [
      "the bytes of one direction differ",
      [...inner({ bytes: 952 }), ...outer()],
      { verdict: "ambiguous", candidates: ["10.64.0.20"], reasons: ["numbers-differ"] },
    ],
    [
      "the connection was open before the logs begin",
      [...inner({ flags: 1 }), ...outer({ flags: 1 })],
      { verdict: "ambiguous", candidates: ["10.64.0.20"], reasons: ["cut-off"] },
    ],
    [
      "the connection is still open when the logs end",
      [...inner({ flags: 2 }), ...outer({ flags: 2 })],
      { verdict: "ambiguous", candidates: ["10.64.0.20"], reasons: ["cut-off"] },
    ],
    [
      "the NAT gateway's port was taken twice at that time",
      [
        ...inner(),
        ...outer(),
        ...inner({ client: "10.64.0.21", at: 20, bytes: 901 }),
        ...outer({ at: 20, bytes: 901 }),
      ],
      { verdict: "ambiguous", candidates: ["10.64.0.20", "10.64.0.21"], reasons: ["several-connections"] },
    ],
    [
      "records are said to be silent, and are not",
      [`eni-1a - - - - - - - ${T - 20} ${T + 40} - - - - -`, ...inner(), ...outer()],
      { verdict: "ambiguous", candidates: ["10.64.0.20"], reasons: ["perhaps-skipped"] },
    ],
    ["no client has records", outer(), { verdict: "unknown", reasons: ["no-nat-gateway"] }],
    [
      "the connection has no record",
      [...inner({ at: -900 }), ...inner({ at: 900 })],
      { verdict: "unknown", reasons: ["no-record"] },
    ],
    ["the logs begin later", inner({ at: 900 }), { verdict: "unknown", reasons: ["before-logs"] }],
    ["the logs end earlier", inner({ at: -900 }), { verdict: "unknown", reasons: ["after-logs"] }],
  ])("when %s", async (_, flows, expected) => {
    const [answer] = await ask(flows, [request()]);
    expect(told(answer!)).toMatchObject(expected);
    expect(answer).not.toHaveProperty("client");
  });

  test("when AWS skipped records at that time, near it, or of the connection itself", async () => {
    const line = `eni-1a - - - - - - - ${T - 70} ${T - 11} - - - - - SKIPDATA`;
    const logs = { "a.log": [`${NO_STATUS} log-status`, line, ...[...inner(), ...outer()].map((one) => `${one} OK`)] };
    const { answers } = await askedOf(logs, [request()]);
    expect(answers.map(told)).toMatchObject([{ verdict: "ambiguous", reasons: ["skipped"] }]);
  });

  test("when the records of its twin and of its own connection are lost, and a request shows it", async () => {
    // 10.64.0.21 made the request at port 1025; its own records and those of 10.64.0.20's connection to the ALB are lost.
    const flows = [...inner(), ...outer({ natPort: 1025, at: 1 })];
    const accesses = [request({ natPort: 1024 }, "1-a"), request({ natPort: 1025 }, "1-b")];
    const answers = await ask(flows, accesses);
    expect(answers.map(told).map(({ verdict, reasons }) => [verdict, reasons])).toEqual([
      ["unknown", ["no-record"]],
      ["ambiguous", ["records-missing"]],
    ]);
  });

  test("when NAT gateways of two VPCs have one address, and both used the port", async () => {
    const flows = [...inner(), ...outer()];
    const other = flows.map((line) => line.replace("eni-1a", "eni-2b"));
    expect((await ask([...flows, ...other], [request()])).map(told)).toMatchObject([
      { verdict: "ambiguous", reasons: ["several-connections"] },
    ]);
    const elsewhere = [...inner({ at: 1000 }), ...outer({ at: 1000 })].map((line) => line.replace("eni-1a", "eni-2b"));
    const answers = await ask([...flows, ...elsewhere], [request(), request({ at: 1001 }, "1-b")]);
    expect(answers.map(({ verdict, interfaceId }) => [verdict, interfaceId])).toEqual([
      ["found", "eni-1a"],
      ["found", "eni-2b"],
    ]);
  });

  test("when two flow logs of one interface lead to different clients", async () => {
    const one = [NO_STATUS, ...inner(), ...outer()];
    const other = [NO_STATUS, ...inner({ client: "10.64.0.21" }), ...outer()];
    const logs = { "1_vpcflowlogs_r_fl-0a_2_x.log": one, "1_vpcflowlogs_r_fl-0b_2_x.log": other };
    expect((await askedOf(logs, [request()])).answers.map(told)).toMatchObject([
      { verdict: "ambiguous", candidates: ["10.64.0.20", "10.64.0.21"], reasons: ["logs-disagree"] },
    ]);
  });

  test("when the request is before the connection's first record, or larger than it", async () => {
    const flows = [...inner(), ...outer()];
    const doubted = { verdict: "ambiguous", reasons: ["not-its-connection", "records-missing"] };
    expect((await ask(flows, [request({ at: -20 })])).map(told)).toMatchObject([doubted]);
    const large = request().replace(" 300 500 ", " 300 50000 ");
    expect((await ask(flows, [large])).map(told)).toMatchObject([doubted]);
    const copied = [request(), request(), request(), request()];
    expect((await ask(flows, copied)).map(told)).toMatchObject([{ verdict: "found" }]);
  });

  test("when the format has no packet's own addresses", async () => {
    const line = `2 123456789010 eni-1a 10.64.0.20 100.64.0.10 40000 443 6 5 900 ${T} ${T + 2} ACCEPT OK`;
    const { answers, summary } = await askedOf({ "a.log": [line] }, [request()]);
    expect(answers.map(told)).toMatchObject([{ verdict: "unknown", reasons: ["format-lacks-fields"] }]);
    expect(summary.lacking).toEqual(["pkt-srcaddr", "pkt-dstaddr"]);
  });
});

describe("what is asked for", () => {
  const flows = [
    ...inner(),
    ...outer(),
    ...inner({ client: "10.64.0.21", at: 200 }),
    ...outer({ natPort: 1025, at: 200 }),
  ];
  const accesses = [request({}, "1-a"), request({ natPort: 1025, at: 201 }, "1-b", "/items/7")];

  test.each<readonly [string, Parameters<typeof askedOf>[2], string[]]>([
    ["all", {}, ["Root=1-a", "Root=1-b"]],
    ["an id", { id: "1-b" }, ["Root=1-b"]],
    ["an id with its name", { id: "Root=1-a" }, ["Root=1-a"]],
    ["a time", { time: [T, T + 60] }, ["Root=1-a"]],
    ["a path without its query", { path: "/cart" }, ["Root=1-a"]],
    ["a path with its query", { path: "/cart?x=1" }, ["Root=1-a"]],
    ["the beginning of a path", { path: "/items/*" }, ["Root=1-b"]],
    ["a connection", { connection: ["100.64.0.10", 1025] }, ["Root=1-b"]],
    ["what is not there", { id: "1-c" }, []],
  ])("%s", async (_, selection, ids) => {
    expect((await ask(flows, accesses, selection)).map(({ id }) => id)).toEqual(ids);
  });

  test("connections of UDP have no first and last packet, only silence", async () => {
    const udp = (lines: readonly string[]): string[] =>
      lines.map((line) => line.replace(" 443 6 5 ", " 443 17 5 ").replace(/ 443 (\d+) 6 4 /, " 443 $1 17 4 "));
    const around = [...inner({ at: -900, port: 9 }), ...inner({ at: 900, port: 9 })];
    const alone = await ask(udp([...inner(), ...outer()]), []);
    expect(alone.map(told)).toMatchObject([{ verdict: "ambiguous", reasons: ["cut-off"] }]);
    const all = await ask(udp([...inner(), ...outer(), ...around]), []);
    expect(all.map(told)).toMatchObject([{ verdict: "found", client: "10.64.0.20" }]);
  });

  test("without access logs: connections", async () => {
    const all = await ask(flows, []);
    expect(all.map(({ client, port }) => [client, port])).toEqual([
      ["10.64.0.20", 1024],
      ["10.64.0.21", 1025],
    ]);
    expect(await ask(flows, [], { connection: ["100.64.0.10", 1024] })).toEqual(all.slice(0, 1));
    expect(await ask(flows, [], { time: [T + 150, T + 300] })).toEqual(all.slice(1));
    expect(await ask(flows, [], { connection: ["100.64.0.10", 9] })).toMatchObject([{ verdict: "unknown" }]);
  });
});

describe("generated traffic", () => {
  test("whatever is lost, skipped, late or alike, nobody is named who was not it", async () => {
    const options = fc.record({
      seed: fc.nat(),
      connections: fc.integer({ min: 20, max: 250 }),
      clients: fc.integer({ min: 2, max: 20 }),
      sizes: fc.constantFrom(1, 3, 30, 3000),
      seconds: fc.constantFrom(60, 600, 7200),
      late: fc.constantFrom(0, 2, 60),
      long: fc.constantFrom(0, 0.1, 0.9),
      lost: fc.constantFrom(0, 0, 0.001, 0.02, 0.2),
      dropped: fc.constantFrom(0, 0.1),
      ports: fc.constantFrom(7, 100, 50_000),
      skipped: fc.constantFrom([], [1], [0, 5, 6]),
    });
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        const { flows, accesses, truth } = trafficOf(given);
        const { answers } = await askedOf({ "flows.log": withHeader(flows) }, accesses);
        expect(answers).toHaveLength(truth.size);
        expect(scoreOf(answers, truth).wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("nearly all clients of usual traffic are named", async () => {
    const { flows, accesses, truth } = trafficOf(USUAL);
    const { answers } = await askedOf({ "flows.log": withHeader(flows) }, accesses);
    const { wrong, unlisted, recall } = scoreOf(answers, truth);
    expect({ wrong, unlisted }).toEqual({ wrong: [], unlisted: [] });
    expect(recall).toBeGreaterThan(0.97);
  });
});
