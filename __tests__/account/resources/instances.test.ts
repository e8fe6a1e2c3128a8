import { type JsonObject } from "../../../src/terraform";
import { askingGraph, changing, graphTold, refusing, type Told } from "../support/told";
import { eni, ENIS, TWO_VPCS } from "../support/two-vpcs-told";

const [WEB, APP] = ["aws_instance.i-web", "aws_instance.i-app"];
const nicsOf = (told: Told, host = APP) =>
  (askingGraph(graphTold(told)).topology.instances.find(({ address }) => address === host)?.nics ?? []).map(
    ({ address }) => address,
  );
const verdict = (told: Told, from: string, to: string, port: number): string =>
  askingGraph(graphTold(told)).verdict(from, to, port);

/** A second interface that was put on the application's host. */
const SECOND = eni("eni-app-2", "subnet-pub", "vpc-a", ["10.0.1.77"], {
  Groups: [{ GroupId: "sg-app" }],
  Attachment: { AttachmentId: "eni-attach-2", InstanceId: "i-app", DeviceIndex: 1, Status: "attached" },
});
const withInterfaces = (told: Told, at: number, interfaces: readonly object[]): Told =>
  changing(told, "DescribeInstances", at, (reservation) => ({
    ...reservation,
    Instances: (reservation.Instances as JsonObject[]).map((one) => ({ ...one, NetworkInterfaces: interfaces })),
  }));

describe("instances of an account", () => {
  test("are reached at the interface that AWS tells of them", () => {
    expect(nicsOf(TWO_VPCS)).toEqual(["aws_network_interface.eni-app"]);
    expect(verdict(TWO_VPCS, WEB, APP, 8080)).toBe("ALLOWED");
    expect(verdict(TWO_VPCS, WEB, APP, 22)).toBe("DENIED");
  });

  test("are known by what an instance alone tells of its interfaces", () => {
    const alone = refusing(TWO_VPCS, "DescribeNetworkInterfaces");
    expect(nicsOf(alone)).toEqual(["aws_network_interface.eni-app"]);
    expect(verdict(alone, WEB, APP, 8080)).toBe("ALLOWED");
  });

  test("are known by what interfaces alone tell of their instances", () => {
    const alone = refusing(TWO_VPCS, "DescribeInstances");
    expect(nicsOf(alone)).toEqual(["aws_network_interface.eni-app"]);
    expect(verdict(alone, WEB, APP, 8080)).toBe("ALLOWED");
  });

  test("have every interface that was put on them", () => {
    const both = withInterfaces({ ...TWO_VPCS, DescribeNetworkInterfaces: [...Object.values(ENIS), SECOND] }, 1, [
      ENIS.app,
      SECOND,
    ]);
    expect(nicsOf(both).sort()).toEqual(["aws_network_interface.eni-app", "aws_network_interface.eni-app-2"]);
    expect(verdict(both, WEB, "10.0.1.77", 8080)).toBe("ALLOWED");
  });

  test("have the user data that AWS tells, or the hash that a capture keeps of them", () => {
    const valuesOf = (answer: object) => {
      const { user_data: hash, user_data_base64: text } =
        graphTold({ ...TWO_VPCS, DescribeInstanceAttribute: { "i-app": [{ InstanceId: "i-app", ...answer }] } }).get(
          APP,
        )?.values ?? {};
      return [hash, text];
    };
    expect(valuesOf({ UserDataSha256: "ab".repeat(32) })).toEqual(["ab".repeat(32), undefined]);
    expect(valuesOf({ UserData: { Value: "IyEvYmluL3No" } })).toEqual([undefined, "IyEvYmluL3No"]);
    expect(valuesOf({ UserData: {} })).toEqual([undefined, undefined]);
  });

  test.each(["terminated", "shutting-down"])("that are %s are no ends", (state) => {
    const gone = refusing(
      changing(TWO_VPCS, "DescribeInstances", 1, (reservation) => ({
        ...reservation,
        Instances: (reservation.Instances as JsonObject[]).map((one) => ({
          ...one,
          State: { Name: state },
          NetworkInterfaces: [],
        })),
      })),
    );
    const without: Told = {
      ...gone,
      DescribeNetworkInterfaces: Object.values(ENIS).filter(({ NetworkInterfaceId: id }) => id !== "eni-app"),
    };
    expect(graphTold(without).get(APP)).toBeUndefined();
  });
});
