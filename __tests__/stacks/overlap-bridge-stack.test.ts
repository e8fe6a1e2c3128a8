import "cdktf/lib/testing/adapters/jest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addressesOf } from "../../src/maintenance/generate";
import { EXAMPLES, EXISTING_CLIENT, EXISTING_WEB, planOf, PROJECT } from "../support/bridges";
import { addresses, at, countByType, references, synthJson } from "../support/synthesized";

describe.each(EXAMPLES)("%s", (name) => {
  const stack = synthJson(planOf(name));

  test("has the addresses of the checked-in list: a renamed one would be destroyed and made again", () => {
    const list = readFileSync(join(PROJECT, "bridges/addresses", `${name}.txt`), "utf8")
      .trim()
      .split("\n");
    expect(addressesOf(stack)).toEqual(list);
  });

  test("refers to nothing that is not there", () => {
    const known = new Set(addresses(stack));
    const used = references([stack.resource, stack.data, stack.output]).filter(
      (address) => !address.startsWith("module."),
    );
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((address) => !known.has(address))).toEqual([]);
  });

  test("the web VPC gets an attachment, one route per table, ingress rules and nothing else of the bridge", () => {
    const ofWeb = addresses(stack).filter((address) =>
      references(at(stack, address)).some((target) =>
        /^aws_(vpc|subnet|route_table|security_group)\.web(_|$)/.test(target),
      ),
    );
    // What belongs to a VPC that is created here; an existing one gets none of it.
    const own =
      /^aws_(default_security_group|subnet|route_table|route_table_association|security_group)\.web(_|$)|^aws_flow_log\.vpc-flow-logs_web$/;
    const added = ofWeb.filter((address) => !own.test(address) && !address.includes("demo-web"));
    const tables = Object.keys(stack.resource["aws_route_table"] ?? {}).filter((table) => table.startsWith("web_"));
    const ports = name === "article" ? ["10-0-2-0-23-80"] : ["100-64-0-0-26-8443"];
    const prefix = name === "article" ? "10-0-2-0-23" : "100-64-0-0-26";
    expect(added).toEqual(
      [
        "aws_ec2_transit_gateway_vpc_attachment.transit_web",
        ...tables.map((table) => `aws_route.steer_web--${table.slice("web_".length)}--${prefix}`),
        ...ports.map((port) => `aws_vpc_security_group_ingress_rule.web_from-alb--${port}`),
      ].sort(),
    );
  });

  test("nothing is looked up but what AWS makes during the apply", () => {
    expect(Object.keys(stack.data ?? {})).toEqual(["aws_network_interface"]);
  });

  test("every tag comes with the provider", () => {
    const [provider] = stack.provider["aws"] ?? [];
    expect(provider).toMatchObject({ default_tags: [{ tags: { Project: "overlap-bridge", Bridge: name } }] });
  });

  test("no path of this machine is in it", () => expect(JSON.stringify(stack)).not.toContain(PROJECT));
});

describe("counts per type", () => {
  test("article", () => {
    expect(countByType(synthJson(planOf("article")))).toEqual({
      aws_default_security_group: 2,
      aws_ec2_instance_connect_endpoint: 1,
      aws_ec2_transit_gateway: 1,
      aws_ec2_transit_gateway_route: 2,
      aws_ec2_transit_gateway_route_table: 2,
      aws_ec2_transit_gateway_route_table_association: 2,
      aws_ec2_transit_gateway_vpc_attachment: 2,
      aws_instance: 2,
      aws_launch_template: 2,
      aws_lb: 1,
      aws_lb_listener: 1,
      aws_lb_target_group: 1,
      aws_lb_target_group_attachment: 1,
      aws_nat_gateway: 1,
      aws_route: 5,
      aws_route_table: 5,
      aws_route_table_association: 5,
      aws_security_group: 4,
      aws_subnet: 5,
      aws_vpc: 2,
      aws_vpc_endpoint: 1,
      aws_vpc_ipv4_cidr_block_association: 1,
      aws_vpc_security_group_egress_rule: 4,
      aws_vpc_security_group_ingress_rule: 3,
    });
  });

  test("with both sides there already, only the bridge", () => {
    expect(countByType(synthJson(planOf("article", { ...EXISTING_CLIENT, ...EXISTING_WEB })))).toEqual({
      aws_ec2_transit_gateway: 1,
      aws_ec2_transit_gateway_route: 2,
      aws_ec2_transit_gateway_route_table: 2,
      aws_ec2_transit_gateway_route_table_association: 2,
      aws_ec2_transit_gateway_vpc_attachment: 2,
      aws_lb: 1,
      aws_lb_listener: 1,
      aws_lb_target_group: 1,
      aws_lb_target_group_attachment: 1,
      aws_nat_gateway: 1,
      aws_route: 5,
      aws_route_table: 3,
      aws_route_table_association: 3,
      aws_security_group: 1,
      aws_subnet: 3,
      aws_vpc_ipv4_cidr_block_association: 1,
      aws_vpc_security_group_egress_rule: 1,
      aws_vpc_security_group_ingress_rule: 2,
    });
  });
});

describe("backends", () => {
  test("local: below the project's folder, by a relative path", () => {
    expect(synthJson(planOf("article")).terraform["backend"]).toEqual({
      local: { path: "../../../state/article.tfstate" },
    });
  });

  test("S3: encrypted and locked, in the bridge's region unless said otherwise", () => {
    const backend = { type: "s3", bucket: "acme-state", key: "bridges/article.tfstate" };
    expect(synthJson(planOf("article", { backend })).terraform["backend"]).toEqual({
      s3: {
        bucket: "acme-state",
        key: "bridges/article.tfstate",
        region: "us-east-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
    expect(
      synthJson(planOf("article", { backend: { ...backend, region: "eu-west-1" } })).terraform["backend"],
    ).toMatchObject({ s3: { region: "eu-west-1" } });
  });

  test("Terraform Cloud: organization, workspace, hostname", () => {
    expect(synthJson(planOf("production")).terraform["cloud"]).toEqual({
      hostname: "app.terraform.io",
      organization: "acme",
      workspaces: { name: "overlap-bridge-production" },
    });
  });
});

describe("providers", () => {
  test("an account that is named is the only one that may be deployed to", () => {
    expect(synthJson(planOf("production")).provider["aws"]).toMatchObject([
      { region: "eu-central-1", allowed_account_ids: ["111122223333"] },
    ]);
    expect(synthJson(planOf("article")).provider["aws"]?.[0]).not.toHaveProperty("allowed_account_ids");
  });

  test("a role is assumed where the file names one", () => {
    const role = "arn:aws:iam::111122223333:role/deploy";
    const stack = synthJson(planOf("production", { "client.account.role": role }));
    expect(stack.provider["aws"]).toMatchObject([{ assume_role: [{ role_arn: role }] }]);
  });
});

describe("outputs", () => {
  const article = synthJson(planOf("article"));

  test("name what a client and a reviewer need", () => {
    expect(Object.keys(article.output).sort()).toEqual([
      "added_to_web_vpc",
      "alb_arn",
      "alb_dns_name",
      "alb_name",
      "client_attachment_id",
      "nat_addresses",
      "nat_gateway_ids",
      "overlap_bridge",
      "service_urls",
      "transit_gateway_id",
      "url",
      "web_attachment_id",
      "web_security_group_id",
    ]);
    expect(article.output["url"]?.value).toBe("http://${aws_lb.front.dns_name}");
    expect(article.output["nat_addresses"]?.value).toEqual(["10.0.1.10"]);
    for (const output of Object.values(article.output)) expect(output.description).toMatch(/\w/);
  });

  test("list what was added to the web VPC", () => {
    expect(references(article.output["added_to_web_vpc"]?.value)).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
      "aws_route.steer_web--private--10-0-2-0-23",
      "aws_vpc_security_group_ingress_rule.web_from-alb--10-0-2-0-23-80",
    ]);
  });

  test("say where each service is found", () => {
    expect(synthJson(planOf("production")).output["service_urls"]?.value).toEqual({
      shop: "https://shop.example.com/",
      "shop-api": "https://shop.example.com/api/",
      accounts: "https://accounts.example.com/",
    });
  });

  test("write a port that the scheme does not imply", () => {
    expect(synthJson(planOf("article", { "listeners.http.port": 8000 })).output["url"]?.value).toBe(
      "http://${aws_lb.front.dns_name}:8000",
    );
  });
});

test("subnets and services may have any name that the rules allow", () => {
  const subnets = {
    vpc: { cidr: "10.64.0.0/24", zone: "a" },
    "bridge-cidr": { cidr: "10.64.1.0/24", zone: "b" },
    client: { cidr: "10.64.2.0/24", zone: "a" },
  };
  const stack = synthJson(planOf("article", { "client.subnets": subnets, demo: undefined }));
  expect(Object.keys(stack.resource["aws_subnet"] ?? {})).toEqual(
    expect.arrayContaining(["client_vpc", "client_bridge-cidr", "client_client"]),
  );
});
