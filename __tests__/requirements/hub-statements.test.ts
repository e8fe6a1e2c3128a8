import type { HubPlan } from "../../src/address-plan/hub/hub-plan";
import { verify } from "../../src/questions/promises";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { hubPlanOf } from "../support/hubs";
import { synthJson } from "../support/synthesized";

type Stack = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

function networkOf(plan: HubPlan, change: (stack: Stack) => void = () => undefined) {
  const stack = structuredClone(synthJson(plan)) as unknown as Stack;
  change(stack);
  return networkIn(graphOf(stack as unknown as JsonObject, "hub", "synth"), "hub", plan);
}

/** What does not hold, each with what is said of it first. */
function broken(plan: HubPlan, change?: (stack: Stack) => void): string[] {
  return verify(networkOf(plan, change), plan)
    .filter(({ holds }) => !holds)
    .map(({ text, explanations: [first] }) => `${text}: ${first?.address ?? ""}: ${first?.message ?? ""}`);
}

const at = (stack: Stack, type: string, name: string) => stack["resource"]![type]![name]!;

describe("a hub that is made as a whole", () => {
  const plan = hubPlanOf("hub");

  test("holds all that it promises, and takes nothing for granted", () => {
    expect(broken(plan)).toEqual([]);
    expect(networkOf(plan).granted).toEqual([]);
  });

  test("a client by endpoint is told what its endpoint service lacks", () => {
    const open = broken(plan, (stack) => {
      at(stack, "aws_vpc_endpoint_service", "webs_shop_service")["acceptance_required"] = false;
    });
    expect(open).toEqual([
      expect.stringMatching(/^the shop web side's endpoint service .*anybody's endpoint gets in$/),
    ]);
    const anybody = broken(plan, (stack) => {
      at(stack, "aws_vpc_endpoint_service", "webs_shop_service")["allowed_principals"] = ["*"];
    });
    expect(anybody).toEqual([expect.stringMatching(/\* may make endpoints, which nobody needs$/)]);
  });

  test("an endpoint that nobody accepts is not proved", () => {
    const found = broken(plan, (stack) => {
      delete stack["resource"]!["aws_vpc_endpoint_connection_accepter"]!["webs_crm_service_accept-batch"];
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^batch client batch-a -> endpoint for crm in batch-a, port 80: /),
    );
    expect(found).toContainEqual(expect.stringMatching(/nobody accepts it$/));
  });

  test("a peering between web VPCs is a door that no side needs", () => {
    const both = { vpc_id: "${aws_vpc.webs_shop.id}", peer_vpc_id: "${aws_vpc.webs_crm.id}", auto_accept: true };
    const found = broken(plan, (stack) => {
      stack["resource"]!["aws_vpc_peering_connection"]!["more"] = both;
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^the shop web VPC gets a peering with the hub, and no other way out: .*\.more: a peering/),
    );
  });

  test("two web sides' load balancers in each other's way are told, each by its name", () => {
    const found = broken(plan, (stack) => {
      const route = at(stack, "aws_route", "webs_shop_peering_shop-a--10-0-1-0-24");
      route["vpc_peering_connection_id"] = "${aws_vpc_peering_connection.webs_crm_peering.id}";
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^no packet from the load balancers of the shop web side to another web VPC: /),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/10\.0\.1\.0\/24 does not lead .* to the peering of the hub with/),
    );
  });

  test("what the output says of a part is believed of nobody", () => {
    const found = broken(plan, (stack) => {
      const { value } = stack["output"]!["overlap_bridge"] as unknown as { value: Stack };
      value["webs"]!["shop"]!["peering"] = "aws_vpc.hub" as unknown as Record<string, unknown>;
    });
    expect(found).toEqual([
      "the output overlap_bridge names the parts of the bridge: output.overlap_bridge: its shop web's peering is aws_vpc.hub, which is no aws_vpc_peering_connection",
    ]);
  });

  test("a VPC that is not there is told by its side", () => {
    const found = broken(plan, (stack) => {
      delete stack["resource"]!["aws_vpc"]!["webs_crm"];
    });
    expect(found).toContainEqual("the crm web VPC is there: crm web VPC: it is not in the input");
  });
});

describe("a hub of sides that exist", () => {
  const gateway = (number: string, rest: object) => ({
    id: `nat-${number.repeat(8)}`,
    subnet: `subnet-${number.repeat(8)}`,
    route_table: `rtb-${number.repeat(8)}`,
    ...rest,
  });
  const nat = {
    cidr: "100.64.16.0/26",
    gateways: {
      one: gateway("7", { addresses: ["100.64.16.9"], cidr: "100.64.16.0/28", zone: "euc1-az1" }),
      two: gateway("8", { addresses: ["100.64.16.20", "100.64.16.21"], cidr: "100.64.16.16/28", zone: "euc1-az2" }),
    },
  };
  const existing = {
    "client.nat": nat,
    "client.attachment": { id: "tgw-attach-11111111", route_table: "tgw-rtb-11111111" },
    "client.attachment_subnets": ["one", "two"],
    "web.attachment": { id: "tgw-attach-22222222", route_table: "tgw-rtb-22222222" },
    "web.attachment_subnets": ["orders-a", "orders-b"],
  };
  const listed = { "client.vpc.secondary_cidrs": [nat.cidr] };

  test.each([
    ["as the example", {}],
    ["with NAT gateways and attachments that exist", existing],
    ["with a NAT range that the file lists, too", { ...existing, ...listed }],
    ["with routes of its own to everywhere", { "client.vpc.routes": ["0.0.0.0/0"], "web.vpc.routes": ["0.0.0.0/0"] }],
  ])("holds all that it promises %s", (_, changes) => {
    expect(broken(hubPlanOf("whole-vpc", changes))).toEqual([]);
  });

  test("what is supposed of parts that exist is listed, with how to see it", () => {
    const granted = networkOf(hubPlanOf("whole-vpc", existing)).granted;
    expect(granted).toContainEqual(
      expect.objectContaining({
        what: "they are private and have just the addresses that the file gives them",
        about: ["nat-77777777", "nat-88888888"],
      }),
    );
    expect(granted).toContainEqual(
      expect.objectContaining({
        what: "it is associated with tgw-rtb-22222222, of whose routes only the bridge's are looked at",
        about: ["tgw-attach-22222222"],
      }),
    );
  });

  test("a route that is missing in an existing attachment's table is missed", () => {
    const found = broken(hubPlanOf("whole-vpc", existing), (stack) => {
      const routes = stack["resource"]!["aws_ec2_transit_gateway_route"]!;
      for (const name of Object.keys(routes)) if (name.startsWith("webs_web")) delete routes[name];
    });
    expect(found).toContainEqual(
      expect.stringMatching(
        /^the web side's transit gateway table .*tgw-rtb-22222222 .*no route to 100\.64\.8\.0\/26$/,
      ),
    );
  });
});
