import { SAMPLE } from "../linux-router/sample";
import { asking } from "../support/asked";
import { routerNetwork, type RouterShape } from "../support/router-network";

const CLIENT = "aws_network_interface.client";
const WEB = "aws_network_interface.web";
const TWIN = "100.64.1.10";

const network = (shape: RouterShape = {}) => asking(routerNetwork(shape), "synth");
const verdict = (shape: RouterShape = {}, port = 5432) => network(shape).verdict(CLIENT, TWIN, port);
const without = (line: string) =>
  SAMPLE.split("\n")
    .filter((one) => !one.includes(line))
    .join("\n");
const reasons = (shape: RouterShape) =>
  network(shape)
    .answer(CLIENT, TWIN, { port: 5432 })
    .explanations.map(({ address, message }) => `${address}: ${message}`);

const TO_INNER = {
  route_table_id: "${aws_route_table.attachment.id}",
  destination_cidr_block: "100.64.2.0/24",
  network_interface_id: "${aws_network_interface.inner.id}",
};
const TO_OTHER = { ...TO_INNER, network_interface_id: "${aws_network_interface.other_outer.id}" };
const nic = (name: string, ip: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  private_ips: [ip],
  source_dest_check: false,
  security_groups: ["${aws_security_group.client.id}"],
});
const OTHER = {
  aws_network_interface: { other_inner: nic("inner", "10.0.4.5"), other_outer: nic("outer", "10.0.5.5") },
  aws_instance: {
    other: {
      ami: "ami-1",
      instance_type: "t3.micro",
      user_data: SAMPLE.replaceAll("10.0.4.4", "10.0.4.5").replaceAll("10.0.5.4", "10.0.5.5"),
      network_interface: [
        { device_index: 0, network_interface_id: "${aws_network_interface.other_inner.id}" },
        { device_index: 1, network_interface_id: "${aws_network_interface.other_outer.id}" },
      ],
    },
  },
};

describe("user data that an expression puts together", () => {
  // What an expression of HCL is: none of these holds a template of its own.
  const literal = JSON.stringify(SAMPLE).replaceAll("${", "$${");
  const [begin, end] = [SAMPLE.slice(0, 400), SAMPLE.slice(400)].map((part) => JSON.stringify(part));

  test.each<[string, string, string]>([
    ["encoded", `\${base64encode(${literal})}`, "ALLOWED"],
    ["encoded and joined", `\${base64encode(join("", [${begin}, ${end}]))}`, "ALLOWED"],
    [
      "encoded with a part that the apply tells",
      `\${base64encode("\${aws_vpc.client.id}${literal.slice(1)})}`,
      "UNKNOWN",
    ],
    ["compressed", `\${base64gzip(${literal})}`, "UNKNOWN"],
    ["out of a file", '${base64encode(templatefile("router.sh", {}))}', "UNKNOWN"],
  ])("is read where its parts are known: %s", (_, user_data, expected) => {
    expect(verdict({ template: { user_data } })).toBe(expected);
  });
});

describe("an instance that translates prefixes", () => {
  test("takes what is listed to the twin of each address, and the answers back", () => {
    const answer = network().answer(CLIENT, TWIN, { port: 5432 });
    expect(answer.verdict).toBe("ALLOWED");
    const arrival = answer.forward.at(-1);
    expect(arrival).toMatchObject({ address: WEB, source: "100.64.2.20:32768-60999", destination: "10.64.0.10:5432" });
    expect(answer.return.at(-1)).toMatchObject({ address: CLIENT, source: "100.64.1.10:5432" });
  });

  test.each([
    ["UDP that is listed", CLIENT, TWIN, { port: 161, protocol: "udp" }, "ALLOWED"],
    ["a ping", CLIENT, TWIN, { protocol: "icmp" }, "ALLOWED"],
    ["a port that is not listed", CLIENT, TWIN, { port: 5433 }, "DENIED"],
    ["UDP that is not listed", CLIENT, TWIN, { port: 5432, protocol: "udp" }, "DENIED"],
    ["what the web side may open", WEB, "100.64.2.20", { port: 22 }, "ALLOWED"],
    ["what the web side may not open", WEB, "100.64.2.20", { port: 5432 }, "DENIED"],
  ] as const)("%s", (_, from, to, more, expected) => {
    expect(network().verdict(from, to, undefined, more)).toBe(expected);
  });

  test.each<[string, RouterShape, string]>([
    ["its inner interface checks destinations", { inner: { source_dest_check: true } }, "DENIED"],
    ["its outer interface checks sources", { outer: { source_dest_check: true } }, "DENIED"],
    [
      "a group of the inner interface is shut",
      { inner: { security_groups: ["${aws_security_group.shut.id}"] } },
      "DENIED",
    ],
    [
      "a group of the outer interface is shut",
      { outer: { security_groups: ["${aws_security_group.shut.id}"] } },
      "DENIED",
    ],
    ["no route leads to it", { routes: { client_to_virtual: null } }, "DENIED"],
    ["no route leads on", { routes: { outer_to_web: null } }, "DENIED"],
    ["no route leads the answers to it", { routes: { attachment_to_clients: null } }, "DENIED"],
    ["the answers come to its other interface", { routes: { attachment_to_clients: TO_INNER } }, "DENIED"],
    ["the answers go to another instance", { routes: { attachment_to_clients: TO_OTHER }, more: OTHER }, "DENIED"],
    ["its script does not forward", { script: SAMPLE.replace("ip_forward=1", "ip_forward=0") }, "DENIED"],
    ["its script leaves forwarding to the image", { script: without("ip_forward") }, "UNKNOWN"],
    ["its user data are not known", { template: { user_data: "${var.x}" } }, "UNKNOWN"],
    ["it has no user data", { template: { user_data: "" } }, "UNKNOWN"],
    ["it has a line that can't be read", { script: `${SAMPLE}iptables -P FORWARD ACCEPT\n` }, "UNKNOWN"],
    [
      "an old provider's hash is all there is",
      { template: "none", instance: { user_data: "a".repeat(40) } },
      "UNKNOWN",
    ],
  ])("is noticed where %s", (_, shape, expected) => {
    expect(verdict(shape)).toBe(expected);
  });

  test.each<[string, RouterShape]>([
    ["in plain text at the instance", { template: "none", instance: { user_data: SAMPLE } }],
    [
      "in base64 at the instance",
      { template: "none", instance: { user_data_base64: Buffer.from(SAMPLE).toString("base64") } },
    ],
  ])("is read %s", (_, shape) => {
    expect(verdict(shape)).toBe("ALLOWED");
    expect(verdict(shape, 5433)).toBe("DENIED");
  });

  test("says which line stops, and which can't be read", () => {
    expect(reasons({ script: SAMPLE.replace("{ 5432 }", "{ 5433 }") })).toEqual([
      'aws_launch_template.router: the instance drops the packet to 10.64.0.10:5432: line 33, "type filter hook forward priority filter; policy drop;"',
    ]);
    expect(reasons({ script: `${SAMPLE}iptables -P FORWARD ACCEPT\n` })).toEqual([
      'aws_launch_template.router: line 54, "iptables -P FORWARD ACCEPT": it may change the network, and this program can\'t read it',
    ]);
  });
});
