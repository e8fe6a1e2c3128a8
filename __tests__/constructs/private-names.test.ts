import { TerraformStack, Testing } from "cdktf";
import { PrivateNames } from "../../src/constructs/private-names";
import { planOf } from "../support/bridges";
import { addresses, allOf, at, references, synthJson } from "../support/synthesized";

const ZONE = { zone: "example.com" };
const recordNames = (stack: ReturnType<typeof synthJson>) =>
  Object.fromEntries(
    Object.entries(allOf(stack, "aws_route53_record")).map(([address, record]) => [address, record["name"]]),
  );

describe("names in the client VPC", () => {
  const stack = synthJson(planOf("production", { dns: ZONE }));

  test("are in a zone that only the client VPC asks", () => {
    const zone = at(stack, "aws_route53_zone.names");
    expect(zone).toMatchObject({ name: "example.com", tags: { Name: "production-client" } });
    expect(zone["vpc"]).toEqual([{ vpc_id: "${aws_vpc.client.id}", vpc_region: "eu-central-1" }]);
    // A VPC asks its private zones only with both of these on.
    expect(at(stack, "aws_vpc.client")).toMatchObject({ enable_dns_support: true, enable_dns_hostnames: true });
  });

  test("are aliases of the ALB, one for all services of a host", () => {
    expect(recordNames(stack)).toEqual({ names_shop: "shop.example.com", names_accounts: "accounts.example.com" });
    expect(at(stack, "aws_route53_record.names_shop")).toMatchObject({
      zone_id: "${aws_route53_zone.names.zone_id}",
      type: "A",
      alias: { name: "${aws_lb.front.dns_name}", zone_id: "${aws_lb.front.zone_id}", evaluate_target_health: false },
    });
  });

  test("of an existing zone are records in it, and no zone is made", () => {
    const existing = synthJson(planOf("production", { dns: { ...ZONE, zone_id: "Z0123456789" } }));
    expect(recordNames(existing)).toEqual(recordNames(stack));
    expect(at(existing, "aws_route53_record.names_shop")["zone_id"]).toBe("Z0123456789");
    expect(addresses(existing).filter((address) => address.includes("route53_zone"))).toEqual([]);
  });

  test("of a zone whose name isn't known are completed by Terraform, in the URL too", () => {
    const existing = synthJson(planOf("article", { dns: { zone_id: "Z0123456789" } }));
    const [service = ""] = Object.values(recordNames(existing));
    const url = (existing.output["service_urls"]?.value as Record<string, string>)[String(service)];
    expect(url).toBe(`http://\${aws_route53_record.names_${String(service)}.fqdn}/`);
  });

  test("change nothing else", () => {
    const without = synthJson(planOf("production"));
    const added = addresses(stack).filter((address) => !addresses(without).includes(address));
    expect(added.every((address) => address.startsWith("aws_route53_"))).toBe(true);
    expect(references(without).filter((address) => address.includes("route53"))).toEqual([]);
  });

  test("are what the URLs have: the host that a record leads from, with or without hosts", () => {
    const urls = (changes: Record<string, unknown>) =>
      synthJson(planOf("article", changes)).output["service_urls"]?.value;
    const [name = ""] = Object.keys(urls({}) as Record<string, string>);
    expect(urls({ dns: { zone: "example.internal" } })).toEqual({ [name]: `http://${name}.example.internal/` });
    expect(urls({ dns: { zone: "example.internal" }, [`services.${name}.match`]: { hosts: ["*.internal"] } })).toEqual({
      [name]: `http://${name}.example.internal/`,
    });
    expect(
      urls({
        dns: { zone: "example.internal" },
        [`services.${name}.match`]: { hosts: ["a.example.org", "example.internal"] },
      }),
    ).toEqual({ [name]: "http://example.internal/" });
  });
});

test("each name has an address of its own, also those that differ in a dot and an underscore alone", () => {
  const hosts = ["a.b", "a_b", "a._b", "a_.b"].map((label) => `${label}.example.com`);
  const changes = { dns: ZONE, "services.shop.match": { hosts: [...hosts, "example.com"] } };
  const names = recordNames(synthJson(planOf("production", changes)));
  expect(Object.values(names)).toEqual(expect.arrayContaining([...hosts, "example.com"]));
  expect(names["names"]).toBe("example.com");
});

test("a name that there is none of is told with those that there are", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const records = [{ name: "shop.example.com", label: "shop", dnsName: "alb.example.com", zoneId: "Z1" }];
  const names = new PrivateNames(stack, "names", { name: "test", zone: { id: "Z0123456789" }, records });
  expect(() => names.fqdn("crm.example.com")).toThrow('no record "crm.example.com"; there are shop.example.com');
});
