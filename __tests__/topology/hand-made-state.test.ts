import { asking } from "../support/asked";
import { stateJson } from "../support/networks";

type Named = Record<string, Record<string, Record<string, unknown>>>;
const all = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"], self: false, security_groups: [] };
const instance = (id: string, private_ip: string) => ({
  id,
  subnet_id: "subnet-a",
  private_ip,
  vpc_security_group_ids: ["sg-a"],
  source_dest_check: true,
});
const vpc = (name: string, cidr_block: string) => ({
  id: `vpc-${name}`,
  cidr_block,
  default_route_table_id: `rtb-default-${name}`,
  main_route_table_id: `rtb-main-${name}`,
});
const network = (): Named => ({
  aws_vpc: { a: vpc("a", "10.0.0.0/16"), b: vpc("b", "10.1.0.0/16") },
  aws_subnet: {
    a: { id: "subnet-a", vpc_id: "vpc-a", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    b: { id: "subnet-b", vpc_id: "vpc-b", cidr_block: "10.1.1.0/24", availability_zone: "eu-central-1a" },
  },
  aws_security_group: { a: { id: "sg-a", vpc_id: "vpc-a", ingress: [all], egress: [all] } },
  aws_instance: { one: instance("i-1", "10.0.1.10"), nat: instance("i-2", "10.0.1.11") },
  aws_vpc_peering_connection: {
    ab: { id: "pcx-1", vpc_id: "vpc-a", peer_vpc_id: "vpc-b", accept_status: "active", auto_accept: null },
  },
  aws_route_table: {
    a: {
      id: "rtb-main-a",
      vpc_id: "vpc-a",
      route: [
        { cidr_block: "10.1.0.0/16", vpc_peering_connection_id: "pcx-1", gateway_id: "" },
        { cidr_block: "198.51.100.0/24", network_interface_id: "eni-9", instance_id: "i-2", gateway_id: "" },
      ],
    },
    b: {
      id: "rtb-main-b",
      vpc_id: "vpc-b",
      route: [{ cidr_block: "10.0.0.0/16", vpc_peering_connection_id: "pcx-1" }],
    },
  },
});

describe("a state made by AWS", () => {
  it("names the main table by the VPC's attribute only", () => {
    const { verdict } = asking(stateJson(network()), "state");
    expect(verdict("aws_instance.one", "aws_subnet.b", 80)).toBe("ALLOWED");
  });

  it("tells of a peering that nobody accepted", () => {
    const parts = network();
    parts.aws_vpc_peering_connection!.ab!.accept_status = "pending-acceptance";
    const { answer } = asking(stateJson(parts), "state");
    const found = answer("aws_instance.one", "aws_subnet.b", { port: 80 });
    expect(found.verdict).toBe("DENIED");
    expect(found.explanations[0]).toMatchObject({
      code: "BAD_STATE_ATTACHMENT",
      address: "aws_vpc_peering_connection.ab",
    });
  });

  it("names an instance that routes by its own id where its interface is not in the state", () => {
    const { answer } = asking(stateJson(network()), "state");
    const { explanations } = answer("aws_instance.one", "198.51.100.7", { port: 80 });
    expect(explanations.map(({ code }) => code)).toContain("ENI_SOURCE_DEST_CHECK_RESTRICTION");
  });
});
