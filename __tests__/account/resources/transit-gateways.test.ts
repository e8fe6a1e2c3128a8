import { formatCidr } from "../../../src/ip";
import { type Topology, type TransitTable } from "../../../src/topology";
import { type Told, topologyOf, unreadCarriers } from "../support/captured";
import {
  ATTACHMENT_A,
  ATTACHMENT_B,
  attachment,
  GATEWAY,
  HUB,
  route,
  TABLE,
  vpcAttachment,
} from "../support/hub-account";

const GATEWAY_AT = `aws_ec2_transit_gateway.${GATEWAY}`;
const TABLE_AT = `aws_ec2_transit_gateway_route_table.${TABLE}`;

const built = (more: Told = {}): Topology => topologyOf({ told: { ...HUB, ...more } });

function tableOf({ transitTables }: Topology): TransitTable {
  const found = transitTables.filter(({ address }) => address === TABLE_AT);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** Routes as one reads them: where to, by which attachment, and how it came there. */
function routesOf(topology: Topology): string[] {
  return tableOf(topology).routes.map(
    ({ cidr, attachment: to, propagated, note }) =>
      `${formatCidr(cidr)} ${note ? "?" : (to?.address.split(".").pop() ?? "blackhole")} ${propagated ? "propagated" : "static"}`,
  );
}

const reasonsOf = (doubts: readonly { readonly reason: string }[]): string[] => doubts.map(({ reason }) => reason);

describe("a transit gateway that AWS tells of", () => {
  it("has its tables, associations and routes once, as they are told, and no doubt", () => {
    const topology = built();
    expect(topology.transitTables).toHaveLength(1);
    const [gateway] = topology.transitGateways;
    expect(gateway).toMatchObject({ address: GATEWAY_AT, doubts: { attachments: [] } });
    expect(gateway!.attachments.map(({ kind }) => kind)).toEqual(["vpc", "vpc"]);
    const table = tableOf(topology);
    expect(table.gateway).toBe(gateway);
    expect(table.associations.map(({ address }) => address.split(".")[1])).toEqual([ATTACHMENT_A, ATTACHMENT_B]);
    expect(routesOf(topology)).toEqual([
      `10.0.0.0/16 ${ATTACHMENT_A} propagated`,
      `10.1.0.0/16 ${ATTACHMENT_B} propagated`,
    ]);
    expect(Object.values(table.doubts).flat()).toEqual([]);
    expect(unreadCarriers(topology)).toEqual([]);
  });

  it.each<[string, Told]>([
    ["the attachments' own list", { GetTransitGatewayRouteTableAssociations: { [TABLE]: [] } }],
    [
      "the table's list",
      {
        DescribeTransitGatewayAttachments: [
          { ...attachment(ATTACHMENT_A, "vpc", "vpc-0a"), Association: {} },
          { ...attachment(ATTACHMENT_B, "vpc", "vpc-0b"), Association: {} },
        ],
      },
    ],
  ])("takes associations from %s alone", (_, more) => {
    expect(tableOf(built(more)).associations).toHaveLength(2);
  });

  it("derives no association and no route from the default flags", () => {
    const alone = attachment(ATTACHMENT_A, "vpc", "vpc-0a");
    const topology = built({
      DescribeTransitGatewayAttachments: [{ ...alone, Association: { State: "disassociated" } }],
      GetTransitGatewayRouteTableAssociations: { [TABLE]: [] },
      SearchTransitGatewayRoutes: { [TABLE]: [] },
    });
    expect(tableOf(topology).associations).toEqual([]);
    expect(routesOf(topology)).toEqual([]);
  });

  it("has static routes, blackholes and several attachments of one range", () => {
    const topology = built({
      SearchTransitGatewayRoutes: {
        [TABLE]: [
          route("10.9.0.0/16", ATTACHMENT_A, { Type: "static" }),
          { DestinationCidrBlock: "10.8.0.0/16", Type: "static", State: "blackhole" },
          route("10.7.0.0/16", ATTACHMENT_B, { Type: "propagated", State: "blackhole" }),
          {
            ...route("10.6.0.0/16", ATTACHMENT_A),
            TransitGatewayAttachments: [ATTACHMENT_A, ATTACHMENT_B].map((TransitGatewayAttachmentId) => ({
              TransitGatewayAttachmentId,
            })),
          },
          route("10.5.0.0/16", ATTACHMENT_A, { State: "deleted" }),
        ],
      },
    });
    expect(routesOf(topology).sort()).toEqual([
      `10.6.0.0/16 ${ATTACHMENT_A} propagated`,
      `10.6.0.0/16 ${ATTACHMENT_B} propagated`,
      "10.7.0.0/16 blackhole propagated",
      "10.8.0.0/16 blackhole static",
      `10.9.0.0/16 ${ATTACHMENT_A} static`,
    ]);
    expect(tableOf(topology).routes.every(({ isTold, attachment: to }) => isTold === true || !to)).toBe(true);
  });

  it.each(["pendingAcceptance", "pending", "deleting", "deleted", "rejected", "failed"])(
    "has no attachment that is %s",
    (State) => {
      const topology = built({
        DescribeTransitGatewayVpcAttachments: [
          vpcAttachment(ATTACHMENT_A, "vpc-0a", "subnet-0a"),
          { ...vpcAttachment(ATTACHMENT_B, "vpc-0b", "subnet-0b"), State },
        ],
        DescribeTransitGatewayAttachments: [
          attachment(ATTACHMENT_A, "vpc", "vpc-0a"),
          { ...attachment(ATTACHMENT_B, "vpc", "vpc-0b"), State },
        ],
      });
      expect(topology.transitGateways[0]!.attachments.map(({ address }) => address)).toEqual([
        `aws_ec2_transit_gateway_vpc_attachment.${ATTACHMENT_A}`,
      ]);
    },
  );

  it("has one attachment of a peering, at both gateways", () => {
    const other = "tgw-0c1";
    const peering = {
      TransitGatewayAttachmentId: "tgw-attach-0p",
      RequesterTgwInfo: { TransitGatewayId: GATEWAY, OwnerId: "111122223333", Region: "eu-central-1" },
      AccepterTgwInfo: { TransitGatewayId: other, OwnerId: "444455556666", Region: "eu-west-1" },
      Options: { DynamicRouting: "disable" },
      State: "available",
    };
    const told: Told = {
      ...HUB,
      DescribeTransitGatewayPeeringAttachments: [peering],
      DescribeTransitGatewayAttachments: [{ ...attachment("tgw-attach-0p", "peering", other) }],
    };
    const topology = topologyOf(
      { told },
      {
        account: "444455556666",
        region: "eu-west-1",
        told: {
          DescribeTransitGateways: [
            { TransitGatewayId: other, OwnerId: "444455556666", State: "available", Options: {} },
          ],
          DescribeTransitGatewayRouteTables: [],
          DescribeTransitGatewayPeeringAttachments: [peering],
          DescribeTransitGatewayAttachments: [],
          DescribeTransitGatewayVpcAttachments: [],
        },
      },
    );
    const [mine, theirs] = topology.transitGateways;
    const own = mine!.attachments.filter(({ kind }) => kind === "peering");
    expect(own).toHaveLength(1);
    expect(theirs!.attachments).toEqual(own);
    expect(unreadCarriers(topology)).toEqual([]);
  });

  it.each([
    ["connect", "foreign"],
    ["vpn", "foreign"],
    ["direct-connect-gateway", "foreign"],
    ["network-function", "foreign"],
    ["peering", "peering"],
  ])("knows an attachment of type %s by the list of all alone", (type, kind) => {
    const topology = built({
      DescribeTransitGatewayAttachments: [attachment("tgw-attach-0x", type, "x-1")],
      SearchTransitGatewayRoutes: { [TABLE]: [route("10.9.0.0/16", "tgw-attach-0x", { Type: "static" })] },
    });
    expect(tableOf(topology).routes[0]!.attachment?.kind).toBe(kind);
  });

  it("leaves the subnets of a VPC's attachment open that only the list of all tells", () => {
    const topology = built({ DescribeTransitGatewayVpcAttachments: "UnauthorizedOperation" });
    const [first] = topology.transitGateways[0]!.attachments;
    expect(first).toMatchObject({ kind: "vpc", vpc: { address: "aws_vpc.vpc-0a" } });
    expect(first!.kind === "vpc" && first!.doubts.subnets).toHaveLength(1);
  });
});

describe("what AWS did not tell of a transit gateway", () => {
  const without = (...calls: (keyof Told)[]): Topology =>
    built(Object.fromEntries(calls.map((call) => [call, undefined])));

  it.each<[keyof Told, "routes" | "associations"]>([
    ["SearchTransitGatewayRoutes", "routes"],
    ["GetTransitGatewayPrefixListReferences", "routes"],
  ])("%s is a doubt about the table's routes", (call, covers) => {
    expect(reasonsOf(tableOf(without(call)).doubts[covers])).toEqual([`no answer of ${call} was given`]);
    const refused = built({ [call]: { [TABLE]: "UnauthorizedOperation" } });
    expect(reasonsOf(tableOf(refused).doubts[covers])).toEqual([`${call} was refused (UnauthorizedOperation)`]);
  });

  it("a search that left routes out is one, too", () => {
    const told = { ...HUB, SearchTransitGatewayRoutes: { [TABLE]: [] } };
    expect(tableOf(topologyOf({ told, isCut: true })).doubts.routes).toHaveLength(1);
  });

  it("associations that neither list tells are one about them", () => {
    const topology = without("GetTransitGatewayRouteTableAssociations", "DescribeTransitGatewayAttachments");
    expect(tableOf(topology).doubts.associations).toHaveLength(1);
  });

  it("tables that are not told are one about the gateway", () => {
    const topology = without("DescribeTransitGatewayRouteTables");
    expect(reasonsOf(topology.transitGateways[0]!.doubts.attachments)).toEqual([
      "no answer of DescribeTransitGatewayRouteTables was given",
    ]);
  });

  it("attachments that are not told are one about the gateway", () => {
    const topology = without("DescribeTransitGatewayVpcAttachments", "DescribeTransitGatewayAttachments");
    expect(reasonsOf(topology.transitGateways[0]!.doubts.attachments)).toEqual([
      "no answer of DescribeTransitGatewayVpcAttachments was given",
    ]);
  });

  it("a gateway that another account shares has its tables there", () => {
    const [gateway] = HUB.DescribeTransitGateways as object[];
    const shared = { ...gateway, OwnerId: "444455556666" };
    const topology = built({ DescribeTransitGateways: [shared], DescribeTransitGatewayRouteTables: [] });
    expect(reasonsOf(topology.transitGateways[0]!.doubts.attachments)).toEqual([
      "the account that owns the transit gateway is not in the input",
    ]);
  });

  it("which attachments a policy table serves is one about the gateway", () => {
    const policies = [{ TransitGatewayPolicyTableId: "tgw-ptb-0a", TransitGatewayId: GATEWAY, State: "available" }];
    const topology = built({ DescribeTransitGatewayPolicyTables: policies });
    expect(topology.transitGateways[0]!.doubts.attachments).toHaveLength(1);
    const told = built({
      DescribeTransitGatewayPolicyTables: policies,
      GetTransitGatewayPolicyTableAssociations: {
        "tgw-ptb-0a": [
          { TransitGatewayPolicyTableId: "tgw-ptb-0a", TransitGatewayAttachmentId: ATTACHMENT_A, State: "associated" },
        ],
      },
    });
    expect(told.transitGateways[0]!.doubts.attachments).toEqual([]);
    expect(told.transitGateways[0]!.attachments.map(({ doubts }) => doubts.policy.length)).toEqual([1, 0]);
  });

  it.each(["associating", "disassociating"])("an association that is %s is one about the table", (State) => {
    const topology = built({
      GetTransitGatewayRouteTableAssociations: {
        [TABLE]: [{ TransitGatewayAttachmentId: ATTACHMENT_A, State }],
      },
      DescribeTransitGatewayAttachments: [],
    });
    expect(tableOf(topology).doubts.associations).toHaveLength(1);
    expect(tableOf(topology).associations).toEqual([]);
  });
});
