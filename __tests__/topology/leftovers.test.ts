import { type Json, type JsonObject, readPlan } from "../../src/terraform";
import { readState } from "../../src/terraform/state-reader";
import { answer, judged, type Question } from "../deploy/support/judged";

interface Block {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Arguments that the provider fills in, not known yet. */
  readonly unknown?: readonly string[];
  /** Arguments that are in the configuration; all values that are known where nothing is said. */
  readonly configured?: readonly string[];
}

function described({ address, values, unknown = [], configured }: Block) {
  const [type, name] = address.split(".");
  const mask = Object.fromEntries(unknown.map((key) => [key, true]));
  const change = { actions: ["update"], before: values, after: values, after_unknown: mask };
  const expressions = Object.fromEntries((configured ?? Object.keys(values)).map((key) => [key, {}]));
  return { address, mode: "managed", type, name, values, change, expressions };
}

/** `terraform show -json` of a plan that leaves these so, and of the state that has them. */
const planOf = (blocks: readonly Block[]): JsonObject =>
  ({
    resource_changes: blocks.map(described),
    configuration: { root_module: { resources: blocks.map(described) } },
  }) as unknown as JsonObject;
const stateOf = (blocks: readonly Block[]): JsonObject => ({
  values: { root_module: { resources: blocks.map(described) as unknown as Json[] } },
});

const inPlan = (blocks: readonly Block[], question: Question): string =>
  answer(judged(readPlan(planOf(blocks))), question);
const inState = (blocks: readonly Block[], question: Question): string =>
  answer(judged(readState(stateOf(blocks))), question);

const group = (name: string, ...cidrs: readonly string[]): Block => ({
  address: `aws_security_group.${name}`,
  values: {
    ...{ id: `sg-${name}`, vpc_id: "vpc-1" },
    ingress: cidrs.map((one) => ({ from_port: 80, to_port: 80, protocol: "tcp", cidr_blocks: [one] })),
    egress: [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }],
  },
  configured: ["vpc_id", "egress"],
});
const host = (name: string, more: Readonly<Record<string, unknown>>, configured: readonly string[]): Block => ({
  address: `aws_network_interface.${name}`,
  values: { id: `eni-${name}`, subnet_id: "subnet-servers", ...more },
  configured: ["subnet_id", ...configured],
});
const instance = (name: string): Block => ({
  address: `aws_instance.${name}`,
  values: { id: `i-${name}`, subnet_id: "subnet-servers", vpc_security_group_ids: ["sg-open"] },
});
const NETWORK: readonly Block[] = [
  { address: "aws_vpc.it", values: { id: "vpc-1", cidr_block: "10.0.0.0/16", default_security_group_id: "sg-0" } },
  { address: "aws_subnet.servers", values: { id: "subnet-servers", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" } },
  { address: "aws_subnet.clients", values: { id: "subnet-clients", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
  {
    address: "aws_route_table.servers",
    values: { id: "rtb-1", vpc_id: "vpc-1", route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }] },
  },
  {
    address: "aws_route_table_association.servers",
    values: { id: "assoc-1", subnet_id: "subnet-servers", route_table_id: "rtb-1" },
  },
  group("open", "0.0.0.0/0"),
  group("shut"),
];
const gateway = (values: object, more: Partial<Block> = {}): Block => ({
  address: "aws_internet_gateway.it",
  values: { id: "igw-1", ...values },
  ...more,
});

describe("an internet gateway that nothing attaches", () => {
  const public_ = [...NETWORK, instance("a")];
  const address: Block = { address: "aws_eip.a", values: { id: "eip-1", public_ip: "3.3.3.3", instance: "i-a" } };
  const FROM_INTERNET: Question = ["internet", "aws_instance.a"];

  test.each(["", null])("lets nobody in, in a state with vpc_id = %j", (vpc_id) => {
    expect(inState([...public_, address, gateway({ vpc_id })], FROM_INTERNET)).toBe("DENIED");
  });

  test("lets nobody in, where the argument is computed and nobody set it", () => {
    const made = gateway({}, { unknown: ["vpc_id"], configured: [] });
    expect(inPlan([...public_, address, made], FROM_INTERNET)).toBe("DENIED");
  });

  test("may let somebody in, where the argument is set and not known, or it is not known what an attachment attaches", () => {
    const set = gateway({}, { unknown: ["vpc_id"], configured: ["vpc_id"] });
    expect(inPlan([...public_, address, set], FROM_INTERNET)).toBe("UNKNOWN");
    const attachment: Block = {
      address: "aws_internet_gateway_attachment.it",
      values: { vpc_id: "vpc-1" },
      unknown: ["internet_gateway_id"],
      configured: ["vpc_id", "internet_gateway_id"],
    };
    expect(inPlan([...public_, address, gateway({ vpc_id: "" }), attachment], FROM_INTERNET)).toBe("UNKNOWN");
  });

  test("lets everybody in, attached", () => {
    expect(inState([...public_, address, gateway({ vpc_id: "vpc-1" })], FROM_INTERNET)).toBe("ALLOWED");
  });

  test("an address that moves is no longer where it was, though the provider still tells the old interface", () => {
    const both = [...public_, instance("b"), host("old", { security_groups: ["sg-open"] }, ["security_groups"])];
    const moving: Block = {
      address: "aws_eip.a",
      values: { id: "eip-1", public_ip: "3.3.3.3", instance: "i-b", network_interface: "eni-old" },
      configured: ["instance"],
    };
    const attached = [...both, moving, gateway({ vpc_id: "vpc-1" })];
    expect(inPlan(attached, ["internet", "aws_instance.b"])).toBe("ALLOWED");
    expect(inPlan(attached, ["internet", "aws_network_interface.old"])).toBe("DENIED");
  });
});

describe("rules and groups of their own", () => {
  const TO: Question = ["aws_subnet.clients", "aws_network_interface.it"];
  const rule = (configured: readonly string[]): Block => ({
    address: "aws_security_group_rule.it",
    values: {
      ...{ security_group_id: "sg-shut", type: "ingress", protocol: "tcp", from_port: 80, to_port: 80 },
      cidr_blocks: ["10.9.0.0/16"],
    },
    unknown: ["source_security_group_id"],
    configured: ["security_group_id", "type", "protocol", "from_port", "to_port", "cidr_blocks", ...configured],
  });
  const shut = [...NETWORK, host("it", { security_groups: ["sg-shut"] }, ["security_groups"])];

  test("a rule's computed source group that nobody set is none", () => {
    expect(inPlan([...shut, rule([])], TO)).toBe("DENIED");
    expect(inPlan([...shut, rule(["source_security_group_id"])], TO)).toBe("UNKNOWN");
  });

  const added: Block = {
    address: "aws_network_interface_sg_attachment.it",
    values: { network_interface_id: "eni-it", security_group_id: "sg-open" },
  };

  test("a group that is attached to an interface which lists its own is not relied on", () => {
    expect(inPlan([...shut, added], TO)).toBe("UNKNOWN");
    expect(inPlan([...NETWORK, host("it", { security_groups: ["sg-shut"] }, []), added], TO)).toBe("ALLOWED");
    expect(inState([...shut, added], TO)).toBe("ALLOWED");
  });

  const TO_ENDPOINT: Question = ["aws_subnet.clients", "aws_vpc_endpoint.it"];
  const endpoint = (groups: readonly string[], configured: readonly string[] = []): Block => ({
    address: "aws_vpc_endpoint.it",
    values: {
      ...{ id: "vpce-1", vpc_id: "vpc-1", vpc_endpoint_type: "Interface", service_name: "x" },
      ...{ subnet_ids: ["subnet-servers"], security_group_ids: groups },
    },
    configured: ["vpc_id", "vpc_endpoint_type", "service_name", "subnet_ids", ...configured],
  });
  const association = (id: string, more: object = {}): Block => ({
    address: "aws_vpc_endpoint_security_group_association.it",
    values: { vpc_endpoint_id: "vpce-1", security_group_id: id, ...more },
  });

  test.each([
    ["its own", [endpoint(["sg-open"], ["security_group_ids"])], "ALLOWED"],
    ["computed ones that AWS has", [endpoint(["sg-open"])], "ALLOWED"],
    ["the default one", [endpoint(["sg-0"])], "DENIED"],
    ["one that an association adds", [endpoint(["sg-0", "sg-open"]), association("sg-open")], "ALLOWED"],
    ["one that an association adds in this apply", [endpoint(["sg-0"]), association("sg-open")], "ALLOWED"],
    ["none that admits", [endpoint([]), association("sg-shut", { replace_default_association: true })], "DENIED"],
  ] as const)("an interface endpoint has %s", (_what, blocks, verdict) => {
    expect(inPlan([...NETWORK, ...blocks], TO_ENDPOINT)).toBe(verdict);
    expect(inState([...NETWORK, ...blocks], TO_ENDPOINT)).toBe(verdict);
  });
});
