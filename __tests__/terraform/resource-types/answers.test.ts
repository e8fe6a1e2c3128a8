import { join } from "node:path";
import { type Answers, answersOf, classOf, RESOURCE_TYPES } from "../../../src/terraform/resource-types";
import { expectGolden } from "../../support/golden";
import { readProviderTypes } from "./provider-types";

const PROVIDER = readProviderTypes().types;

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

/** What most types of services answer. */
const ASIDE = "judged: not its placement";

function told({ changesTraffic, judged, interfaces, whenDestroyed, keepsConnections }: Answers): string[] {
  return [
    ...(changesTraffic ? ["traffic"] : []),
    ...(judged === "wholly" ? [] : [`judged: ${judged}`]),
    ...(interfaces === "in named subnets" ? [] : [`interfaces: ${interfaces}`]),
    ...(whenDestroyed === "goes" ? [] : [`destroyed: ${whenDestroyed}`]),
    ...(keepsConnections ? ["connections"] : []),
  ];
}

describe("what is asked of a type", () => {
  it("is answered for every type of the provider, and for types that nobody knows", () => {
    const aside = PROVIDER.filter((type) => told(answersOf(type)).join() === ASIDE);
    expect(new Set(aside.map(classOf))).toEqual(new Set(["irrelevant", "part"]));
    const lines = [...new Set([...PROVIDER, ...UNKNOWN])].sort().flatMap((type) => {
      const answers = told(answersOf(type));
      return answers.some((answer) => answer !== ASIDE) ? [`${type}: ${answers.join(", ")}\n`] : [];
    });
    expectGolden(join(__dirname, "answers.txt"), lines.join(""));
  });

  it("is asked of types that the provider has", () => {
    const known = new Set(PROVIDER);
    expect(Object.keys(RESOURCE_TYPES).filter((type) => !known.has(type))).toEqual([]);
  });
});
