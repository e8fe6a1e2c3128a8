import { Findings } from "../../src/diagram/findings";
import { drawOptionsOf } from "../../src/questions/draw-options";
import { networkIn } from "../../src/requirements/judged-network";
import { graphOf, type JsonObject } from "../../src/terraform";
import { appliancePlan, stackJson } from "../support/appliances";

function pictureOf(changes = {}) {
  const plan = appliancePlan(changes);
  const network = networkIn(graphOf(stackJson(plan) as unknown as JsonObject, plan.name, "synth"), plan.name, plan);
  return new Findings(network.walker, drawOptionsOf(network)).picture(false);
}

test("what an appliance lets through is drawn, each direction by itself", () => {
  expect(pictureOf().flows).toEqual([
    "client → web by translated addresses, tcp/5432, udp/161, icmp",
    "web → client by translated addresses, tcp/8443",
  ]);
  const clientOnly = { "appliance.initiate": undefined, "appliance.web_to_client": undefined };
  expect(pictureOf(clientOnly).flows).toEqual(["client → web by translated addresses, tcp/5432, udp/161, icmp"]);
});

test("no line says that no packet passes between subnets that are joined so", () => {
  const red = pictureOf().lines.filter(({ kind }) => kind === "forbidden");
  expect(red.map(({ from, to }) => [from, to])).not.toContainEqual([
    "aws_subnet.client_private1",
    "aws_subnet.web_private",
  ]);
  expect(red.map(({ from, to }) => [from, to])).not.toContainEqual([
    "aws_subnet.web_private",
    "aws_subnet.client_private1",
  ]);
});
