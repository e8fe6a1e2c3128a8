import "cdktf/lib/testing/adapters/jest";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { EXISTING_CLIENT, EXISTING_WEB, planOf } from "../support/bridges";
import { addresses, allOf, at, references, synthJson, synthText } from "../support/synthesized";

describe("demo hosts", () => {
  const plan = planOf("article");
  const stack = synthJson(plan);

  test("stand at their fixed addresses, without public address or key", () => {
    const text = synthText(plan);
    expect(text).toHaveResourceWithProperties(Instance, {
      private_ip: "10.64.0.20",
      subnet_id: "${aws_subnet.client_private1.id}",
      associate_public_ip_address: false,
    });
    expect(text).toHaveResourceWithProperties(Instance, {
      private_ip: "10.64.0.10",
      subnet_id: "${aws_subnet.web_private.id}",
      associate_public_ip_address: false,
    });
    for (const instance of Object.values(allOf(stack, "aws_instance"))) expect(instance).not.toHaveProperty("key_name");
  });

  test("have encrypted disks, metadata service v2 only, and an image that no plan looks up", () => {
    const templates = Object.values(allOf(stack, "aws_launch_template"));
    expect(templates).toHaveLength(2);
    for (const template of templates) {
      expect(template).toMatchObject({
        image_id: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
        metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
        block_device_mappings: [
          { device_name: "/dev/xvda", ebs: { encrypted: "true", volume_type: "gp3", delete_on_termination: "true" } },
        ],
      });
    }
    expect(Object.keys(stack.data ?? {})).toEqual(["aws_network_interface"]);
  });

  test.each([
    ["t4g.nano", "arm64"],
    ["m7gd.large", "arm64"],
    ["a1.medium", "arm64"],
    ["t3.micro", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
  ])("%s starts an %s image", (instanceType, architecture) => {
    const json = synthJson(planOf("article", { "demo.client.instance_type": instanceType }));
    expect(at(json, "aws_launch_template.demo-client")["image_id"]).toMatch(new RegExp(`-${architecture}$`));
  });

  test("nginx comes from S3 by a gateway endpoint that opens only Amazon Linux's repositories, before the first start", () => {
    const endpoint = at(stack, "aws_vpc_endpoint.demo-web");
    expect(endpoint).toMatchObject({
      service_name: "com.amazonaws.us-east-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["${aws_route_table.web_private.id}"],
    });
    expect(JSON.parse(String(endpoint["policy"]))).toMatchObject({
      Statement: [{ Action: "s3:GetObject", Resource: "arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*" }],
    });
    expect(at(stack, "aws_vpc_security_group_egress_rule.demo-web_to-s3")).toMatchObject({
      from_port: 443,
      prefix_list_id: "${aws_vpc_endpoint.demo-web.prefix_list_id}",
    });
    const web = at(stack, "aws_instance.demo-web");
    const script = Buffer.from(String(web["user_data_base64"]), "base64").toString();
    expect(script).toMatch(/^#!\/bin\/bash\n.*dnf install -y nginx/);
    expect(web["depends_on"]).toEqual([
      "aws_vpc_endpoint.demo-web",
      "aws_vpc_security_group_egress_rule.demo-web_to-s3",
    ]);
    expect(addresses(stack).some((address) => /internet_gateway|aws_eip/.test(address))).toBe(false);
  });

  test("the client is reached over an EC2 Instance Connect Endpoint, SSH only", () => {
    expect(at(stack, "aws_ec2_instance_connect_endpoint.demo-client")).toMatchObject({
      subnet_id: "${aws_subnet.client_private1.id}",
      preserve_client_ip: false,
    });
    expect(at(stack, "aws_vpc_security_group_egress_rule.demo-client_connect-to-client")).toMatchObject({
      from_port: 22,
      to_port: 22,
      cidr_ipv4: "10.64.0.20/32",
    });
    expect(
      at(stack, "aws_vpc_security_group_ingress_rule.demo-client_from-connect")["referenced_security_group_id"],
    ).toBe("${aws_security_group.demo-client_connect.id}");
  });

  test("the client may open connections to the ALB's subnets only", () => {
    const egress = Object.values(allOf(stack, "aws_vpc_security_group_egress_rule")).filter(
      (rule) => rule["security_group_id"] === "${aws_security_group.demo-client.id}",
    );
    expect(egress.map((rule) => [rule["cidr_ipv4"], rule["from_port"]])).toEqual([["10.0.2.0/23", 80]]);
  });

  test.each([
    ["demo.connect_endpoint", ["aws_ec2_instance_connect_endpoint.demo-client"]],
    ["demo.web", ["aws_instance.demo-web", "aws_vpc_endpoint.demo-web"]],
  ])("%s can be switched off alone", (key, gone) => {
    const without = addresses(synthJson(planOf("article", { [key]: undefined })));
    for (const address of gone) expect(without).not.toContain(address);
    expect(without).toContain("aws_instance.demo-client");
  });

  test("without demo nothing of it is left", () => {
    const json = synthJson(planOf("article", { demo: undefined }));
    expect(addresses(json).filter((address) => /demo|instance|launch_template|endpoint/.test(address))).toEqual([]);
  });
});

describe("logs", () => {
  const stack = synthJson(planOf("production"));

  test("the bucket is closed, encrypted, versioned, owned and forgets", () => {
    expect(at(stack, "aws_s3_bucket_public_access_block.logs")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(at(stack, "aws_s3_bucket_server_side_encryption_configuration.logs")["rule"]).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(at(stack, "aws_s3_bucket_ownership_controls.logs")["rule"]).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    expect(at(stack, "aws_s3_bucket_versioning.logs")["versioning_configuration"]).toEqual({ status: "Enabled" });
  });

  test("what is hidden in it, and the markers that are left, go too, so that its size is bounded", () => {
    const days = { "logs.expire_after_days": 7, "logs.keep_deleted_days": 3 };
    const lifecycle = at(synthJson(planOf("production", days)), "aws_s3_bucket_lifecycle_configuration.logs");
    expect(lifecycle["rule"]).toEqual([
      {
        id: "expire",
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ days: 7 }],
        noncurrent_version_expiration: [{ noncurrent_days: 3 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
      {
        id: "markers",
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ expired_object_delete_marker: true }],
      },
    ]);
    expect(lifecycle["depends_on"]).toEqual(["aws_s3_bucket_versioning.logs"]);
  });

  test("its policy admits log delivery of this account only, and nothing unencrypted", () => {
    const policy = JSON.parse(String(at(stack, "aws_s3_bucket_policy.logs")["policy"])) as {
      Statement: { Sid: string; Effect: string; Resource: unknown; Condition?: unknown }[];
    };
    expect(policy.Statement.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
      ["OnlyEncryptedTransport", "Deny"],
      ["LoadBalancerAccessLogs", "Allow"],
      ["FlowLogs", "Allow"],
      ["FlowLogsAcl", "Allow"],
    ]);
    expect(policy.Statement[1]?.Resource).toBe(
      "arn:aws:s3:::acme-overlap-bridge-production-logs/production/AWSLogs/111122223333/*",
    );
    expect(policy.Statement[2]?.Condition).toMatchObject({ StringEquals: { "aws:SourceAccount": "111122223333" } });
    expect(policy.Statement[2]?.Resource).toEqual(
      ["production-flow", "production-vpc-flow"].map(
        (prefix) => `arn:aws:s3:::acme-overlap-bridge-production-logs/${prefix}/AWSLogs/111122223333/*`,
      ),
    );
  });

  test("flow logs of each NAT gateway's interface tell the client's address", () => {
    const flowLogs = Object.values(allOf(stack, "aws_flow_log")).filter((log) => log["eni_id"] !== undefined);
    expect(flowLogs.map((log) => log["eni_id"])).toEqual([
      "${aws_nat_gateway.nat_nat-a.network_interface_id}",
      "${aws_nat_gateway.nat_nat-b.network_interface_id}",
    ]);
    for (const log of flowLogs) {
      expect(log["log_format"]).toContain("$${pkt-srcaddr} $${pkt-dstaddr}");
      expect(log).toMatchObject({ log_destination_type: "s3", max_aggregation_interval: 60 });
    }
  });

  test("flow logs of both VPCs tell all traffic, in the same fields and those that name the VPC, beside the others", () => {
    const logs = allOf(stack, "aws_flow_log");
    for (const side of ["client", "web"]) {
      expect(logs[`vpc-flow-logs_${side}`]).toMatchObject({
        vpc_id: `\${aws_vpc.${side}.id}`,
        traffic_type: "ALL",
        log_destination_type: "s3",
        log_destination: "arn:aws:s3:::acme-overlap-bridge-production-logs/production-vpc-flow/",
        log_format: `${String(logs["flow-logs_nat-a"]?.["log_format"])} $\${vpc-id} $\${subnet-id} $\${log-status}`,
        depends_on: ["aws_s3_bucket_policy.logs"],
      });
    }
    expect(addresses(stack).filter((address) => /^aws_iam_/.test(address))).toEqual([]);
  });

  test.each([
    [
      "where the bucket is created, without a word",
      "production",
      { "logs.vpc_flow_logs": undefined },
      ["client", "web"],
    ],
    ["not where that is said", "production", { "logs.vpc_flow_logs": false }, []],
    [
      "not where the bucket exists, whose policy is not ours",
      "production",
      { "logs.create": undefined, "logs.vpc_flow_logs": undefined },
      [],
    ],
    ["there too, when it is said", "production", { "logs.create": undefined }, ["client", "web"]],
    ["not without logs", "article", {}, []],
    [
      "of the client VPC alone, when the web VPC exists",
      "article",
      { ...EXISTING_WEB, logs: { bucket: "acme-logs", vpc_flow_logs: true } },
      ["client"],
    ],
    [
      "of the web VPC alone, when the client VPC exists",
      "article",
      { ...EXISTING_CLIENT, logs: { bucket: "acme-logs", vpc_flow_logs: true } },
      ["web"],
    ],
  ] as const)("VPCs get flow logs %s", (_when, example, changes, sides) => {
    const names = Object.keys(allOf(synthJson(planOf(example, changes)), "aws_flow_log"));
    expect(names.filter((name) => name.startsWith("vpc-"))).toEqual(sides.map((side) => `vpc-flow-logs_${side}`));
  });

  test("without flow logs the policy admits nobody to write any", () => {
    const off = synthJson(planOf("production", { "logs.flow_logs": false, "logs.vpc_flow_logs": false }));
    expect(at(off, "aws_s3_bucket_policy.logs")["policy"]).not.toContain("delivery.logs");
    const vpcsAlone = synthJson(planOf("production", { "logs.flow_logs": false }));
    const policy = String(at(vpcsAlone, "aws_s3_bucket_policy.logs")["policy"]);
    expect(policy).toContain("/production-vpc-flow/AWSLogs/111122223333/*");
    expect(policy).not.toContain("/production-flow/");
  });

  test("a bucket that exists is only written to", () => {
    const json = synthJson(planOf("production", { "logs.create": undefined }));
    expect(addresses(json).filter((address) => address.startsWith("aws_s3_"))).toEqual([]);
    expect(at(json, "aws_lb.front")["access_logs"]).toMatchObject({ bucket: "acme-overlap-bridge-production-logs" });
  });
});

describe("Reachability Analyzer", () => {
  test("is off by default", () => {
    expect(synthJson(planOf("article")).module).toBeUndefined();
  });

  test("analyses client to ALB node, and client-side attachment to web server", () => {
    const stack = synthJson(planOf("article", { reachability_analyzer: {} }));
    const module = stack.module?.["analyzer_segments"];
    expect(module).toMatchObject({
      client_interface_id: "${aws_instance.demo-client.primary_network_interface_id}",
      alb_interface_id: "${data.aws_network_interface.analyzer_alb-node.id}",
      attachment_interface_id: "${data.aws_network_interface.steer_attachment-a.id}",
      web_interface_id: "${aws_instance.demo-web.primary_network_interface_id}",
      alb_address: "${data.aws_network_interface.analyzer_alb-node.private_ip}",
      web_address: "10.64.0.10",
      listener_port: 80,
      target_port: 80,
    });
    expect(references(at(stack, "data.aws_network_interface.analyzer_alb-node"))).toEqual([
      "aws_lb.front",
      "aws_subnet.client_private3",
    ]);
    expect(stack.output["path_found"]?.value).toBe("${module.analyzer_segments.path_found}");
    expect(stack.output["explanations"]?.value).toBe("${module.analyzer_segments.explanations}");
  });

  test("takes network interfaces from the file where there are no demo hosts", () => {
    const ends = { client: "eni-0123456789abcdef0", web: "eni-0123456789abcdef1" };
    const stack = synthJson(planOf("article", { demo: undefined, reachability_analyzer: ends }));
    expect(stack.module?.["analyzer_segments"]).toMatchObject({
      client_interface_id: ends.client,
      web_interface_id: ends.web,
    });
  });
});
