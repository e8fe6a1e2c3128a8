import fc from "fast-check";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { runInit } from "../../src/cli/commands/init";
import { main } from "../../src/cli/main";
import { captureOf, type Told } from "../account/support/captured";
import { equalVpcs, IDS } from "../account/support/equal-vpcs-told";
import { inFolder } from "../support/bridges";
import { captureIo } from "../support/io";

type Options = Parameters<typeof runInit>[2];

/** A folder that is there as long as the work in it takes. */
async function during(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-drafting-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was written, and what init said of it. */
function written(told: Told, options: Options) {
  return inFolder((folder) => {
    writeFileSync(join(folder, "cdktf.json"), "{}");
    writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
    const io = captureIo(folder);
    const exit = runInit(io, "shop", { account: ["account.json"], client: IDS.client, web: IDS.web, ...options });
    const text = readFileSync(join(folder, "bridges/shop.yaml"), "utf8");
    return { exit, out: io.out(), text, file: parse(text) as Record<string, never> };
  });
}

describe("a bridge file from what AWS has", () => {
  test("stands in the client VPC where all targets speak HTTP, and the account has nothing against it", () => {
    const { exit, out, file, text } = written(equalVpcs({ servers: ["10.64.0.10", "10.64.1.10"] }), {
      target: ["10.64.0.10:8080", "10.64.1.10:8080"],
    });
    expect(out).toMatch(/written, place client/);
    expect(out).toMatch(/all \d+ statements hold/);
    expect(exit).toBe(0);
    expect(file).toMatchObject({
      region: "eu-west-1",
      client: { vpc: { id: IDS.client, cidr: "10.64.0.0/16" } },
      web: { vpc: { id: IDS.web }, security_groups: [IDS.servers] },
      bridge: { cidr: "100.64.0.0/24", zones: ["a", "b"] },
      services: { "http-8080": { targets: ["10.64.0.10", "10.64.1.10"], port: 8080 } },
    });
    expect(text).toMatch(/# Written by overlap init/);
  });

  test("is a hub for a service of TCP", () => {
    const { exit, out, file } = written(equalVpcs({ servers: ["10.64.0.20"] }), { target: ["10.64.0.20:5432"] });
    expect(out).toMatch(/written, place hub/);
    expect(exit).toBe(0);
    expect(file).toMatchObject({
      bridge: { place: "hub" },
      web: { way: "peering" },
      services: { "tcp-5432": { protocol: "TCP", port: 5432 } },
    });
  });

  test("is a hub where the web's subnets are none of the client's", () => {
    const told = equalVpcs({ clientNets: [0, 1], webNets: [8, 9], servers: ["10.64.8.10"], range: "10.64.0.0/16" });
    const { exit, out } = written(told, { target: ["10.64.8.10:80"] });
    expect([exit, /all \d+ statements hold/.test(out)]).toEqual([0, true]);
  });

  test("keeps off every range that somebody has, and says the account's quotas", () => {
    const servers = ["10.64.0.10"];
    const others = equalVpcs({ servers });
    const more = {
      DescribeVpcs: [
        ...(others.DescribeVpcs as object[]),
        {
          ...(others.DescribeVpcs as object[])[0],
          VpcId: "vpc-0000000000000aaaa",
          CidrBlock: "100.64.0.0/16",
          CidrBlockAssociationSet: [],
        },
      ],
      ListServiceQuotas: [{ QuotaCode: "L-93826ACB", QuotaName: "Routes per route table", Value: 1000 }],
    };
    const { file } = written(equalVpcs({ servers, more }), { target: ["10.64.0.10:80"] });
    expect(file).toMatchObject({ bridge: { cidr: "100.65.0.0/24" }, quotas: { routes_per_route_table: 1000 } });
  });

  test("says how the VPCs' encryption controls and the gateway are set", () => {
    const servers = ["10.64.0.10"];
    const excluded = { NatGateway: { State: "enabled" }, VpcPeering: { State: "disabled" } };
    const control = (VpcId: string, Mode: string, more = {}) => ({ VpcId, Mode, State: "available", ...more });
    const supports = { EncryptionSupport: { EncryptionState: "enabled" } };
    const gateway = { TransitGatewayId: "tgw-0aaaaaaaaaaaaaaaa", OwnerId: "111122223333", State: "available" };
    const more = {
      DescribeVpcEncryptionControls: [
        control(IDS.client, "enforce", { ResourceExclusions: excluded }),
        control(IDS.web, "monitor"),
      ],
      DescribeTransitGateways: [{ ...gateway, Options: supports }],
    };
    const { file, text } = written(equalVpcs({ servers, more }), { target: ["10.64.0.10:80"] });
    expect(file).toMatchObject({
      client: { vpc: { encryption_control: "enforce", encryption_exclusions: ["nat_gateway"] } },
      web: { vpc: { encryption_control: "monitor" } },
      transit_gateway: { id: gateway.TransitGatewayId, encryption_support: true },
    });
    expect(text).not.toMatch(/vpc_peering/);
  });

  test("says what drops the packets, and is written all the same", () => {
    const closed = equalVpcs({ servers: ["10.64.0.10"] });
    const acls = (closed.DescribeNetworkAcls as { VpcId: string; Entries: { RuleAction: string }[] }[]).map((one) =>
      one.VpcId === IDS.web ? { ...one, Entries: one.Entries.map((entry) => ({ ...entry, RuleAction: "deny" })) } : one,
    );
    const { exit, out } = written({ ...closed, DescribeNetworkAcls: acls }, { target: ["10.64.0.10:80"] });
    expect(exit).toBe(1);
    expect(out).toMatch(/BROKEN {3}ALB node in .* -> http-80 10\.64\.0\.10:80/);
    expect(out).toMatch(/next: mend the above/);
  });

  test("is never written over one that is there", async () => {
    await during(async (folder) => {
      const told = equalVpcs({ servers: ["10.64.0.10"] });
      writeFileSync(join(folder, "cdktf.json"), "{}");
      writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
      const args = ["init", "shop", "--account", "account.json", "--client", IDS.client, "--web", IDS.web];
      const again = captureIo(folder);
      expect(await main([...args, "--target", "10.64.0.10:80"], captureIo(folder))).toBe(0);
      const before = readFileSync(join(folder, "bridges/shop.yaml"), "utf8");
      expect(await main([...args, "--target", "10.64.0.10:443"], again)).toBe(2);
      expect(again.err()).toMatch(/^overlap: bridges\/shop\.yaml: is there already[^\n]*\n$/);
      expect(readFileSync(join(folder, "bridges/shop.yaml"), "utf8")).toBe(before);
    });
  });

  test("is not written where the target is nobody's", async () => {
    await during(async (folder) => {
      const told = equalVpcs({ servers: ["10.64.0.10"] });
      writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
      const io = captureIo(folder);
      const args = ["init", "shop", "--account", "account.json", "--client", IDS.client, "--web", IDS.web];
      expect(await main([...args, "--target", "10.64.0.11:80"], io)).toBe(2);
      expect(io.err()).toMatch(/^[^\n]*no interface in [^\n]*\n$/);
      expect(existsSync(join(folder, "bridges"))).toBe(false);
    });
  });

  test("is one that check --account says the same of, for any two equal VPCs", async () => {
    const net = fc.integer({ min: 0, max: 200 });
    const nets = fc.tuple(net, net).filter(([a, b]) => a !== b);
    const asked = fc.record({
      nets,
      webNets: fc.option(nets),
      port: fc.constantFrom(80, 443, 5432, 8080),
      host: fc.integer({ min: 10, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(asked, ({ nets: clientNets, webNets, port, host }) =>
        during(async (folder) => {
          const own = webNets ?? clientNets;
          const server = `10.64.${own[0]}.${host}`;
          const told = equalVpcs({ clientNets, webNets: own, servers: [server] });
          writeFileSync(join(folder, "cdktf.json"), "{}");
          writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
          const args = ["--account", "account.json"];
          const sides = ["--client", IDS.client, "--web", IDS.web, "--target", `${server}:${port}`];
          const exit = await main(["init", "shop", ...args, ...sides], captureIo(folder));
          expect(exit).toBe(0);
          expect(await main(["check", "shop", ...args], captureIo(folder))).toBe(exit);
        }),
      ),
      { numRuns: 6 },
    );
  });
});

test("pairs of VPCs that overlap are listed with their names", () => {
  inFolder((folder) => {
    const told = equalVpcs({ servers: [] });
    writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
    const io = captureIo(folder);
    expect(runInit(io, undefined, { account: ["account.json"] })).toBe(0);
    expect(io.out()).toContain(`${IDS.client} (${IDS.client}) 10.64.0.0/16`);
  });
});
