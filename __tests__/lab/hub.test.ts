import { experiment, experimentJson, isGood, layOut, Sandbox } from "../../src/lab";
import { urlOf } from "../../src/lab/http-request";
import { Walker } from "../../src/reachability";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { type Resources, topologyOf } from "../support/networks";
import { hubNetwork, type Service } from "./hub-network";

const DATABASE: Service = { listener: "TCP", group: "TCP", port: 5432 };

async function tried(resource: Resources) {
  const topology = topologyOf({ resource });
  const task = { topology, walker: new Walker(topology), statements: [] };
  const lab = layOut(task);
  const sandbox = await Sandbox.open({ name: "hub", asUser: AS_USER, env: LAB_ENV });
  try {
    return await experiment(sandbox, lab, task);
  } finally {
    await sandbox.close();
  }
}
type Result = Awaited<ReturnType<typeof tried>>;

/** What each request got, by load balancer and URL without its address. */
function answers({ requests }: Result): Record<string, Set<string>> {
  const found: Record<string, Set<string>> = {};
  for (const { request, response } of requests) {
    const key = `${request.balancer.address} ${urlOf(request).replace(/\/\/[^:/]+/, "//")}`;
    const banner = response.banner?.replace(/[^ ]+$/, "...");
    const said = `${banner ?? response.status} ${response.servers.map(({ address }) => address).join(" ")}`;
    found[key] = new Set([...(found[key] ?? []), said]);
  }
  return found;
}

describeWithLab()("a hub, with real packets", () => {
  let result: Result;
  beforeAll(async () => {
    result = await tried(
      hubNetwork(2, {
        crm: { db: DATABASE },
        shop: {
          db: DATABASE,
          secret: { listener: "TLS", group: "TCP", port: 5433 },
          sealed: { listener: "TLS", group: "TLS", port: 5434 },
          page: { listener: "TCP", group: "TCP", port: 8080, health: { protocol: "HTTP", path: "/" } },
          apart: { listener: "TCP", group: "TCP", port: 5435, health: { protocol: "HTTP", path: "/", port: "8081" } },
        },
      }),
    );
  }, 120_000);

  test("proof and kernel agree on every packet, check and request", () => {
    const { statements, checks, requests } = result;
    expect(statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect([...checks, ...requests].filter(({ agrees }) => !agrees)).toEqual([]);
    expect(isGood(result)).toBe(true);
    expect(statements.reduce((sum, { probes }) => sum + probes, 0)).toBeGreaterThan(100);
  });

  test("each service answers with the banner of its own host, though all hosts have one address", () => {
    const shop = "overlap-lab ... aws_instance.shop";
    expect(answers(result)).toEqual({
      "aws_lb.crm tcp://:5432": new Set(["overlap-lab ... aws_instance.crm"]),
      "aws_lb.shop tcp://:5432": new Set([shop]),
      "aws_lb.shop tls://:5433": new Set([shop]),
      "aws_lb.shop tls://:5434": new Set([shop]),
      "aws_lb.shop tcp://:5435": new Set([shop]),
      "aws_lb.shop http://:8080/": new Set(["200 aws_instance.shop"]),
    });
  });

  test("every target is healthy, by TCP and by HTTP, from each node", () => {
    expect(result.checks.map(({ isHealthy, says }) => [isHealthy, says])).toEqual(
      Array.from({ length: 12 }, () => [true, "ALLOWED"]),
    );
  });

  test("programs get the banner, and the request that is followed is one with a log", () => {
    const { requests, request } = experimentJson("hub", "test", result) as {
      requests: { url: string; status: number; banner?: string }[];
      request: { url: string };
    };
    expect(requests.filter(({ url }) => url.startsWith("tcp:")).map(({ status }) => status)).not.toContain(200);
    expect(requests.every(({ url, banner }) => /^t(cp|ls):/.test(url) === (banner !== undefined))).toBe(true);
    expect(request.url).toMatch(/^http:/);
  });

  test("without the way back nothing is answered, and the proof says so", async () => {
    const network = hubNetwork(1, { crm: { db: DATABASE } });
    const associations = Object.entries(network["aws_route_table_association"]!).filter(([name]) => name !== "crm");
    const { requests, checks, statements } = await tried({
      ...network,
      aws_route_table_association: Object.fromEntries(associations),
    });
    expect(statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect(checks.map(({ isHealthy, says }) => [isHealthy, says])).toEqual([
      [false, "DENIED"],
      [false, "DENIED"],
    ]);
    expect(requests.map(({ response, says }) => [response.banner, says])).toEqual([
      [undefined, "DENIED"],
      [undefined, "DENIED"],
    ]);
  }, 60_000);
});
