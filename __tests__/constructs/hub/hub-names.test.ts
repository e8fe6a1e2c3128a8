import { hubPlanOf } from "../../address-plan/hub/hub-case";
import { type Edit, patch } from "../../config/bridge-texts";
import { HUB } from "../../config/hub-texts";
import { addresses, allOf, at, synthJson } from "../../support/synthesized";

const dns = (text: string): Edit => ["services:\n", `dns: { ${text} }\nservices:\n`];
const ZONE = dns("zone: example.internal");
const BOTH_NAT: Edit = ["    way: endpoint\n", "    way: nat\n    nat: { cidr: 100.64.1.0/26 }\n"];
const hub = (...edits: readonly Edit[]) => synthJson(hubPlanOf(patch(HUB, ...edits)));
const aliases = (stack: ReturnType<typeof hub>) =>
  Object.fromEntries(
    Object.entries(allOf(stack, "aws_route53_record")).map(([address, { name, alias }]) => [
      `${address}: ${String(name)}`,
      (alias as { readonly name: string }).name,
    ]),
  );
const ENDPOINT = (web: string) => `\${aws_vpc_endpoint.clients_batch_endpoint_${web}.dns_entry[0].dns_name}`;

describe("names of a hub", () => {
  const stack = hub(ZONE);

  test("lead clients by NAT to the load balancers and clients by endpoint to their endpoint", () => {
    expect(aliases(stack)).toEqual({
      "names_apps_shop: shop.example.internal": "${aws_lb.webs_shop_alb.dns_name}",
      "names_apps_crm: crm.example.internal": "${aws_lb.webs_crm_alb.dns_name}",
      "names_apps_database: database.example.internal": "${aws_lb.webs_crm_nlb.dns_name}",
      "names_batch_shop: shop.example.internal": ENDPOINT("shop"),
      "names_batch_crm: crm.example.internal": ENDPOINT("crm"),
      "names_batch_database: database.example.internal": ENDPOINT("crm"),
    });
    expect(at(stack, "aws_route53_record.names_batch_crm")["alias"]).toMatchObject({
      zone_id: "${aws_vpc_endpoint.clients_batch_endpoint_crm.dns_entry[0].hosted_zone_id}",
    });
    expect(at(stack, "aws_route53_record.names_apps_crm")["alias"]).toMatchObject({
      zone_id: "${aws_lb.webs_crm_alb.zone_id}",
    });
  });

  test("are in a zone of each client VPC, which no other one asks", () => {
    for (const client of ["apps", "batch"]) {
      expect(at(stack, `aws_route53_zone.names_${client}`)).toMatchObject({
        name: "example.internal",
        vpc: [{ vpc_id: `\${aws_vpc.clients_${client}.id}`, vpc_region: "us-east-1" }],
      });
      for (const [address, record] of Object.entries(allOf(stack, "aws_route53_record")))
        if (address.startsWith(`names_${client}_`))
          expect(record["zone_id"]).toBe(`\${aws_route53_zone.names_${client}.zone_id}`);
    }
  });

  test("are what the URLs have, for each client", () => {
    const own = {
      shop: "https://shop.example.internal/",
      crm: "http://crm.example.internal/",
      database: "database.example.internal:5432",
    };
    expect(stack.output["service_urls"]?.value).toEqual({ apps: own, batch: own });
  });

  test("are only those of the services that a client reaches", () => {
    const some = hub(ZONE, ["    port: 5432\n", "    port: 5432\n    clients: [apps]\n"]);
    expect(Object.keys(aliases(some)).filter((one) => one.includes("database"))).toEqual([
      "names_apps_database: database.example.internal",
    ]);
  });

  test("of an existing zone are in it alone, once for all clients", () => {
    const shared = hub(BOTH_NAT, dns("zone: example.internal, zone_id: Z0123456789"));
    expect(
      addresses(shared)
        .filter((address) => address.includes("route53"))
        .sort(),
    ).toEqual(["aws_route53_record.names_crm", "aws_route53_record.names_database", "aws_route53_record.names_shop"]);
    expect(at(shared, "aws_route53_record.names_crm")["zone_id"]).toBe("Z0123456789");
  });

  test("of a zone whose name isn't known are completed by Terraform", () => {
    const shared = hub(BOTH_NAT, dns("zone_id: Z0123456789"));
    expect(shared.output["service_urls"]?.value).toMatchObject({
      apps: { database: "${aws_route53_record.names_database.fqdn}:5432" },
      batch: { database: "${aws_route53_record.names_database.fqdn}:5432" },
    });
  });

  test("are made in each client's own account", () => {
    const accounts = hub(
      ZONE,
      ["  batch:\n    way: endpoint\n", '  batch:\n    account: { id: "222222222222" }\n    way: endpoint\n'],
      ["  place: hub\n", '  place: hub\n  account: { id: "111122223333" }\n'],
    );
    expect(at(accounts, "aws_route53_zone.names_batch")["provider"]).toBe("aws.client-batch");
    expect(at(accounts, "aws_route53_record.names_batch_shop")["provider"]).toBe("aws.client-batch");
    expect(at(accounts, "aws_route53_zone.names_apps")).not.toHaveProperty("provider");
  });

  test("are none without dns, and change nothing else", () => {
    const without = addresses(hub());
    expect(without.filter((address) => address.includes("route53"))).toEqual([]);
    const added = addresses(stack).filter((address) => !without.includes(address));
    expect(added.filter((address) => !address.startsWith("aws_route53_"))).toEqual([]);
  });
});
