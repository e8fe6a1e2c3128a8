import { CARRIED } from "../support/carried-account";
import { askingGraph, changing, graphTold, type Told } from "../support/told";
import { graphOf } from "../support/captured";

const ASSOCIATION = {
  id: "snva-0a",
  arn: "arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetworkvpcassociation/snva-0a",
  vpcId: "vpc-0a",
  serviceNetworkId: "sn-0a",
  status: "ACTIVE",
};
const GROUP = {
  id: "tg-0a",
  arn: "arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/tg-0a",
  type: "IP",
  serviceArns: [],
};
const TARGET = { id: "10.1.0.20", port: 8080, status: "HEALTHY" };
const CONFIGURATION = {
  id: "rcfg-0a",
  arn: "arn:aws:vpc-lattice:::resourceconfiguration/rcfg-0a",
  type: "SINGLE",
  status: "ACTIVE",
};

/** Nothing goes by the transit gateway. */
const APART: Told = changing(CARRIED, "DescribeRouteTables", 0, (item) => ({
  ...item,
  Routes: [(item.Routes as object[])[0]!],
}));

const verdict = (more: Told) =>
  askingGraph(graphTold({ ...APART, ...more })).verdict("aws_instance.i-client", "aws_instance.i-web", 8080);

describe("VPC Lattice of an account", () => {
  const joined: Told = { ListServiceNetworkVpcAssociations: { "vpc-0a": [ASSOCIATION] } };
  const led: Told = { ListTargetGroups: [GROUP], ListTargets: { "tg-0a": [TARGET] } };

  it("may carry a client VPC's connections to its targets", () => {
    expect(verdict({})).toBe("DENIED");
    expect(verdict({ ...joined, ...led })).toBe("UNKNOWN");
  });

  it.each<[string, Told]>([
    ["without a client", led],
    ["without a target", joined],
    [
      "of another target",
      { ...joined, ListTargetGroups: [GROUP], ListTargets: { "tg-0a": [{ ...TARGET, id: "10.1.9.9" }] } },
    ],
    [
      "of a client that is leaving",
      { ...led, ListServiceNetworkVpcAssociations: { "vpc-0a": [{ ...ASSOCIATION, status: "DELETE_IN_PROGRESS" }] } },
    ],
  ])("carries nothing %s", (_, told) => {
    expect(verdict(told)).toBe("DENIED");
  });

  it.each<[string, Told]>([
    ["a resource configuration is told", { ListResourceConfigurations: [CONFIGURATION] }],
    ["the targets of a group are not told", { ListTargetGroups: [GROUP] }],
  ])("may carry anywhere where %s", (_, told) => {
    expect(verdict({ ...joined, ...told })).toBe("UNKNOWN");
  });

  it.each<[string, object, string]>([
    ["the servers' address", { ipResource: { ipAddress: "10.1.0.20" } }, "UNKNOWN"],
    ["another address", { ipResource: { ipAddress: "10.1.9.9" } }, "DENIED"],
    ["a name", { dnsResource: { domainName: "db.example.com" } }, "UNKNOWN"],
    ["a thing of elsewhere", { arnResource: { arn: "arn:aws:rds:eu-west-1:111122223333:cluster:db" } }, "UNKNOWN"],
    ["something of a later version", { laterResource: {} }, "UNKNOWN"],
  ])("leads by a resource configuration to %s, as AWS defines it", (_, definition, said) => {
    const whole = { ...CONFIGURATION, resourceConfigurationDefinition: definition };
    const told: Told = {
      ListResourceConfigurations: [CONFIGURATION],
      GetResourceConfiguration: { "rcfg-0a": [whole] },
    };
    expect(verdict({ ...joined, ...told })).toBe(said);
  });

  it("may be anything where AWS refuses to tell, and is not there where a Region has none", () => {
    const refused = (code: string) => {
      const graph = graphOf({
        told: { ...APART, ListServiceNetworkVpcAssociations: { "vpc-0a": code }, ListTargetGroups: code },
      });
      return askingGraph(graph).verdict("aws_instance.i-client", "aws_instance.i-web", 8080);
    };
    expect(refused("AccessDeniedException")).toBe("UNKNOWN");
    expect(refused("UnknownOperationException")).toBe("DENIED");
  });
});
