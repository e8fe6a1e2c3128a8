import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Answers, answersOf, RESOURCE_TYPES } from "../../../src/terraform/resource-types";
import { expectGolden } from "../../support/golden";

/** All types of the AWS provider, 5.100.0, resources and data sources, by the folders of its bindings. */
function typesOfProvider(): string[] {
  const folders = readdirSync(join(__dirname, "../../../node_modules/@cdktf/provider-aws/lib"), {
    withFileTypes: true,
  });
  return folders
    .filter((one) => one.isDirectory() && one.name !== "provider")
    .map(({ name }) => `aws_${name.replace(/^data-aws-/, "").replaceAll("-", "_")}`);
}

/** Types that no provider has yet, and those of other providers. */
const UNKNOWN = [
  "aws_networkfirewall_new",
  "aws_ec2_transit_gateway_connect_new",
  "aws_ec2_new",
  "aws_wafv3_acl",
  "aws_quantum_computer",
  "azurerm_virtual_network",
  "azurerm_storage_account",
  "constructor",
  "google_compute_subnetwork",
  "google_compute_forwarding_rule",
  "kubernetes_ingress",
  "random_pet",
];

function told({ changesTraffic, judged, holdsRanges, interfaces, whenDestroyed, keepsConnections }: Answers): string[] {
  return [
    ...(changesTraffic ? ["traffic"] : []),
    ...(judged === "wholly" ? [] : [`judged: ${judged}`]),
    ...(holdsRanges ? ["ranges"] : []),
    ...(interfaces === "in named subnets" ? [] : [`interfaces: ${interfaces}`]),
    ...(whenDestroyed === "goes" ? [] : [`destroyed: ${whenDestroyed}`]),
    ...(keepsConnections ? ["connections"] : []),
  ];
}

describe("what is asked of a type", () => {
  it("is answered for every type of the provider, and for types that nobody knows", () => {
    const lines = [...new Set([...typesOfProvider(), ...UNKNOWN])].sort().flatMap((type) => {
      const answers = told(answersOf(type));
      return answers.length > 0 ? [`${type}: ${answers.join(", ")}\n`] : [];
    });
    expectGolden(join(__dirname, "answers.txt"), lines.join(""));
  });

  it("is asked of types that the provider has", () => {
    const known = new Set(typesOfProvider());
    expect(Object.keys(RESOURCE_TYPES).filter((type) => !known.has(type))).toEqual([]);
  });
});
