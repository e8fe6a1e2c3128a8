import { layOut, type Sandbox } from "../../src/lab";
import { requestsFrom, tryRequests } from "../../src/lab/requests";
import { Walker } from "../../src/reachability";
import { planOf } from "../support/bridges";
import { topologyOf } from "../support/networks";
import { synthJson } from "../support/synthesized";

const topology = topologyOf(synthJson(planOf("article")));
const walker = new Walker(topology);
const lab = layOut({ topology, walker, statements: [] });
const client = lab.places.ports.find(({ address }) => address === "aws_instance.demo-client")!;
const server = lab.places.ports.find(({ address }) => address === "aws_instance.demo-web")!;
const requests = requestsFrom(lab, client);

/** A kernel that says nothing to the first so many tries, and then answers all. */
function answeringFrom(first: number): { readonly sandbox: Sandbox; readonly tries: () => number } {
  let tries = 0;
  const run = (): Promise<string> =>
    Promise.resolve(
      ++tries < first
        ? ""
        : requests.map(({ node }, i) => `response ${i} 200 ${node.space} ${server.space}\n`).join(""),
    );
  return { sandbox: { run } as unknown as Sandbox, tries: () => tries };
}

describe("a request that should be answered", () => {
  test.each([
    [1, 1, true, false],
    [2, 2, true, true],
    [3, 2, false, false],
  ])(
    "at try %d is made %d times; works: %s, and that it took a second try is told: %s",
    async (from, made, works, isLate) => {
      expect(requests.length).toBeGreaterThan(0);
      const { sandbox, tries } = answeringFrom(from);
      const tried = await tryRequests(sandbox, lab, walker, requests);
      const told = tried.filter(({ says }) => says === "ALLOWED");
      expect(told.map((one) => [one.works, one.isLate])).toEqual(requests.map(() => [works, isLate]));
      expect(tries()).toBe(made);
    },
  );
});
