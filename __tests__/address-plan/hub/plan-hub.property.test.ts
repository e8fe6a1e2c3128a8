import fc from "fast-check";
import { type HubPlan } from "../../../src/address-plan/hub/hub-plan";
import { planHub } from "../../../src/address-plan/hub/plan-hub";
import { type PlannedSubnet } from "../../../src/address-plan/planned-subnet";
import { hubSchema } from "../../../src/config/hub-schema";
import { cidrOverlaps, containsCidr } from "../../../src/ipv4";

const ZONES = ["a", "b", "c", "d"];
const count = (min: number, max: number) => fc.integer({ min, max });
const way = (first: string, second: string) => fc.constantFrom(first, second);

/** How a hub is drawn: the webs and clients by their ways, in order. */
const drawn = fc.record({
  length: count(16, 28),
  zones: count(2, 4),
  clients: fc.array(fc.record({ way: way("nat", "endpoint"), zones: count(1, 4), length: count(24, 28) }), {
    minLength: 1,
    maxLength: 6,
  }),
  webs: fc.array(way("peering", "transit_gateway"), { minLength: 1, maxLength: 6 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const subnets = (zones: number) =>
  Object.fromEntries(
    ZONES.slice(0, zones).map((zone, i) => [`in-${zone}`, { cidr: `10.0.${i}.0/24`, zone: ZONES[i] }]),
  );

function planned({ length, zones, clients, webs }: Drawn): HubPlan {
  const vpc = { cidr: "10.0.0.0/16" };
  const config = hubSchema.parse({
    region: "us-east-1",
    backend: { type: "local", path: "hub.tfstate" },
    bridge: { place: "hub", cidr: `100.64.0.0/${length}`, zones: ZONES.slice(0, zones) },
    clients: Object.fromEntries(
      clients.map((one, i) => [
        `client-${i}`,
        {
          way: one.way,
          vpc,
          subnets: subnets(one.zones),
          ...(one.way === "nat" && { nat: { cidr: `100.80.${i}.0/${one.length}` } }),
        },
      ]),
    ),
    webs: Object.fromEntries(webs.map((one, i) => [`web-${i}`, { way: one, vpc, subnets: subnets(2) }])),
    listeners: { http: {} },
    services: Object.fromEntries(
      webs.map((_, i) => [`service-${i}`, { web: `web-${i}`, targets: [`10.0.0.${10 + i}`] }]),
    ),
  });
  return planHub({ name: "random", config });
}

/** The subnets of one VPC that the stack makes, each group with one per zone. */
function madeSubnets(plan: HubPlan) {
  const hub = [...plan.webs.map(({ balancerSubnets }) => balancerSubnets), plan.attachmentSubnets];
  const nats = plan.clients.flatMap((one) =>
    one.way === "nat" ? [{ range: one.natCidr, groups: [one.natSubnets, one.attachmentSubnets] }] : [],
  );
  return [{ range: plan.hubCidr, groups: hub }, ...nats];
}

test("subnets lie in their range, never overlap, one per zone; a NAT gateway has an attachment in its zone", () => {
  fc.assert(
    fc.property(drawn, (draw) => {
      const plan = planned(draw);
      for (const { range, groups } of madeSubnets(plan)) {
        const all = groups.flat();
        for (const { cidr } of all) expect(containsCidr(range, cidr)).toBe(true);
        all.forEach((one, i) => {
          for (const other of all.slice(0, i)) expect(cidrOverlaps(one.cidr, other.cidr)).toBe(false);
        });
        for (const group of groups) expect(new Set(group.map(({ zone }) => zone)).size).toBe(group.length);
      }
      for (const client of plan.clients)
        if (client.way === "nat")
          expect(client.attachmentSubnets.map(({ zone }) => zone)).toEqual(client.natSubnets.map(({ zone }) => zone));
    }),
    { seed: 20261127, numRuns: 300 },
  );
});

test("a web or a client that is added at the end moves no other", () => {
  const places = (list: readonly PlannedSubnet[]) => list.map(({ name, cidr }) => ({ name, cidr }));
  const all = (plan: HubPlan) => ({
    webs: plan.webs.map(({ balancerSubnets }) => places(balancerSubnets)),
    clients: plan.clients.map((one) => (one.way === "nat" ? [one.natSubnets, one.attachmentSubnets].map(places) : [])),
  });
  fc.assert(
    fc.property(drawn, way("nat", "endpoint"), way("peering", "transit_gateway"), (draw, client, web) => {
      const before = all(planned(draw));
      const more = {
        ...draw,
        clients: [...draw.clients, { way: client, zones: 2, length: 26 }],
        webs: [...draw.webs, web],
      };
      const after = all(planned(more));
      expect(after.webs.slice(0, -1)).toEqual(before.webs);
      expect(after.clients.slice(0, -1)).toEqual(before.clients);
    }),
    { seed: 20261127, numRuns: 200 },
  );
});
