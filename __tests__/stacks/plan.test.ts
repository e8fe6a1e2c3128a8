import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlans } from "../../src/address-plan/load-plans";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import type { AddressPlan } from "../../src/address-plan/plan";
import { main } from "../../src/cli/main";
import { formatCidr } from "../../src/ipv4";
import { PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { failing, stateAfter, unnoticed } from "../support/proof";
import {
  describeWithTerraform,
  expectOnlyCreates,
  managedChanges,
  type PlanJson,
  type Planned,
  planForReal,
  planHclForReal,
} from "../support/terraform";

function after(json: PlanJson, type: string): Record<string, Readonly<Record<string, unknown>>> {
  const changes = managedChanges(json).filter((change) => change.type === type);
  return Object.fromEntries(changes.map((change) => [change.address.slice(type.length + 1), change.change.after]));
}

/** cdktf's writer of HCL puts references into quotes, as Terraform 0.11 wanted them. */
const WARNINGS_OF_HCL = /^Warning: Quoted references are deprecated$/;

/** All that a plan would make, by address: values, which of them only the apply tells, and outputs. */
function plannedIn({ resource_changes: changes, planned_values: { outputs } }: PlanJson) {
  const byAddress = Object.fromEntries(changes.map(({ address, change }) => [address, change]));
  return { byAddress, outputs };
}

/** What an argument of a planned resource refers to, first reference only; ids are not known before the apply. */
function reference(json: PlanJson, address: string, argument: string): string | undefined {
  const resource = json.configuration.root_module.resources.find((candidate) => candidate.address === address);
  return resource?.expressions[argument]?.references?.[0];
}

/** What holds of a plan of a bridge in the client VPC. */
function clientPlace(plan: AddressPlan, json: () => PlanJson): void {
  test("steers by interface or gateway, and each ALB subnet by its own zone's interface", () => {
    const routes = after(json(), "aws_route");
    for (const albSubnet of plan.albSubnets) {
      for (const steer of plan.steers) {
        const destination = formatCidr(steer.destination);
        const name = `steer_${albSubnet.name}--${destination.replace(/[./]/g, "-")}`;
        expect(routes[name]).toMatchObject({ destination_cidr_block: destination });
        const target = reference(json(), `aws_route.${name}`, "network_interface_id");
        expect(target).toBe(
          steer.via === "interface" ? `data.aws_network_interface.steer_attachment-${albSubnet.zone}.id` : undefined,
        );
      }
    }
  });

  test("associates each attachment with its own table and turns every default off", () => {
    expect(after(json(), "aws_ec2_transit_gateway")["transit"]).toMatchObject({
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
    });
    for (const side of ["client", "web"]) {
      expect(after(json(), "aws_ec2_transit_gateway_vpc_attachment")[`transit_${side}`]).toMatchObject({
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      });
      const association = `aws_ec2_transit_gateway_route_table_association.transit_${side}`;
      expect(reference(json(), association, "transit_gateway_attachment_id")).toBe(
        `aws_ec2_transit_gateway_vpc_attachment.transit_${side}.id`,
      );
      expect(reference(json(), association, "transit_gateway_route_table_id")).toBe(
        `aws_ec2_transit_gateway_route_table.transit_${side}.id`,
      );
    }
    expect(after(json(), "aws_ec2_transit_gateway_route_table_propagation")).toEqual({});
  });

  test("registers every target with the zone argument that AWS takes", () => {
    const attachments = Object.values(after(json(), "aws_lb_target_group_attachment"));
    expect(attachments).toHaveLength(plan.targets.length);
    const zones = attachments.map((attachment) => attachment["availability_zone"] ?? null).sort();
    expect(zones).toEqual(plan.targets.map((target) => target.availabilityZone ?? null).sort());
  });

  test("the NAT gateways are private, at the planned addresses", () => {
    const gateways = Object.values(after(json(), "aws_nat_gateway"));
    expect(gateways).toHaveLength(plan.nats.length);
    for (const gateway of gateways)
      expect(gateway).toMatchObject({
        connectivity_type: "private",
        private_ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) as string,
      });
  });
}

describeWithTerraform()("a real terraform plan of every bridge", () => {
  const { plans, faults } = loadPlans(join(PROJECT, "bridges"));

  test("every bridge file is good", () => expect(faults).toEqual([]));

  describe.each(plans.map((plan): [string, BridgePlan] => [plan.name, plan]))("%s", (_name, plan) => {
    let result: Planned;
    beforeAll(() => {
      result = planForReal(plan);
    });

    test("creates everything and warns of nothing", () => {
      expectOnlyCreates(result);
      expect(result.json).toMatchObject({ complete: true, errored: false });
      const changes = managedChanges(result.json);
      expect(changes.map((change) => change.change.actions)).toEqual(changes.map(() => ["create"]));
    });

    test("every statement of the proof holds on it, and on the state after it", () => {
      expect(failing(plan, result.json, "plan")).toEqual([]);
      expect(failing(plan, stateAfter(result.json), "state")).toEqual([]);
    });

    test("`overlap review` reads it as Terraform made it", async () => {
      const folder = mkdtempSync(join(tmpdir(), "overlap-plan-"));
      const io = captureIo(folder);
      writeFileSync(join(folder, "plan.json"), JSON.stringify(result.json));
      const exit = await main(["review", "plan.json"], io);
      rmSync(folder, { recursive: true });
      expect([exit, io.err()]).toEqual([0, ""]);
      expect(io.out()).toMatch(/^## Plan review: /);
    });

    test("the proof misses every resource that is gone from the state, unless no traffic depends on it", () => {
      expect(unnoticed(plan, stateAfter(result.json))).toEqual([]);
    });

    describe("in HCL", () => {
      let hcl: Planned;
      beforeAll(() => {
        hcl = planHclForReal(plan);
      });

      test("is the same plan, address by address", () => {
        expectOnlyCreates({ ...hcl, warnings: hcl.warnings.filter((one) => !WARNINGS_OF_HCL.test(one)) });
        expect(plannedIn(hcl.json)).toEqual(plannedIn(result.json));
      });

      test("`overlap verify` finds the bridge that it is of, and every statement holds", async () => {
        const folder = mkdtempSync(join(tmpdir(), "overlap-plan-"));
        const io = captureIo(PROJECT);
        const file = join(folder, "plan.json");
        writeFileSync(file, JSON.stringify(hcl.json));
        const exit = await main(["verify", "--plan", file], io);
        rmSync(folder, { recursive: true });
        expect([exit, io.err()]).toEqual([0, ""]);
        expect(io.out()).toMatch(/^ *all \d+ statements hold$/m);
      });
    });

    if (plan.place === "client") clientPlace(plan, () => result.json);
  });
});
