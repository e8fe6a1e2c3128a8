import { type Receiver, type Sender, endOfNic, judge, matrixOf, receiversIn, Walker } from "../../src/reachability";
import { type Topology } from "../../src/topology";
import { topologyOf } from "../support/networks";
import { type Blocks, having, privateLink, tcp } from "../support/private-link";

const ENDPOINT = "aws_vpc_endpoint.data";

function network(blocks: Blocks) {
  const topology = topologyOf({ resource: blocks });
  return { topology, walker: new Walker(topology) };
}

const client = ({ nics }: Topology): Sender => endOfNic(nics.find(({ address }) => address === "aws_instance.client")!);
const endpoint = (topology: Topology): Receiver =>
  receiversIn(topology).find(({ address }) => address === ENDPOINT)!.end;

/** Whether nothing of it may even arrive. */
function forbidden(blocks: Blocks, port?: number, protocol = 6) {
  const { topology, walker } = network(blocks);
  const flows = [{ protocol, ...(port !== undefined && { port }) }];
  const statement = { kind: "reach", text: "", from: [client(topology)], to: [endpoint(topology)], flows } as const;
  return judge(walker, { ...statement, expected: "DENIED" }).verdict;
}

const OPEN = { ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }] };

test("what an endpoint's group admits arrives there, whatever lies behind the listener", () => {
  expect(forbidden(privateLink(), 5432)).toBe("ALLOWED");
  expect(forbidden(having("aws_lb_target_group_attachment", "data", undefined), 5432)).toBe("ALLOWED");
  // One of its interfaces is enough.
  const half = having("aws_security_group", "client", {
    egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.2.0/24"] }],
  });
  expect(forbidden(half, 5432)).toBe("ALLOWED");
});

test("nothing arrives that its group or no listener takes", () => {
  expect(forbidden(having("aws_security_group", "endpoint", { ingress: [] }), 5432)).toBe("DENIED");
  const open = having("aws_security_group", "endpoint", OPEN);
  expect(forbidden(open, 5432)).toBe("ALLOWED");
  for (const port of [22, 443]) expect(forbidden(open, port)).toBe("DENIED");
  expect(forbidden(open, 5432, 17)).toBe("DENIED");
  expect(forbidden(open, undefined, 1)).toBe("DENIED");
});

test("of a service that is not wholly known nothing is sure to be shut", () => {
  const open = having("aws_security_group", "endpoint", OPEN);
  expect(forbidden(having("aws_vpc_endpoint_service", "data", undefined, open), 22)).toBe("ALLOWED");
  const some = having("aws_vpc_endpoint_service", "data", { network_load_balancer_arns: "${var.balancers}" }, open);
  expect(forbidden(some, 22)).toBe("ALLOWED");
});

test("an endpoint is an end of the matrix on the ports of its service, and sends to nobody", () => {
  const entries = ({ walker }: ReturnType<typeof network>) =>
    matrixOf(walker).entries.filter(({ from, to }) => [from, to].includes(ENDPOINT));
  const found = entries(network(privateLink()));
  expect(found.map(({ from }) => from)).not.toContain(ENDPOINT);
  expect(found.filter(({ verdict }) => verdict === "ALLOWED")).toEqual([
    { from: "aws_instance.client", to: ENDPOINT, protocol: "tcp", ports: "5432", verdict: "ALLOWED" },
  ]);
  // Its second interface counts as its first does.
  const half = having("aws_security_group", "client", {
    egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.1.0/24"] }],
  });
  expect(entries(network(half)).filter(({ verdict }) => verdict !== "DENIED")).toEqual([]);
  const many = [5432, 5433, 5434, 5435, 5436].map((port) => tcp(port, "10.0.3.0/24"));
  const wide = having("aws_security_group", "endpoint", { ingress: many });
  expect(entries(network(wide)).filter(({ verdict }) => verdict === "ALLOWED")).toHaveLength(1);
});

test("clients that only the load balancer's group tells apart are asked each by itself", () => {
  const { aws_instance: instances, ...rest } = having("aws_security_group", "front", {
    ingress: [tcp(5432, "10.0.3.20/32")],
  });
  const twin = { ...instances!["client"], private_ip: "10.0.3.21" };
  const { walker } = network({ ...rest, aws_instance: { ...instances, twin } });
  const found = matrixOf(walker).entries.filter(({ to }) => to === ENDPOINT);
  const of = (name: string) => found.filter(({ from }) => from === name).map(({ verdict }) => verdict);
  expect([of("aws_instance.client"), of("aws_instance.twin")]).toEqual([["ALLOWED"], ["DENIED"]]);
});
