import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { describeWithLab } from "../support/lab";
import { commandInFolder, type Hop } from "./command";

const command = commandInFolder();
const { lab, shown, synthesized } = command;

const addressesOf = (hops: readonly Hop[] | undefined): string[] => (hops ?? []).map(({ address }) => address);

describeWithLab()("the packet lab", () => {
  test("the article: every statement holds with packets, and the request goes the way of the walk", async () => {
    await synthesized("article");
    const found = await shown("article");
    expect(found.exit).toBe(0);
    expect(found.notes).toEqual([]);
    expect(found.checks.map(({ healthy }) => healthy)).toEqual([true, true]);
    expect(found.statements).toHaveLength(18);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    expect(found.statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    const forbidden = found.statements.filter(({ expected }) => expected === "DENIED");
    expect(forbidden).toHaveLength(12);
    expect(forbidden.every(({ probes, delivered }) => probes >= 10 && delivered === 0)).toBe(true);
    expect(found.request).toMatchObject({ status: 200, title: "Welcome to nginx!" });
    expect(found.request?.log).toMatch(
      /^10\.0\.[23]\.\d+:\d+ "GET \/ HTTP\/1\.1" 200 "curl" X-Forwarded-For="10\.0\.1\.10"$/,
    );
    expect(addressesOf(found.request?.there)).toEqual([
      "aws_nat_gateway.nat_private2",
      "aws_lb.front",
      "aws_ec2_transit_gateway_vpc_attachment.transit_client",
      "aws_instance.demo-web",
    ]);
    expect(addressesOf(found.request?.back)).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
      "aws_lb.front",
      "aws_nat_gateway.nat_private2",
      "aws_instance.demo-client",
    ]);
    const sources = found.request?.there.map(({ source }) => source.split(":")[0]);
    expect(sources?.[0]).toBe("10.64.0.20");
    expect(sources?.[1]).toBe("10.0.1.10");
  });

  test("production: two zones, HTTPS, hosts and paths, seven servers", async () => {
    await synthesized("production");
    const found = await shown("production");
    expect(found.exit).toBe(0);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    const told = found.requests.map(({ url, host, status, servers }) => [
      `${url.replace(/\/\/[^/]*/, "")} ${host ?? "-"}`,
      status,
      servers.map(({ ip }) => ip).sort(),
    ]);
    // Every target has its turn at each of the two nodes.
    const wanted = [
      ["http:/ -", 301, []],
      ["https:/ -", 404, []],
      ["https:/ accounts.example.com", 200, ["10.64.0.12", "10.64.1.12", "10.64.1.13"]],
      ["https:/ shop.example.com", 200, ["10.64.0.10", "10.64.1.10"]],
      ["https:/api/any shop.example.com", 200, ["10.64.0.11", "10.64.1.11"]],
    ];
    expect(told.sort()).toEqual([...wanted, ...wanted].sort());
    expect(found.checks).toHaveLength(14);
    expect(found.checks.filter(({ healthy, agrees }) => !healthy || !agrees)).toEqual([]);
  });

  test("client and server with the same address", async () => {
    await synthesized("article", { "demo.client.address": "10.64.0.10" });
    const found = await shown("article");
    expect(found.exit).toBe(0);
    const [first] = found.request?.there ?? [];
    const last = found.request?.there.at(-1);
    expect(first?.source).toMatch(/^10\.64\.0\.10:/);
    expect(last).toMatchObject({ destination: "10.64.0.10:80", address: "aws_instance.demo-web" });
    expect(found.request?.status).toBe(200);
  });

  test("... which does not work without the route that leads past the address next door", async () => {
    await synthesized("article", { "demo.client.address": "10.64.0.10" });
    const file = join(command.folder(), "cdktf.out/stacks/article/cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, unknown>> };
    for (const node of ["private3", "private3b"]) delete stack.resource["aws_route"]?.[`steer_${node}--10-64-0-0-24`];
    writeFileSync(file, JSON.stringify(stack));
    const found = await shown("article");
    expect(found.exit).toBe(1);
    expect(found.checks.map(({ healthy, agrees }) => [healthy, agrees])).toEqual([
      [false, true],
      [false, true],
    ]);
    expect(found.statements.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect(found.request?.status).not.toBe(200);
  });

  test("a NAT gateway with three addresses, and an existing web server's address that no instance has", async () => {
    const addresses = ["10.0.1.10", "10.0.1.11", "10.0.1.12"];
    await synthesized("article", { "bridge.nat_subnets.private2.addresses": addresses, "demo.web": undefined });
    const found = await shown("article");
    expect(found.exit).toBe(0);
    expect(found.statements.filter(({ holds }) => holds !== true)).toEqual([]);
    const [, seen] = /X-Forwarded-For="([^"]*)"/.exec(found.request?.log ?? "") ?? [];
    expect(addresses).toContain(seen);
    expect(found.request?.there.at(-1)?.address).toBe("target of web (bridges/article.yaml)");
  });

  test("people see statements, requests, the page, the log line and the packets of each hop", async () => {
    await synthesized("article");
    const { exit, out } = await lab("article");
    expect(exit).toBe(0);
    expect(out).toMatch(/^article {2}cdktf\.out\/stacks\/article\/cdk\.tf\.json: 23 network namespaces, \d+\.\d s\n/);
    for (const line of [
      /^holds {2}holds {4}3 of 3 answered +private1 -> ALB node in private3, port 80$/m,
      /^holds {2}holds {4}none of \d+ arrives +no packet from private1 to the web side$/m,
      /^ {2}answer {4}200 Welcome to nginx!$/m,
      /^ {2}web log {3}10\.0\.[23]\.\d+:\d+ "GET \/ HTTP\/1\.1" 200 "curl" X-Forwarded-For="10\.0\.1\.10"$/m,
      /^ +\d+ {2}10\.64\.0\.20:\d+ -> 10\.0\.[23]\.\d+:80 +to aws_nat_gateway\.nat_private2$/m,
      /^18 statements, \d+ probes: proof and kernel agree on every one\n$/m,
    ])
      expect(out).toMatch(line);
  });

  test.each(["docs/lab.md", "docs/ja/lab.md"])("%s shows what the lab prints", async (file) => {
    const page = readFileSync(join(PROJECT, file), "utf8");
    const [, example = ""] = /```\n(aws_instance\.demo-client [^`]*)```/.exec(page) ?? [];
    expect(example.split("\n")).toHaveLength(9);
    await synthesized("article");
    const { out } = await lab("article");
    // Ports and numbers of packets are a matter of chance, and so is the node.
    const lines = (text: string): string[] =>
      text
        .replace(/:\d{4,5}/g, ":PORT")
        .replace(/10\.0\.[23]\.4/g, "NODE")
        .replace(/^ +\d+ {2}/gm, "N ")
        .replace(/ {2,}to /g, " to ")
        .split("\n");
    expect(lines(out)).toEqual(expect.arrayContaining(lines(example)));
  });

  test("a state of the network works as well as what was synthesized, also without a bridge's name", async () => {
    const file = join(PROJECT, "__tests__/reachability/networks/hub-and-spoke-default-tables.tf.json");
    const found = await shown("--synth", file);
    expect(found.exit).toBe(0);
    expect(found.statements.length).toBeGreaterThan(4);
    expect(found.statements.some(({ delivered }) => delivered > 0)).toBe(true);
    expect(found.statements.some(({ probes, delivered }) => probes > 0 && delivered === 0)).toBe(true);
  });

  test("a broken network: the statements that break are told, and the exit code is 1", async () => {
    await synthesized("article");
    const file = join(command.folder(), "cdktf.out/stacks/article/cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as { resource: Record<string, Record<string, unknown>> };
    delete stack.resource["aws_route"]?.["steer_web--private--10-0-2-0-23"];
    writeFileSync(file, JSON.stringify(stack));
    const { exit, out } = await lab("article");
    expect(exit).toBe(1);
    expect(out).toMatch(/^BROKEN +BROKEN +0 of 1 answered +ALB node in private3 -> web 10\.64\.0\.10:80$/m);
    expect(out).toMatch(/proof and kernel agree on every one; \d+ broken\n$/);
  });
});
