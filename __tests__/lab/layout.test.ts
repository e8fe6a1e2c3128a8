import { labNetwork, type LabNetwork } from "../../src/lab/lab-network";
import { FIRST_MARK } from "../../src/lab/first-mark";
import { setupScript } from "../../src/lab/setup";
import { endOfSubnet } from "../../src/reachability";
import { planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";
import { topologyOf } from "../support/networks";

function labOf(json: object): LabNetwork {
  const topology = topologyOf(json);
  return labNetwork(
    topology,
    topology.subnets.map((subnet) => endOfSubnet(subnet, topology.natGateways)),
  );
}

const article = labOf(synthJson(planOf("article")));

function space(lab: LabNetwork, name: string) {
  const found = lab.spaces.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}; there are ${lab.spaces.map((one) => one.name).join(", ")}`);
  return found;
}

/** The router's cable to an interface. */
function cableOf(lab: LabNetwork, address: string, subnet?: string): string {
  const found = lab.places.ports.find(
    (port) => port.address === address && (subnet === undefined || port.subnet.address === subnet),
  );
  if (!found) throw new Error(`no interface of ${address}`);
  return found.cable;
}

/** The routing table that packets from a cable are looked up in. */
function tableOf(lab: LabNetwork, router: string, cable: string): string[] {
  const { ip } = space(lab, router);
  const rule = ip.find((line) => line.includes(` iif ${cable} `));
  const number = rule?.split(" ").at(-1);
  return ip
    .filter((line) => line.startsWith("route ") && line.endsWith(` table ${number}`))
    .map((line) => line.replace(/^route add /, "").replace(/ table \d+$/, ""));
}

describe("the article's network", () => {
  const router = "aws_vpc.client-router";

  test("has a namespace for each VPC's router, gateway, host and node", () => {
    const names = article.spaces.map(({ name }) => name).filter((name) => !name.includes("-host"));
    expect(names.sort()).toEqual(
      [
        "aws_ec2_instance_connect_endpoint.demo-client",
        "aws_ec2_transit_gateway.transit",
        "aws_instance.demo-client",
        "aws_instance.demo-web",
        "aws_lb.front",
        "aws_lb.front-2",
        "aws_nat_gateway.nat_private2",
        "aws_vpc.client-router",
        "aws_vpc.web-router",
        "internet",
      ].sort(),
    );
    expect(article.notes).toEqual([]);
  });

  test("the clients' table sends the ALB subnets to the NAT gateway, and knows the local ranges", () => {
    const nat = cableOf(article, "aws_nat_gateway.nat_private2");
    expect(tableOf(article, router, cableOf(article, "aws_instance.demo-client")).sort()).toEqual(
      [
        "blackhole 0.0.0.0/0",
        "throw 10.0.0.0/16",
        "throw 10.64.0.0/16",
        `10.0.2.0/24 dev ${nat}`,
        `10.0.3.0/24 dev ${nat}`,
      ].sort(),
    );
  });

  test.each([["aws_subnet.client_private3"], ["aws_subnet.client_private3b"]])(
    "the node in %s leaves by its own zone's attachment interface",
    (subnet) => {
      const attachment = cableOf(article, "aws_ec2_transit_gateway_vpc_attachment.transit_client", subnet);
      expect(tableOf(article, router, cableOf(article, "aws_lb.front", subnet))).toContain(
        `10.64.0.0/24 dev ${attachment}`,
      );
    },
  );

  test("the NAT gateway's table knows nothing but the local ranges", () => {
    expect(tableOf(article, router, cableOf(article, "aws_nat_gateway.nat_private2")).sort()).toEqual([
      "blackhole 0.0.0.0/0",
      "throw 10.0.0.0/16",
      "throw 10.64.0.0/16",
    ]);
  });

  test("packets from a host with a foreign source are dropped, and those for others too", () => {
    const cable = cableOf(article, "aws_instance.demo-client");
    const rules = space(article, router).nft.join("\n");
    expect(rules).toContain(`chain from_${cable} {\n    ip saddr != { 10.64.0.20 } counter drop`);
    expect(rules).toContain(`chain to_${cable} {\n    ip daddr != { 10.64.0.20 } counter drop`);
  });

  test("the ALB's group admits the NAT gateway's address on its port, and drops the rest", () => {
    const cable = cableOf(article, "aws_lb.front", "aws_subnet.client_private3");
    const rules = space(article, router).nft;
    const chain = rules.slice(rules.indexOf(`  chain in_${cable} {`) + 1);
    expect(chain.slice(0, chain.indexOf("  }")).filter((line) => !line.includes("@"))).toEqual([
      `    tcp dport 80-80 ip saddr { 10.0.1.10 } goto in_admit_${cable}`,
      "    counter drop",
    ]);
  });

  test("a host has the same address as the web server in the other VPC", () => {
    const holders = article.places.ports.filter(({ ips }) => ips.includes(0x0a40000a));
    expect(holders.map(({ address }) => address).sort()).toEqual([
      "aws_instance.demo-web",
      "aws_subnet.client_private1",
    ]);
  });

  test("no two interfaces of a VPC have the same address", () => {
    const keys = article.places.ports.flatMap(({ ips, subnet }) => ips.map((ip) => `${subnet.vpc.address} ${ip}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("a load balancer's own connections come from other ports than probes, which are told by theirs", () => {
    const nodes = article.places.ports.filter(({ kind }) => kind === "node");
    for (const node of nodes) {
      const [, last] = (space(article, node.space).sysctls["net/ipv4/ip_local_port_range"] ?? "")
        .split(" ")
        .map(Number);
      expect(last).toBeLessThan(FIRST_MARK);
    }
    expect(nodes).toHaveLength(2);
  });

  test("HAProxy checks and serves the target from each node's own address, and from all when none is healthy", () => {
    const config = article.files.get("/run/lab/haproxy.cfg") ?? [];
    const servers = config.filter((line) => line.includes("10.64.0.10:80"));
    const source = (line: string): string | undefined => / source (\S+)/.exec(line)?.[1];
    const isChecked = (line: string): boolean => line.includes(" check port 80 ");
    expect(servers.filter(isChecked).map(source)).toEqual(["10.0.2.4", "10.0.3.4"]);
    expect(servers.filter((line) => !isChecked(line)).map(source)).toEqual(["10.0.2.4", "10.0.3.4"]);
    expect(config.filter((line) => line.includes("nbsrv("))).toHaveLength(2);
  });
});

describe("the production network", () => {
  const production = labOf(synthJson(planOf("production")));

  test("the listener's rules come in the order of their priority, hosts in any case, paths as they are", () => {
    const config = production.files.get("/run/lab/haproxy.cfg") ?? [];
    const first = config.findIndex((line) => /bind .*:443 /.test(line));
    const own = config.slice(
      first,
      config.findIndex((line, i) => i > first && line.startsWith("backend")),
    );
    const acl = (text: string): string | undefined =>
      own.find((line) => line.startsWith("  acl") && line.includes(text));
    const rules = own.filter((line) => line.includes("set-var(txn.rule)"));
    const shopApi = rules.find((line) => line.includes("-host") && line.includes("-path"));
    const [, host, path] = /found \} (\S+-host) (\S+-path)$/.exec(shopApi ?? "") ?? [];
    expect(acl(` ${host} `)).toBe(`  acl ${host} req.fhdr(host),field(1,:) -i -m str -- shop.example.com`);
    expect(acl(` ${path} `)).toBe(`  acl ${path} path -m beg -- /api/`);
    // What takes the rest is the last to be asked.
    expect(rules.slice(0, 4).at(-1)).toMatch(/if !\{ var\(txn\.rule\) -m found \}$/);
  });

  test("HTTP answers a redirect to HTTPS", () => {
    const config = production.files.get("/run/lab/haproxy.cfg") ?? [];
    expect(config.some((line) => line.includes("redirect code 301 location https://"))).toBe(true);
    expect(production.needsCertificate).toBe(true);
  });
});

describe("what the lab leaves out is told", () => {
  const base = {
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/24", availability_zone: "us-east-1a" },
      b: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "us-east-1b" },
    },
    aws_default_route_table: { a: { default_route_table_id: "${aws_vpc.a.default_route_table_id}" } },
  };

  test("a route that AWS refuses", () => {
    const { notes } = labOf({
      resource: {
        ...base,
        aws_ec2_transit_gateway: { t: {} },
        aws_route: {
          r: {
            route_table_id: "${aws_default_route_table.a.id}",
            destination_cidr_block: "10.0.1.0/24",
            transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
          },
        },
      },
    });
    expect(notes[0]?.address).toBe("aws_route.r");
    expect(notes[0]?.reason).toMatch(
      /AWS refuses a route inside the VPC's own CIDR .* here it drops what it would carry/,
    );
  });

  test("a network load balancer that preserves its client's address", () => {
    const { notes } = labOf({
      resource: {
        ...base,
        aws_lb: { n: { load_balancer_type: "network", internal: true, subnets: ["${aws_subnet.a.id}"] } },
        aws_lb_target_group: {
          g: { port: 80, protocol: "TCP", target_type: "instance", vpc_id: "${aws_vpc.a.id}" },
        },
        aws_lb_listener: {
          l: {
            load_balancer_arn: "${aws_lb.n.arn}",
            port: 80,
            protocol: "TCP",
            default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
          },
        },
      },
    });
    expect(notes).toEqual([{ address: "aws_lb_target_group.g", reason: "the lab has no client IP preservation" }]);
  });
});

test("no text of the input can end a here-document or a line of a script or configuration", () => {
  const hostile = "x\n__lab_end__\n\n touch /tmp/owned; $(reboot) `reboot` '\"";
  const address = (type: string): string => `${type}.a["${hostile}"]`;
  const resource = (type: string, values: object): object => ({
    address: address(type),
    mode: "managed",
    type,
    name: "a",
    index: hostile,
    values,
  });
  const group = { arn: "group", port: 80, protocol: "HTTP", target_type: "ip", vpc_id: "vpc-1" };
  const action = [{ type: "forward", target_group_arn: "group" }];
  const state = {
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          resource("aws_vpc", { id: "vpc-1", cidr_block: "10.0.0.0/16" }),
          resource("aws_subnet", { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" }),
          resource("aws_instance", { id: "i-1", subnet_id: "subnet-1", private_ip: "10.0.0.10" }),
          resource("aws_lb", { arn: "lb", load_balancer_type: "application", internal: true, subnets: ["subnet-1"] }),
          resource("aws_lb_target_group", { ...group, health_check: [{ path: hostile, enabled: true }] }),
          resource("aws_lb_target_group_attachment", { target_group_arn: "group", target_id: "10.0.0.10", port: 80 }),
          resource("aws_lb_listener", {
            arn: "l",
            load_balancer_arn: "lb",
            port: 80,
            protocol: "HTTP",
            default_action: action,
          }),
          resource("aws_lb_listener_rule", {
            listener_arn: "l",
            priority: 1,
            action,
            condition: [{ host_header: [{ values: [hostile] }] }, { path_pattern: [{ values: [hostile] }] }],
          }),
        ],
      },
    },
  };
  const topology = topologyOf(state, "state");
  const lab = labNetwork(topology, []);
  expect(lab.places.ports.map(({ kind }) => kind).sort()).toEqual(["host", "node"]);
  const script = setupScript(lab).join("\n");
  expect(script).toContain("touch");
  expect(script).not.toMatch(/^\s*touch/m);
  expect(script).not.toMatch(/\$\(reboot|`reboot/);
});

test("ports and numbers that no packet has are in no script", () => {
  const lab = labOf({
    resource: {
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/24" } },
      aws_security_group: {
        g: {
          vpc_id: "${aws_vpc.a.id}",
          ingress: [
            { protocol: "tcp", from_port: 77777, to_port: 77778, cidr_blocks: ["0.0.0.0/0"] },
            { protocol: "tcp", from_port: 80.5, to_port: 81.5, cidr_blocks: ["0.0.0.0/0"] },
            { protocol: "icmp", from_port: 777, to_port: 7777, cidr_blocks: ["0.0.0.0/0"] },
          ],
        },
      },
      aws_instance: {
        i: {
          subnet_id: "${aws_subnet.a.id}",
          private_ip: "10.0.0.10",
          vpc_security_group_ids: ["${aws_security_group.g.id}"],
        },
      },
      aws_lb: { l: { internal: true, subnets: ["${aws_subnet.a.id}"] } },
      aws_lb_target_group: { g: { port: 77777, protocol: "HTTP", target_type: "ip", vpc_id: "${aws_vpc.a.id}" } },
      aws_lb_target_group_attachment: {
        t: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: "10.0.0.10" },
      },
      aws_lb_listener: {
        l: {
          load_balancer_arn: "${aws_lb.l.arn}",
          port: 77777,
          protocol: "HTTP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
        },
        m: {
          load_balancer_arn: "${aws_lb.l.arn}",
          port: 80,
          protocol: "HTTP",
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
        },
      },
    },
  });
  const script = setupScript(lab).join("\n");
  expect(script).not.toMatch(/7777|80\.5|\b777\b/);
  expect(lab.notes.map(({ address }) => address)).toEqual(
    expect.arrayContaining(["aws_lb_listener.l", "aws_lb_target_group_attachment.t"]),
  );
});
