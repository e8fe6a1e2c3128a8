import { experiment, layOut, Sandbox } from "../../src/lab";
import { Walker } from "../../src/reachability";
import { ENDPOINT_SERVICES } from "../reachability/reasoned/endpoint-services";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { topologyOf } from "../support/networks";
import { having, privateLink, tcp } from "../support/private-link";
import { changedBy, type Change } from "../support/reasoned";

/** The network, tried with packets: who answered a request by an endpoint, from whom, and what the proof was wrong about. */
async function tried(resource: object) {
  const topology = topologyOf({ resource });
  const task = { topology, walker: new Walker(topology), statements: [] };
  const sandbox = await Sandbox.open({ name: "endpoints", asUser: AS_USER, env: LAB_ENV });
  try {
    const { statements, requests, notes } = await experiment(sandbox, layOut(task), task);
    const byEndpoint = requests.filter(({ request: { node } }) => node.address.startsWith("aws_vpc_endpoint."));
    return {
      // In no order: pages are asked for before banners.
      answers: byEndpoint
        .map(({ request: { from, node, port }, response }) => {
          const servers = response.servers.map(({ address }) => address).join(" ");
          return `${from.address} ${node.address}:${port} ${servers || "nobody"}`;
        })
        .sort(),
      disagreements: [
        ...statements.flatMap((one) => one.disagreements),
        ...requests.filter(({ agrees }) => !agrees).map(({ request }) => `${request.from.address} ${request.port}`),
      ],
      notes: notes.map(({ address, reason }) => `${address}: ${reason}`),
    };
  } finally {
    await sandbox.close();
  }
}

const [HUB] = ENDPOINT_SERVICES;
const hub = (...changes: Change[]): object => changedBy(HUB!.blocks, changes);
const W = "aws_instance.w";
const answers = (one: string, page: string, two: string): string[] => {
  const [c, d] = ["aws_instance.c aws_vpc_endpoint.one", "aws_instance.d aws_vpc_endpoint.two"];
  const lines = [`${c}:5432 ${one}`, `${c}:80 ${page}`, `${d}:5432 ${two}`, `${d}:80 nobody`];
  return lines.flatMap((line) => [line, line]).sort();
};

describeWithLab()("with real packets", () => {
  test("two clients of one address get to a host of the same address, each by its endpoint", async () => {
    const { answers: found, disagreements } = await tried(hub());
    expect(found).toEqual(answers(W, W, W));
    expect(disagreements).toEqual([]);
  }, 60_000);

  test.each<[string, Change[], string[]]>([
    [
      "the load balancer's group admits the endpoints, not the clients",
      [["aws_security_group.tcp.ingress", [tcp(5432, "10.0.1.0/24", "10.0.2.0/24")]]],
      answers("nobody", "nobody", "nobody"),
    ],
    [
      "the load balancer's group is not asked",
      [
        ["aws_security_group.tcp.ingress", []],
        ["aws_lb.tcp.enforce_security_group_inbound_rules_on_private_link_traffic", "off"],
      ],
      answers(W, W, W),
    ],
    [
      "the web VPC admits the clients and not the hub",
      [["aws_security_group.web.ingress", [tcp(5432, "10.0.3.0/24"), tcp(8080, "10.0.3.0/24")]]],
      answers("nobody", "nobody", "nobody"),
    ],
    ["nothing leads back to the hub", [["aws_route_table.web.route", []]], answers("nobody", "nobody", "nobody")],
    ["the second load balancer has no targets", ["aws_lb_target_group_attachment.web"], answers(W, "nobody", W)],
  ])(
    "who answers is the proof's where %s",
    async (_, changes, expected) => {
      const { answers: found, disagreements } = await tried(hub(...changes));
      expect(found).toEqual(expected);
      expect(disagreements).toEqual([]);
    },
    60_000,
  );

  test("an endpoint that is not accepted, or of which too little is known, leads nowhere", async () => {
    const waiting = await tried(having("aws_vpc_endpoint", "data", { state: "pendingAcceptance" }));
    const elsewhere = await tried(having("aws_vpc_endpoint_service", "data", undefined));
    for (const { answers: found, disagreements } of [waiting, elsewhere]) {
      expect(found.filter((one) => !one.endsWith(" nobody"))).toEqual([]);
      expect(disagreements).toEqual([]);
    }
    expect(elsewhere.notes).toContain("aws_vpc_endpoint.data: which service it leads to is not known");
  }, 60_000);

  test("an endpoint with a target's address is not taken for the target", async () => {
    const at = [
      { subnet_id: "${aws_subnet.endpoint_a.id}", ipv4: "10.0.1.10" },
      { subnet_id: "${aws_subnet.endpoint_b.id}", ipv4: "10.0.2.10" },
    ];
    const twin = having("aws_vpc_endpoint", "data", { subnet_configuration: at });
    const moved = { ...twin["aws_lb_target_group_attachment"]!["data"], target_id: "10.0.1.10" };
    const { answers: found, disagreements } = await tried({
      ...twin,
      aws_lb_target_group_attachment: { data: moved },
    });
    expect(found.filter((one) => !one.endsWith(" nobody"))).toEqual([]);
    expect(disagreements).toEqual([]);
  }, 60_000);

  test("of two load balancers behind one endpoint, those that the lab takes are asked, and spoken to as they speak", async () => {
    const base = privateLink();
    const of = (type: string, name: string): Record<string, unknown> => ({ ...base[type]![name] });
    const pages = { ...of("aws_lb_target_group", "data"), port: 5432, health_check: [{ protocol: "HTTP" }] };
    const { answers: found, disagreements } = await tried({
      ...base,
      aws_lb: { front: of("aws_lb", "front"), pages: of("aws_lb", "front") },
      aws_lb_target_group: { data: of("aws_lb_target_group", "data"), pages },
      aws_lb_target_group_attachment: {
        ...base["aws_lb_target_group_attachment"],
        pages: { target_group_arn: "${aws_lb_target_group.pages.arn}", target_id: "10.0.3.20" },
      },
      aws_lb_listener: {
        ...base["aws_lb_listener"],
        pages: {
          ...{ load_balancer_arn: "${aws_lb.pages.arn}", port: 5432, protocol: "TCP" },
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.pages.arn}" }],
        },
      },
      aws_vpc_endpoint_service: {
        data: {
          acceptance_required: false,
          network_load_balancer_arns: ["${aws_lb.front.arn}", "${aws_lb.pages.arn}"],
        },
      },
    });
    const line = "aws_instance.client aws_vpc_endpoint.data:5432 aws_instance.data";
    expect(found).toEqual([line, line]);
    expect(disagreements).toEqual([]);
  }, 60_000);

  test("without changes the smallest network agrees, too", async () => {
    const { answers: found, disagreements } = await tried(privateLink());
    const line = "aws_instance.client aws_vpc_endpoint.data:5432 aws_instance.data";
    expect(found).toEqual([line, line]);
    expect(disagreements).toEqual([]);
  }, 60_000);
});
