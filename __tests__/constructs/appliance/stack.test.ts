import { EXISTING, APPLIANCE, LARGE_APPLIANCE, patch, type Edit } from "../../config/bridge-texts";
import { planOf } from "../../address-plan/rule-case";
import { addresses, allOf, at, countByType, routesOf, type StackJson, synthJson } from "../../support/synthesized";
import { describeWithTerraform, expectOnlyCreates, summarizeForReal } from "../../support/terraform";

const synth = (text: string, ...edits: Edit[]): StackJson => synthJson(planOf(patch(text, ...edits)));

const alone = synth(APPLIANCE);
const beside = synth(LARGE_APPLIANCE);

const DEMO: Edit = [
  "appliance:\n",
  "demo:\n  client: { subnet: clients, address: 10.64.0.10 }\n  web: { subnet: servers, address: 10.64.0.10 }\nappliance:\n",
];
const EXISTING_APPLIANCE = patch(
  EXISTING,
  ["  cidr: 100.64.0.0/24\n", "  cidr: 100.64.0.0/23\n"],
  ["clients: false }\nweb", "clients: false }\n  security_groups: [sg-22222222]\nweb"],
  [
    "transit_gateway:",
    "appliance: { initiate: both, client_to_web: [{ protocol: UDP, ports: [53] }], web_to_client: [{ protocol: TCP, ports: [22] }] }\ntransit_gateway:",
  ],
);

/** The rules of the groups whose names begin so, as people read them. */
function rules(stack: StackJson, direction: "ingress" | "egress", begin: string): string[] {
  return Object.entries(allOf(stack, `aws_vpc_security_group_${direction}_rule`))
    .flatMap(([name, rule]) => {
      if (!name.startsWith(begin)) return [];
      const { cidr_ipv4: range } = rule;
      const peer = typeof range === "string" ? range : "a prefix list";
      const [protocol, from, to] = ["ip_protocol", "from_port", "to_port"].map((key) => String(rule[key]));
      return [`${protocol} ${from}-${to} ${peer}`];
    })
    .sort();
}

function scriptOf(stack: StackJson, zone: string): string {
  const { user_data_base64: text } = at(stack, `aws_instance.appliance_${zone}`);
  return Buffer.from(String(text), "base64").toString();
}

describe("an appliance alone", () => {
  test("has no part of an ALB", () => {
    expect(Object.keys(countByType(alone)).filter((type) => /^aws_(lb|nat_gateway|alb)/.test(type))).toEqual([]);
    expect(Object.keys(alone.output)).not.toContain("alb_arn");
  });

  test("has two interfaces of its own at fixed addresses, which forward what is not theirs", () => {
    for (const [side, ip] of [
      ["inner", "10.0.4.4"],
      ["outer", "10.0.5.4"],
    ])
      expect(at(alone, `aws_network_interface.appliance_a_${side}`)).toMatchObject({
        private_ips: [ip],
        source_dest_check: false,
        subnet_id: `\${aws_subnet.client_${side}.id}`,
        security_groups: [`\${aws_security_group.appliance_${side}.id}`],
      });
    expect(at(alone, "aws_instance.appliance_a")).toMatchObject({
      network_interface: [
        { device_index: 0, network_interface_id: "${aws_network_interface.appliance_a_inner.id}" },
        { device_index: 1, network_interface_id: "${aws_network_interface.appliance_a_outer.id}" },
      ],
      launch_template: { version: "${aws_launch_template.appliance_a.latest_version}" },
    });
  });

  test("is known as a whole at plan time: no reference in its script", () => {
    expect(scriptOf(alone, "a")).not.toContain("${");
    expect(scriptOf(alone, "a")).toContain("via 10.0.5.1 dev");
  });

  test("has its script itself, since of its template's the provider would write a hash in its place", () => {
    expect(at(alone, "aws_launch_template.appliance_a")).not.toHaveProperty("user_data");
    expect(at(alone, "aws_instance.appliance_a")).not.toHaveProperty("user_data");
  });

  test("has metadata version 2, an encrypted disk, no key and no public address", () => {
    expect(at(alone, "aws_launch_template.appliance_a")).toMatchObject({
      metadata_options: { http_tokens: "required" },
      block_device_mappings: [{ ebs: { encrypted: "true" } }],
    });
    const all = JSON.stringify([at(alone, "aws_launch_template.appliance_a"), at(alone, "aws_instance.appliance_a")]);
    expect(all).not.toMatch(/key_name|associate_public_ip_address":true|iam_instance_profile/);
  });

  test("is routed to by both sides, and routes on", () => {
    expect(routesOf(alone, "client_clients")).toEqual({ "100.64.1.0/24": "aws_network_interface.appliance_a_inner" });
    expect(routesOf(alone, "client_tgw")).toEqual({ "100.64.2.0/24": "aws_network_interface.appliance_a_outer" });
    expect(routesOf(alone, "client_inner")).toEqual({});
    expect(routesOf(alone, "client_outer")).toEqual({
      "10.64.0.0/24": "data.aws_network_interface.appliance-ways_attachment-a",
    });
    expect(routesOf(alone, "web_servers")).toEqual({ "100.64.2.0/24": "aws_ec2_transit_gateway.transit" });
    const transit = Object.values(allOf(alone, "aws_ec2_transit_gateway_route"));
    expect(transit.map((route) => route["destination_cidr_block"]).sort()).toEqual(["10.64.0.0/24", "100.64.2.0/24"]);
  });

  test("admits what is listed, and nothing else", () => {
    const forth = ["icmp 8--1 10.64.0.0/24", "tcp 5432-5432 10.64.0.0/24", "udp 161-161 10.64.0.0/24"];
    const back = ["tcp 8443-8443 10.64.0.0/24"];
    expect(rules(alone, "ingress", "appliance_inner")).toEqual(forth);
    expect(rules(alone, "egress", "appliance_inner")).toEqual(back);
    expect(rules(alone, "egress", "appliance_to-s3")).toEqual(["tcp 443-443 a prefix list"]);
    expect(rules(alone, "ingress", "appliance_outer")).toEqual(back);
    expect(rules(alone, "egress", "appliance_outer")).toEqual(forth);
    const seen = (list: string[]) => list.map((rule) => rule.replace("10.64.0.0", "100.64.2.0"));
    expect(rules(alone, "ingress", "appliance-groups_web")).toEqual(seen(forth));
    expect(rules(alone, "egress", "appliance-groups_web")).toEqual(seen(back));
  });

  test("is moved to other hardware where its own fails, and started anew where Linux does", () => {
    expect(at(alone, "aws_cloudwatch_metric_alarm.appliance_a_recover")).toMatchObject({
      metric_name: "StatusCheckFailed_System",
      alarm_actions: ["arn:aws:automate:us-east-1:ec2:recover"],
    });
    expect(at(alone, "aws_cloudwatch_metric_alarm.appliance_a_reboot")).toMatchObject({
      metric_name: "StatusCheckFailed_Instance",
      alarm_actions: ["arn:aws:automate:us-east-1:ec2:reboot"],
    });
  });

  test("says what stands for what", () => {
    expect(alone.output["web_seen_as"]?.value).toEqual({ "10.64.0.0/24": "100.64.1.0/24" });
    expect(alone.output["clients_seen_as"]?.value).toEqual({ "10.64.0.0/24": "100.64.2.0/24" });
    const added = alone.output["added_to_web_vpc"]?.value as { routes: string[]; ingress_rules: string[] };
    expect(added.routes).toHaveLength(1);
    expect(added.ingress_rules).toHaveLength(4);
  });

  test("opens the demo hosts to each other", () => {
    const stack = synth(APPLIANCE, DEMO);
    expect(rules(stack, "egress", "appliance-groups_demo")).toEqual([
      "icmp 8--1 100.64.1.0/24",
      "tcp 5432-5432 100.64.1.0/24",
      "udp 161-161 100.64.1.0/24",
    ]);
    expect(rules(stack, "ingress", "appliance-groups_demo")).toEqual(["tcp 8443-8443 100.64.1.0/24"]);
  });
});

describe("an appliance over which running connections go on", () => {
  const resuming = synth(APPLIANCE, ["appliance:\n", "appliance:\n  resume: true\n"]);
  const answers = "tcp 1024-65535 10.64.0.0/24";

  test("has interfaces that admit answers of connections which they may not know, and asks no more of the web side", () => {
    for (const [direction, side] of [
      ["ingress", "inner"],
      ["egress", "inner"],
      ["ingress", "outer"],
      ["egress", "outer"],
    ] as const)
      expect(rules(resuming, direction, `appliance_${side}`)).toEqual(
        [...rules(alone, direction, `appliance_${side}`), answers].sort(),
      );
    for (const direction of ["ingress", "egress"] as const)
      expect(rules(resuming, direction, "appliance-groups")).toEqual(rules(alone, direction, "appliance-groups"));
  });

  test("has no rule twice where all such ports are listed anyway", () => {
    const listed = synth(
      APPLIANCE,
      ["appliance:\n", "appliance:\n  resume: true\n"],
      ["ports: [8443]", 'ports: ["1024-65535"]'],
    );
    expect(rules(listed, "ingress", "appliance_outer")).toEqual([answers]);
  });
});

describe("a changed script", () => {
  const changed = synth(APPLIANCE, ["ports: [5432]", "ports: [5433]"]);
  const routes = (stack: StackJson) => [allOf(stack, "aws_route"), allOf(stack, "aws_network_interface")];

  test("replaces the instance, and changes no route or interface", () => {
    expect(scriptOf(changed, "a")).not.toBe(scriptOf(alone, "a"));
    expect(at(changed, "aws_instance.appliance_a")["user_data_replace_on_change"]).toBe(true);
    expect(routes(changed)).toEqual(routes(alone));
  });
});

describe("appliances beside an ALB", () => {
  test("serve the clients of their own zones", () => {
    expect(routesOf(beside, "client_clients-a")).toMatchObject({
      "100.66.0.0/24": "aws_network_interface.appliance_a_inner",
      "100.66.2.0/24": "aws_network_interface.appliance_a_inner",
    });
    expect(routesOf(beside, "client_clients-b")).toMatchObject({
      "100.66.0.0/24": "aws_network_interface.appliance_b_inner",
    });
  });

  test("get back the replies to their own clients, in whichever zone they arrive", () => {
    for (const table of ["client_attachment-a", "client_attachment-b"])
      expect(routesOf(beside, table)).toMatchObject({
        "100.65.0.0/24": "aws_network_interface.appliance_a_outer",
        "100.65.2.0/24": "aws_network_interface.appliance_b_outer",
      });
  });

  test("let the web side open nothing", () => {
    expect(rules(beside, "ingress", "appliance_outer")).toEqual([]);
    expect(rules(beside, "egress", "appliance_inner")).toEqual([]);
    expect(scriptOf(beside, "a")).not.toContain("iifname $outer");
  });

  test("leave the ALB as it is without them, but for the ranges of its VPC", () => {
    const without = synth(
      LARGE_APPLIANCE,
      [/appliance:\n.*\n.*\n.*\n/.exec(LARGE_APPLIANCE)?.[0] ?? "", ""],
      ["dns: { zone: corp.internal, records: { db: 10.64.2.20 } }\n", ""],
    );
    for (const type of ["aws_lb", "aws_lb_target_group", "aws_nat_gateway", "aws_subnet"])
      expect(allOf(beside, type)).toMatchObject(allOf(without, type));
  });

  test("lead a host's name to what stands for it", () => {
    const records = Object.values(allOf(beside, "aws_route53_record"));
    expect(records.map(({ name, records: to }) => [name, to])).toEqual([
      ["db.corp.internal", ["100.66.2.20"]],
      ["shop.corp.internal", undefined],
    ]);
  });
});

describe("between VPCs that exist", () => {
  const stack = synth(EXISTING_APPLIANCE);

  test("groups of clients admit what stands for the web side", () => {
    const found = rules(stack, "ingress", "appliance-groups_clients");
    expect(found).toEqual(["tcp 22-22 100.96.0.0/23"]);
  });

  test("groups of servers get no way out: they have one", () => {
    expect(rules(stack, "egress", "appliance-groups_web")).toEqual([]);
    expect(rules(stack, "ingress", "appliance-groups_web")).toEqual(["udp 53-53 100.96.2.0/23"]);
  });

  test("the web side's routes and rules are made with its own account", () => {
    const theirs = addresses(stack).filter((address) => /appliance-(ways|groups)_web/.test(address));
    expect(theirs).toHaveLength(2);
    for (const address of theirs) expect([address, at(stack, address)["provider"]]).toEqual([address, "aws.web"]);
  });
});

test("Session Manager gets endpoints and a profile when it is asked for", () => {
  const stack = synth(APPLIANCE, ["  initiate: both", "  session_access: true\n  initiate: both"]);
  expect(Object.values(allOf(stack, "aws_vpc_endpoint")).map((one) => one["service_name"])).toEqual(
    ["s3", "ec2messages", "ssm", "ssmmessages"].map((service) => `com.amazonaws.us-east-1.${service}`),
  );
  expect(at(stack, "aws_launch_template.appliance_a")).toMatchObject({
    iam_instance_profile: { name: "${aws_iam_instance_profile.appliance_session.name}" },
  });
});

test("Session Manager's endpoints serve the file's own account alone, where it names one", () => {
  const session = ["  initiate: both", "  session_access: true\n  initiate: both"] as const;
  const policies = (stack: StackJson) =>
    Object.values(allOf(stack, "aws_vpc_endpoint"))
      .filter((one) => one["vpc_endpoint_type"] === "Interface")
      .map((one) => one["policy"]);
  expect(policies(synth(APPLIANCE, [...session]))).toEqual([undefined, undefined, undefined]);
  const account = ["client:\n", 'client:\n  account: { id: "111122223333" }\n'] as const;
  const own = policies(synth(APPLIANCE, [...session], [...account]));
  expect(own).toHaveLength(3);
  for (const policy of own)
    expect(JSON.parse(String(policy))).toMatchObject({
      Statement: [{ Effect: "Allow", Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } }],
    });
});

describeWithTerraform()("a real terraform plan", () => {
  test.each([
    [
      "alone, with demo hosts and Session Manager",
      patch(APPLIANCE, DEMO, ["  initiate: both", "  session_access: true\n  initiate: both"]),
    ],
    ["beside an ALB", LARGE_APPLIANCE.replace(/backend: .*/, "backend: { type: local, path: state/large.tfstate }")],
  ])("creates all of it: %s", (_, text) => expectOnlyCreates(summarizeForReal(planOf(text))));
});
