import type { AddressPlan } from "../../src/address-plan/plan";
import { ATTACHED, EXISTING_CLIENT, EXISTING_WEB, planOf, WITH_GATEWAY } from "../support/bridges";
import { describeWithTerraform, expectOnlyCreates, summarizeForReal } from "../support/terraform";

describeWithTerraform()("a real terraform plan of what the examples do not use", () => {
  const variants: [string, () => AddressPlan][] = [
    [
      "both sides exist, with their gateway",
      () => planOf("article", { ...EXISTING_CLIENT, ...EXISTING_WEB, "transit_gateway.id": "tgw-0123456789abcdef0" }),
    ],
    [
      // The interface of a client's attachment that exists would be looked up already now, at AWS.
      "the web side is attached already, and a NAT gateway is there",
      () =>
        planOf("article", {
          ...ATTACHED,
          ...WITH_GATEWAY,
          "client.attachment": undefined,
          "client.attachment_subnets": undefined,
        }),
    ],
    [
      "the web side in another account, by invitation; three zones; state in S3",
      () =>
        planOf("production", {
          "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
          "bridge.zones": ["a", "b", "c"],
          backend: { type: "s3", bucket: "acme-state", key: "bridge.tfstate" },
        }),
    ],
    [
      "Reachability Analyzer, several NAT addresses, HTTPS beside HTTP, alarms",
      () =>
        planOf("article", {
          reachability_analyzer: {},
          "bridge.nat_subnets.private2.addresses": ["10.0.1.10", "10.0.1.11", "10.0.1.12"],
          "listeners.https": {
            certificates: ["a", "b"].map((id) => `arn:aws:acm:us-east-1:111122223333:certificate/${id}`),
          },
          alarms: { topic: "arn:aws:sns:us-east-1:111122223333:network" },
        }),
    ],
  ];

  test.each(variants)("%s", (_name, makePlan) => expectOnlyCreates(summarizeForReal(makePlan())));
});
