import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { type Leaf, leavesOf, masksOf, stateOf } from "../cli/canary/inputs";
import { Watch } from "../cli/canary/leaks";
import { type Network, Unique } from "../cli/canary/network";
import { isUnique } from "../cli/canary/told";
import { captureIo } from "../support/io";
import { describeWithLab } from "../support/lab";

/** A client, a load balancer and two web servers, with requests that the lab makes for each rule of a listener. */
function smallNetwork(u: Unique): Network {
  const all = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
  const forward = [{ type: "forward", target_group_arn: "arn:tg", forward: [] }];
  const [port, path] = [u.port(), u.text()];
  const subnet = (number: number, zone: string) => ({
    vpc_id: "vpc-a",
    cidr_block: `10.64.${number}.0/24`,
    availability_zone: zone,
  });
  const host = (number: number) => ({
    subnet_id: "subnet-client",
    private_ip: `10.64.20.${number}`,
    vpc_security_group_ids: ["sg-a"],
  });
  return {
    "aws_vpc.a": { id: "vpc-a", cidr_block: "10.64.0.0/16", main_route_table_id: "rtb-a" },
    "aws_subnet.client": { id: "subnet-client", ...subnet(20, `${u.text()}-1a`) },
    "aws_subnet.front": { id: "subnet-front", ...subnet(40, `${u.text()}-1b`) },
    "aws_security_group.a": { id: "sg-a", vpc_id: "vpc-a", name: u.text(), ingress: [all], egress: [all] },
    "aws_instance.client": { id: "i-client", ...host(20) },
    "aws_instance.web": { id: "i-web", ...host(60) },
    "aws_lb.front": {
      id: "arn:lb",
      arn: "arn:lb",
      load_balancer_type: "application",
      internal: true,
      subnets: ["subnet-client", "subnet-front"],
      security_groups: ["sg-a"],
    },
    "aws_lb_target_group.web": {
      id: "arn:tg",
      arn: "arn:tg",
      vpc_id: "vpc-a",
      target_type: "ip",
      port,
      protocol: "HTTP",
      health_check: [{ enabled: true, path: `/${path}`, port: "traffic-port", protocol: "HTTP", matcher: "200" }],
    },
    "aws_lb_target_group_attachment.web": {
      id: "tga",
      target_group_arn: "arn:tg",
      target_id: "10.64.20.60",
      port: u.port(),
    },
    "aws_lb_listener.front": {
      id: "arn:l",
      arn: "arn:l",
      load_balancer_arn: "arn:lb",
      port: u.port(),
      protocol: "HTTP",
      default_action: forward,
    },
    "aws_lb_listener_rule.r": {
      id: "arn:r",
      arn: "arn:r",
      listener_arn: "arn:l",
      priority: u.port(),
      action: forward,
      condition: [
        { host_header: [{ values: [`*.${u.text()}.example.com`] }] },
        { path_pattern: [{ values: [`/${u.text()}/*`] }] },
      ],
    },
  };
}

const NETWORK = smallNetwork(new Unique(0));
const LEAVES = leavesOf(NETWORK).filter(isUnique);

async function lab(leaves: readonly Leaf[], ...options: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-sensitive-"));
  try {
    writeFileSync(join(folder, "state.json"), JSON.stringify(stateOf(NETWORK, masksOf(leaves, NETWORK))));
    const io = captureIo(folder);
    await main(["lab", "--state", "state.json", ...options], io);
    return `${io.out()}\n${io.err()}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWithLab()("what is sensitive in a lab", () => {
  test("is tried with packets, and shown where nobody marks it", async () => {
    const output = await lab([]);
    expect(new Watch(LEAVES).in(output).length).toBeGreaterThan(5);
    expect(output).toContain("proof and kernel agree on every one");
  }, 60_000);

  test.each([
    ["text", []],
    ["JSON", ["--json"]],
  ])(
    "is tried with packets all the same, and not shown as %s",
    async (_, options) => {
      const output = await lab(LEAVES, ...options);
      expect(new Watch(LEAVES).in(output)).toEqual([]);
      expect(output).toMatch(/agree on every one|"agrees": true/);
    },
    60_000,
  );

  test("is not shown either when it is the address, the host, the path or the port alone", async () => {
    for (const wanted of [/ private_ip$| target_id$/, / port$/, / condition\./, / cidr_block$/]) {
      const own = LEAVES.filter(({ where }) => wanted.test(where));
      expect(own.length).toBeGreaterThan(0);
      expect(new Watch(own).in(await lab(own))).toEqual([]);
    }
  }, 120_000);
});
