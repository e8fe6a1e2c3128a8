import {
  answersOf,
  CLASS_OF_ROLE,
  classOf,
  GROUPS,
  hasRole,
  type ReadRole,
  typesWith,
} from "../../../src/terraform/resource-types";
import { IRRELEVANT_TYPES } from "../../../src/terraform/resource-types/classes/irrelevant-types";
import { describeWithTerraform } from "../../support/terraform";
import { typesOfRealProvider } from "./provider-schema";
import { readProviderTypes } from "./provider-types";

const PROVIDER = readProviderTypes();
const ROLES = Object.keys(CLASS_OF_ROLE) as ReadRole[];
const LISTED = GROUPS.flatMap(([, groups]) => groups.flatMap(({ types }) => types));
const isRead = (type: string): boolean => hasRole(type, ...ROLES);

describe("the classes of types", () => {
  it("have every type of the provider, resources and data sources", () => {
    expect(PROVIDER.types.length).toBeGreaterThan(1700);
    expect(PROVIDER.types.filter((type) => classOf(type) === undefined)).toEqual([]);
  });

  it("have no name and no beginning that the provider doesn't have", () => {
    const isThere = (listed: string): boolean =>
      listed.endsWith("*")
        ? PROVIDER.types.some((type) => type.startsWith(listed.slice(0, -1)))
        : PROVIDER.types.includes(listed);
    expect(LISTED.filter((listed) => !isThere(listed))).toEqual([]);
  });

  it("list nothing twice", () => {
    expect(LISTED.filter((listed, i) => LISTED.indexOf(listed) !== i)).toEqual([]);
  });

  it("have no class for types that nobody has, which are not judged then, and sends or receives who knows what", () => {
    for (const type of ["aws_quantum_computer", "aws_ec2_new", "aws_lb_new", "aws_vpc_new"]) {
      expect(classOf(type)).toBeUndefined();
      expect(answersOf(type)).toMatchObject({ judged: "not at all", interfaces: "elsewhere" });
    }
    expect(classOf("constructor")).toBeUndefined();
  });

  it("take a new type of a listed service for what the service is, and look at where it is placed", () => {
    expect(classOf("aws_iam_new")).toBe("irrelevant");
    expect(answersOf("aws_iam_new").judged).toBe("not its placement");
    expect(classOf("aws_networkfirewall_new")).toBe("unknown");
    expect(classOf("aws_vpclattice_new")).toBe("way in");
  });

  it("agree with what is answered of a type", () => {
    const wrong = PROVIDER.types.filter((type) => {
      const { changesTraffic, judged, interfaces } = answersOf(type);
      switch (classOf(type)) {
        case "irrelevant":
          return changesTraffic || judged === "not its changes" || judged === "not at all";
        case "unknown":
          return judged === "wholly" && !isRead(type);
        case "end":
        case "way in":
          return !isRead(type) && (interfaces === "read" || interfaces === "in named subnets");
        default:
          return false;
      }
    });
    expect(wrong).toEqual([]);
  });

  it("call walked only what has a role", () => {
    expect(PROVIDER.types.filter((type) => classOf(type) === "walked" && !isRead(type))).toEqual([]);
    expect(typesWith(({ role }) => role !== "unread").filter((type) => !isRead(type))).toEqual([]);
  });

  it("call nothing irrelevant that has an argument of networks, unless somebody has looked at it", () => {
    const looked = new Set(IRRELEVANT_TYPES.flatMap(({ types }) => types));
    const risky = Object.keys(PROVIDER.networkArguments).filter((type) => classOf(type) === "irrelevant");
    expect(risky.filter((type) => !looked.has(type))).toEqual([]);
    expect(risky.length).toBeGreaterThan(20);
  });
});

describeWithTerraform()("the real provider", () => {
  it("has the types that are checked in (npm run generate:types)", () => {
    expect(typesOfRealProvider()).toEqual(PROVIDER);
  }, 120_000);
});
