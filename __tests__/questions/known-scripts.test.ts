import { createHash } from "node:crypto";
import { scriptsOf, withScriptsOf } from "../../src/questions/known-scripts";
import { networkIn } from "../../src/requirements/judged-network";
import { graphTold, type Told } from "../account/support/told";
import { eni, group, instance, local, subnet, table, vpc } from "../account/support/two-vpcs-told";
import { appliancePlan } from "../support/appliances";

const PLAN = appliancePlan();
const ID = "i-0a1b2c3d4e5f60718";

const nic = (id: string, inSubnet: string, ip: string, DeviceIndex: number) =>
  eni(id, inSubnet, "vpc-c", [ip], {
    ...{ SourceDestCheck: false, Groups: [{ GroupId: "sg-1" }] },
    Attachment: { AttachmentId: `eni-attach-${DeviceIndex}`, InstanceId: ID, DeviceIndex, Status: "attached" },
  });
const NICS = [nic("eni-inner", "subnet-i", "10.0.4.4", 0), nic("eni-outer", "subnet-o", "10.0.5.4", 1)];
const sha256 = (base64: string): string => createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");

/** An account with an instance at the appliance's addresses, and what is told of its user data. */
function account(userData?: object) {
  const told: Told = {
    DescribeVpcs: [vpc("vpc-c", "10.0.0.0/16")],
    DescribeSubnets: [subnet("subnet-i", "vpc-c", "10.0.4.0/28"), subnet("subnet-o", "vpc-c", "10.0.5.0/28")],
    DescribeRouteTables: [table("rtb-1", "vpc-c", [local("10.0.0.0/16")])],
    DescribeSecurityGroups: [group("sg-1", "vpc-c", [])],
    DescribeNetworkInterfaces: NICS,
    DescribeInstances: [instance(ID, "subnet-i", "vpc-c", NICS)],
    ...(userData && { DescribeInstanceAttribute: { [ID]: [{ InstanceId: ID, ...userData }] } }),
  };
  return { graph: graphTold(told), sha256: "", shown: "account.json" };
}

/** What is known of the instance's script, and what of it is taken for granted. */
function readOf(userData?: object) {
  const { graph } = withScriptsOf(account(userData), PLAN);
  const { topology, granted } = networkIn(graph, "account.json", PLAN);
  const router = topology.nics.find(({ router: one }) => one)?.router;
  const about = granted.flatMap((one) => one.about);
  return [router?.reading.kind === "unread" ? router.reading.unread.why : router?.reading.kind, about.includes(ID)];
}

/** The appliance's script in base64, beside the one of the demo web server. */
const scriptIn = (plan: typeof PLAN): string =>
  scriptsOf(plan).find((one) => Buffer.from(one, "base64").includes("table ip appliance")) ?? "none";

test("an instance whose hash is the script's does what the script says, as far as AWS can tell", () => {
  const script = scriptIn(PLAN);
  expect(readOf({ UserDataSha256: sha256(script) })).toEqual(["read", true]);
  expect(readOf({ UserData: { Value: script } })).toEqual(["read", true]);
});

test("with another hash, or none, nobody knows what it does, and nothing is granted", () => {
  const script = scriptIn(appliancePlan({ "appliance.client_to_web": [{ protocol: "TCP", ports: [5433] }] }));
  expect(readOf({ UserDataSha256: sha256(script) })).toEqual(["user-data-other", false]);
  expect(readOf()).toEqual(["no-user-data", false]);
});
