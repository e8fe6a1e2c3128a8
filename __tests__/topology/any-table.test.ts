import { answer } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { graphFrom, id, SOMETHING, type Resources } from "../support/networks";

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const host = (vpc: string) => ({
  ami: "ami-1",
  subnet_id: id(`aws_subnet.${vpc}`),
  vpc_security_group_ids: [id(`aws_security_group.${vpc}`)],
});
const subnet = (vpc: string, cidr_block: string) => ({ vpc_id: id(`aws_vpc.${vpc}`), cidr_block });
const group = (vpc: string) => ({ vpc_id: id(`aws_vpc.${vpc}`), ingress: [OPEN], egress: [OPEN] });

/** Two peered VPCs of which only the main tables route, and no table has a route to the peer. */
const PEERED: Resources = {
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
  aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("b", "10.1.1.0/24") },
  aws_security_group: { a: group("a"), b: group("b") },
  aws_instance: { a: host("a"), b: host("b") },
  aws_vpc_peering_connection: { p: { vpc_id: id("aws_vpc.a"), peer_vpc_id: id("aws_vpc.b"), auto_accept: true } },
};

function ask(more: Resources): string {
  const graph = graphFrom({ resource: { ...PEERED, ...more }, variable: { something: { type: "string" } } });
  const topology = buildTopology(graph);
  return answer(
    { graph, topology, walker: new Walker(topology), source: "test", granted: [] },
    { from: "aws_instance.a", to: "aws_instance.b", port: 443 },
  ).verdict;
}
const route = (more: object) => ({ route_table_id: SOMETHING, ...more });
const PEER = { vpc_peering_connection_id: id("aws_vpc_peering_connection.p") };

test("without a route the peer is not reached", () => expect(ask({})).toBe("DENIED"));

test.each<[string, Resources]>([
  ["a route server", { aws_vpc_route_server_propagation: { p: route({}) } }],
  [
    "a route of known destination",
    {
      aws_route: {
        there: route({ destination_cidr_block: "10.1.0.0/16", ...PEER }),
        back: route({ destination_cidr_block: "10.0.0.0/16", ...PEER }),
      },
    },
  ],
  [
    "a route of unknown destination",
    {
      aws_route: {
        there: route({ destination_cidr_block: SOMETHING, ...PEER }),
        back: route({ destination_cidr_block: SOMETHING, ...PEER }),
      },
    },
  ],
])("%s in a table that is not known may be in a main one", (_, more) => expect(ask(more)).toBe("UNKNOWN"));
