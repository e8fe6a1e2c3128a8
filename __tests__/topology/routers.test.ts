import { createHash } from "node:crypto";
import { SAMPLE } from "../linux-router/sample";
import { asking } from "../support/asked";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
const OTHER = SAMPLE.replace("5432", "5433");

interface Shape {
  readonly instance?: object;
  readonly template?: object;
  readonly inner?: object;
  readonly outer?: object;
  /** What of the template is sensitive. */
  readonly hidden?: object;
  readonly more?: readonly { readonly type: string; readonly name: string; readonly values: object }[];
}

/** A state of an instance with two interfaces. */
function state({ instance, template, inner, outer, more = [], hidden = {} }: Shape) {
  const nic = (id: string, subnet: string, ip: string, values: object = {}) => ({
    type: "aws_network_interface",
    name: id,
    values: { id, subnet_id: subnet, private_ips: [ip], private_ip: ip, source_dest_check: false, ...values },
  });
  const all = [
    { type: "aws_vpc", name: "v", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    { type: "aws_subnet", name: "i", values: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.4.0/28" } },
    { type: "aws_subnet", name: "o", values: { id: "subnet-2", vpc_id: "vpc-1", cidr_block: "10.0.5.0/28" } },
    nic("eni-1", "subnet-1", "10.0.4.4", inner),
    nic("eni-2", "subnet-2", "10.0.5.4", outer),
    {
      type: "aws_launch_template",
      name: "t",
      values: { id: "lt-1", user_data: base64(SAMPLE), latest_version: 3, default_version: 1, ...template },
    },
    { type: "aws_instance", name: "r", values: { id: "i-1", ...BLOCKS, launch_template: STARTED_FROM, ...instance } },
    ...more,
  ];
  const resources = all.map(({ type, name, values }) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 0,
    values,
    ...(type === "aws_launch_template" && { sensitive_values: hidden }),
  }));
  const { topology } = asking({ format_version: "1.0", values: { root_module: { resources } } }, "state");
  return topology.nics.find(({ address }) => address === "aws_network_interface.eni-1")?.router;
}

const BLOCKS = {
  network_interface: [
    { device_index: 1, network_interface_id: "eni-2" },
    { device_index: 0, network_interface_id: "eni-1" },
  ],
};
const STARTED_FROM = [{ id: "lt-1", version: "3" }];
/** What the router's reading is, and which port its rules name. */
const read = (shape: Shape): string => {
  const router = state(shape);
  if (!router) return "no router";
  const { reading, script } = router;
  return reading.kind === "unread" ? reading.unread.why : script?.includes("5433") === true ? "other" : "sample";
};

describe("the script of an instance", () => {
  test.each<[string, Shape, string]>([
    ["is its template's", {}, "sample"],
    ["is its own first", { instance: { user_data_base64: base64(OTHER) } }, "other"],
    ["is its own in plain text as newer providers have it", { instance: { user_data: OTHER } }, "other"],
    ["is its template's where an older provider's hash says so", { instance: { user_data: sha1(SAMPLE) } }, "sample"],
    ["is not known where that hash is another one", { instance: { user_data: sha1(OTHER) } }, "user-data-hashed"],
    ["is its template's where a capture's hash says so", { instance: { user_data: sha256(SAMPLE) } }, "sample"],
    [
      "is not known where a capture's hash is another one",
      { instance: { user_data: sha256(OTHER) } },
      "user-data-other",
    ],
    ["does nothing where the instance is stopped", { instance: { instance_state: "stopped" } }, "not-running"],
    ["does nothing where the instance is about to stop", { instance: { instance_state: "stopping" } }, "not-running"],
    ["counts where the instance is about to run", { instance: { instance_state: "pending" } }, "sample"],
    [
      "is not known where it is started from another version",
      { instance: { launch_template: [{ id: "lt-1", version: "2" }] } },
      "user-data-not-known",
    ],
    [
      "is not known where it is started from an older default version",
      { instance: { launch_template: [{ id: "lt-1" }] } },
      "user-data-not-known",
    ],
    [
      "is known where the default version is the latest",
      { instance: { launch_template: [{ id: "lt-1" }] }, template: { default_version: 3 } },
      "sample",
    ],
    [
      "is known where the latest version is meant",
      { instance: { launch_template: [{ id: "lt-1", version: "$Latest" }] } },
      "sample",
    ],
    [
      "is not known where its template is not in the input",
      { instance: { launch_template: [{ id: "lt-9" }] } },
      "user-data-not-known",
    ],
    ["is none where nothing has user data", { instance: { launch_template: [] } }, "no router"],
    [
      "is not asked for where all interfaces check",
      { inner: { source_dest_check: true }, outer: { source_dest_check: true } },
      "no router",
    ],
    ["is read where one interface does not check", { inner: { source_dest_check: true } }, "sample"],
    [
      "needs the number of each interface",
      {
        instance: {
          network_interface: [{ device_index: 0, network_interface_id: "eni-1" }, { network_interface_id: "eni-2" }],
        },
      },
      "interface",
    ],
    [
      "needs each interface",
      {
        instance: {
          network_interface: [...BLOCKS.network_interface, { device_index: 2, network_interface_id: "eni-9" }],
        },
      },
      "interface",
    ],
    [
      "means an interface by an address that it has",
      { outer: { private_ips: ["10.0.5.5"], private_ip: "10.0.5.5" } },
      // It waits for that address for ever.
      "condition",
    ],
  ])("%s", (_, shape, expected) => {
    expect(read(shape)).toBe(expected);
  });

  test("may not be shown where it is sensitive", () => {
    expect(state({})?.isSensitive).toBe(false);
    expect(state({ hidden: { user_data: true } })?.isSensitive).toBe(true);
  });

  test("knows interfaces by their numbers, whichever says them", () => {
    const numbers = (shape: Shape) => state(shape)?.interfaces.map(({ device, nic }) => `${device} ${nic.address}`);
    const expected = ["0 aws_network_interface.eni-1", "1 aws_network_interface.eni-2"];
    expect(numbers({})).toEqual(expected);
    const attached = {
      type: "aws_network_interface_attachment",
      name: "a",
      values: { instance_id: "i-1", network_interface_id: "eni-2", device_index: 1 },
    };
    const first = { network_interface: [], primary_network_interface: [{ network_interface_id: "eni-1" }] };
    expect(numbers({ instance: first, more: [attached] })).toEqual(expected);
    const block = { attachment: [{ instance: "i-1", device_index: 1 }] };
    expect(numbers({ instance: first, outer: block })).toEqual(expected);
  });
});
