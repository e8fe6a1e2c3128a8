import { overlappingHub, questionsOf } from "../../bench/overlapping-hub";
import { readNetwork } from "../../src/judge";
import { ask, endOfSubnet, TCP, Walker } from "../../src/reachability";
import { graphOf, type JsonObject } from "../../src/terraform";
import { buildTopology } from "../../src/topology";

const SIZE = { clients: 2, webs: 2, services: 2 };
const hub = overlappingHub(SIZE).asSynth();

describe("the bench's hub of VPCs that all have one range", () => {
  test("clients reach each listener, load balancers their targets, and nobody else anybody", () => {
    const network = readNetwork(hub);
    const questions = questionsOf(SIZE);
    const wrong = questions.filter(({ from, to }) => {
      const vpcOf = (end: string): string => end.replace(/-[ab]$/, "");
      const isMeant = !to.startsWith("aws_subnet.") || vpcOf(from) === vpcOf(to);
      return network.reach({ from, to }).verdict !== (isMeant ? "ALLOWED" : "DENIED");
    });
    expect(questions).toHaveLength(2 * 2 * 2 * 2 + 2 * 2 * 2 + 8 * 7);
    expect(wrong).toEqual([]);
  });
});

describe("the way from a load balancer's node to a target", () => {
  const topology = buildTopology(graphOf(hub as JsonObject, "hub", "synth"));
  const askAll = (walkerOf: () => Walker) =>
    topology.subnets
      .filter(({ address }) => /client\d-[ab]/.test(address))
      .flatMap((subnet) =>
        topology.loadBalancers.flatMap((balancer) =>
          [true, false].map((explain) =>
            ask(
              walkerOf(),
              { from: endOfSubnet(subnet), to: { kind: "balancer", balancer }, flow: { protocol: TCP } },
              explain,
            ),
          ),
        ),
      );

  test("is walked once for all clients, who get the answers that each would get alone", () => {
    const emit = jest.spyOn(Walker.prototype, "emit");
    const alone = askAll(() => new Walker(topology));
    const byOne = emit.mock.calls.length;
    emit.mockClear();
    const walker = new Walker(topology);
    const together = askAll(() => walker);
    expect(together).toEqual(alone);
    expect(together.every(({ verdict }) => verdict === "ALLOWED")).toBe(true);
    expect(emit.mock.calls.length).toBeLessThan(byOne * 0.75);
    emit.mockRestore();
  });
});
