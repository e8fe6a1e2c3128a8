import { readPlan, readPriorState } from "../../src/terraform";
import { type JsonObject } from "../../src/terraform";
import { answer, judged, type Question } from "../deploy/support/judged";

interface Planned {
  readonly address: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** `terraform show -json` of a plan over a refreshed state. */
function planOf(changes: readonly Planned[]): JsonObject {
  const described = changes.map(({ address, before, after }) => {
    const [type, name] = address.split(".");
    const action = before === null ? "create" : after === null ? "delete" : before === after ? "no-op" : "update";
    return { address, mode: "managed", type, name, values: before, change: { actions: [action], before, after } };
  });
  return {
    format_version: "1.2",
    resource_changes: described,
    prior_state: { values: { root_module: { resources: described.filter(({ values }) => values !== null) } } },
    configuration: {
      root_module: {
        resources: described.map(({ address, type, name, change }) => ({
          ...{ address, mode: "managed", type, name },
          expressions: Object.fromEntries(Object.keys(change.after ?? {}).map((key) => [key, {}])),
        })),
      },
    },
  } as unknown as JsonObject;
}

const stays = (address: string, values: object): Planned => ({ address, before: values, after: values });

/** A VPC on the gateway, whose attachment leaves both tables to the gateway's defaults. */
const attached = (name: string, n: number, flags: object): Planned[] => [
  stays(`aws_vpc.${name}`, { id: `vpc-${name}`, cidr_block: `10.${n}.0.0/16`, default_route_table_id: `rtb-${name}` }),
  stays(`aws_subnet.${name}`, { id: `subnet-${name}`, vpc_id: `vpc-${name}`, cidr_block: `10.${n}.0.0/24` }),
  stays(`aws_route_table.${name}`, {
    ...{ id: `rtb-own-${name}`, vpc_id: `vpc-${name}` },
    route: [{ cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" }],
  }),
  stays(`aws_route_table_association.${name}`, { subnet_id: `subnet-${name}`, route_table_id: `rtb-own-${name}` }),
  stays(`aws_ec2_transit_gateway_vpc_attachment.${name}`, {
    ...{ id: `tgw-attach-${name}`, vpc_id: `vpc-${name}`, transit_gateway_id: "tgw-1" },
    ...{ subnet_ids: [`subnet-${name}`], ...flags },
  }),
];

const BOTH = {
  transit_gateway_default_route_table_association: true,
  transit_gateway_default_route_table_propagation: true,
};
const network = (flags: object = BOTH): Planned[] => [
  stays("aws_ec2_transit_gateway.hub", {
    ...{ id: "tgw-1", default_route_table_association: "enable", default_route_table_propagation: "enable" },
    ...{ association_default_route_table_id: "tgw-rtb-0", propagation_default_route_table_id: "tgw-rtb-0" },
  }),
  stays("aws_ec2_transit_gateway_route_table.other", { id: "tgw-rtb-1", transit_gateway_id: "tgw-1" }),
  ...attached("a", 1, flags),
  ...attached("b", 2, flags),
];

const KINDS = ["association", "propagation"].map((kind) => `aws_ec2_transit_gateway_default_route_table_${kind}.other`);
const OTHER = {
  ...{ id: "tgw-1", transit_gateway_id: "tgw-1", transit_gateway_route_table_id: "tgw-rtb-1" },
  original_default_route_table_id: "tgw-rtb-0",
};
const A_TO_B: Question = ["aws_subnet.a", "aws_subnet.b"];

function verdicts(plan: JsonObject): readonly string[] {
  return [readPriorState(plan)!, readPlan(plan)].map((graph) => answer(judged(graph), A_TO_B));
}

describe.each(KINDS)("%s", (address) => {
  test("created, it moves nothing that is attached already: what is judged is left open", () => {
    expect(verdicts(planOf([...network(), { address, before: null, after: OTHER }]))).toEqual(["ALLOWED", "UNKNOWN"]);
  });

  test("destroyed, it moves nothing back", () => {
    const [, after] = verdicts(planOf([...network(), { address, before: OTHER, after: null }]));
    expect(after).toBe("UNKNOWN");
  });

  test("changed, it moves nothing either", () => {
    const changed = { ...OTHER, transit_gateway_route_table_id: "tgw-rtb-0" };
    const [, after] = verdicts(planOf([...network(), { address, before: OTHER, after: changed }]));
    expect(after).toBe("UNKNOWN");
  });

  test("of a gateway that is made in the same apply, chance decides", () => {
    const [, after] = verdicts(planOf([...network(), { address, before: null, after: { id: "x" } }]));
    expect(after).toBe("UNKNOWN");
  });

  test("unchanged, or of another gateway, it leaves no doubt", () => {
    const elsewhere = { ...OTHER, id: "tgw-2", transit_gateway_id: "tgw-2" };
    expect(verdicts(planOf(network()))).toEqual(["ALLOWED", "ALLOWED"]);
    expect(verdicts(planOf([...network(), { address, before: null, after: elsewhere }]))[1]).toBe("ALLOWED");
    const kept = verdicts(planOf([...network(), stays(address, OTHER)]));
    expect(kept[0]).toBe(kept[1]);
    expect(kept).not.toContain("UNKNOWN");
  });
});
