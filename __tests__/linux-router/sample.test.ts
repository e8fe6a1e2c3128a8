import { datagrams, INTERFACES, SAMPLE } from "./sample";
import { routerOf, thereAndBack } from "./told";

describe("a router that translates prefixes", () => {
  const router = routerOf(SAMPLE, INTERFACES);

  test("hands on what is listed, and takes the answers back", () => {
    const client = datagrams({ from: "10.64.0.20", to: "100.64.1.10", port: 5432, sourcePort: 40000 });
    expect(thereAndBack(router, 0, client)).toEqual([
      "out 1 100.64.2.20:40000 > 10.64.0.10:5432",
      "  back out 0 100.64.1.10:5432 > 10.64.0.20:40000",
    ]);
    const ping = datagrams({ from: "10.64.0.20", to: "100.64.1.10", protocol: "icmp" });
    expect(thereAndBack(router, 0, ping)).toEqual([
      "out 1 100.64.2.20 > 10.64.0.10",
      "  back out 0 100.64.1.10 > 10.64.0.20",
    ]);
  });

  test("maps whole prefixes one to one", () => {
    const all = datagrams({ from: "10.64.0.0/24", to: "100.64.1.0/24", protocol: "udp", port: 161, sourcePort: 5000 });
    expect(thereAndBack(router, 0, all)).toEqual([
      "out 1 100.64.2.0/24:5000 > 10.64.0.0/24:161",
      "  back out 0 100.64.1.0/24:161 > 10.64.0.0/24:5000",
    ]);
  });

  test("lets the far side open what is listed for it", () => {
    const web = datagrams({ from: "10.64.0.10", to: "100.64.2.20", port: 22, sourcePort: 40000 });
    expect(thereAndBack(router, 1, web)).toEqual([
      "out 0 100.64.1.10:40000 > 10.64.0.20:22",
      "  back out 1 100.64.2.20:22 > 10.64.0.10:40000",
    ]);
    expect(thereAndBack(router, 1, { ...web, dstPorts: [{ start: 23, end: 24 }] })).toEqual([
      "dropped: type filter hook forward priority filter; policy drop;",
    ]);
  });

  test("drops what is not listed, with the line", () => {
    const other = datagrams({ from: "10.64.0.20", to: "100.64.1.10", port: 5433 });
    expect(thereAndBack(router, 0, other)).toEqual(["dropped: type filter hook forward priority filter; policy drop;"]);
    const real = datagrams({ from: "10.64.0.20", to: "10.64.0.10", port: 5432 });
    expect(thereAndBack(router, 0, real)).toEqual(["dropped: type filter hook forward priority filter; policy drop;"]);
  });
});
