import { setTimeout as sleep } from "node:timers/promises";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  AssociateTransitGatewayRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayRouteTableCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcCommand,
} from "@aws-sdk/client-ec2";
import { CreateTargetGroupCommand, RegisterTargetsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { Account } from "./support/account";
import { Emulator } from "./support/emulator";
import { describeDeployment } from "./support/life";
import { EMULATOR, python } from "./support/python";

interface Answer {
  readonly name: string;
  readonly kind: "mend" | "refusal";
  readonly moto_has_the_gap: boolean;
  readonly closed_by_the_patch: boolean;
}

/** The patches by the files that hold them. */
function patchesIn(folder: "mends" | "refusals"): string[] {
  return readdirSync(join(EMULATOR, folder))
    .filter((file) => file.endsWith(".py") && file !== "__init__.py")
    .map((file) => file.replace(/\.py$/, "").replaceAll("_", "-"));
}
const PATCHES = [...patchesIn("mends"), ...patchesIn("refusals")];

describeDeployment()("the emulator", () => {
  describe("each patch", () => {
    let answers: ReadonlyMap<string, Answer>;
    beforeAll(() => {
      const { stdout, stderr } = spawnSync(python(), ["-B", "check.py"], { cwd: EMULATOR, encoding: "utf8" });
      if (stdout === "") throw new Error(stderr);
      answers = new Map((JSON.parse(stdout) as Answer[]).map((answer) => [answer.name, answer]));
    });

    test("stands in the list, and nothing else does", () => expect([...answers.keys()].sort()).toEqual(PATCHES.sort()));

    test.each(PATCHES)("%s: moto still has the gap", (name) => {
      const advice = "moto closed the gap; delete the patch's file and its line in patches.py";
      expect(answers.get(name)?.moto_has_the_gap ? "" : advice).toBe("");
    });

    test.each(PATCHES)("%s: the patch closes it", (name) => expect(answers.get(name)?.closed_by_the_patch).toBe(true));
  });

  describe("as an account", () => {
    let emulator: Emulator;
    let account: Account;
    beforeAll(async () => {
      emulator = await Emulator.start();
      account = new Account(emulator);
    });
    afterAll(() => emulator.stop());

    /** The code and the words in which a call is refused. */
    const refusal = (call: Promise<unknown>) =>
      call.then(
        () => "it was accepted",
        (error: Error) => `${error.name}: ${error.message}`,
      );

    async function network() {
      const { ec2 } = account;
      const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.64.0.0/16" }))).Vpc?.VpcId;
      const subnet = await ec2.send(
        new CreateSubnetCommand({ VpcId, CidrBlock: "10.64.0.0/24", AvailabilityZone: "us-east-1b" }),
      );
      const SubnetId = subnet.Subnet?.SubnetId ?? "";
      const off = { DefaultRouteTableAssociation: "disable", DefaultRouteTablePropagation: "disable" } as const;
      const gateway = await ec2.send(new CreateTransitGatewayCommand({ Options: off }));
      return { VpcId, SubnetId, TransitGatewayId: gateway.TransitGateway?.TransitGatewayId };
    }

    /** Creates a VPC as an SDK's call of that invocation id. */
    async function create(call: string): Promise<string | undefined> {
      const answer = await fetch(emulator.url, {
        method: "POST",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          Authorization: "AWS4-HMAC-SHA256 Credential=emulated/20260101/us-east-1/ec2/aws4_request",
          "amz-sdk-invocation-id": call,
        },
        body: "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.9.0.0/16",
      });
      return /<vpcId>(vpc-\w+)</.exec(await answer.text())?.[1];
    }

    test("counts a held call that its caller makes again as one", async () => {
      await emulator.hold("CreateVpc", "before");
      const asked = ["held-1", "held-1", "held-2"].map((call) => create(call));
      let seen = await emulator.calls();
      while ((seen.calls.CreateVpc ?? 0) < asked.length || seen.held < 2) seen = await emulator.calls();
      // Each that is to be held is held a moment after it was counted.
      await sleep(200);
      expect((await emulator.calls()).held).toBe(2);
      await emulator.release();
      expect(await Promise.all(asked)).toEqual([undefined, undefined, undefined]);
      expect((await emulator.calls()).held).toBe(0);
    });

    test("makes nothing twice for a call that its caller makes again because the answer got lost", async () => {
      const first = await create("call-1");
      expect(first).toMatch(/^vpc-/);
      expect(await create("call-1")).toBe(first);
      expect(await create("call-2")).not.toBe(first);
      expect((await account.contents()).vpcs.filter(({ CidrBlock }) => CidrBlock === "10.9.0.0/16")).toHaveLength(2);
    });

    test("refuses routes inside the VPC's ranges as AWS does", async () => {
      const { ec2 } = account;
      const { VpcId, SubnetId, TransitGatewayId } = await network();
      await ec2.send(new CreateTransitGatewayVpcAttachmentCommand({ TransitGatewayId, VpcId, SubnetIds: [SubnetId] }));
      const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
      const nic = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
      const NetworkInterfaceId = nic.NetworkInterface?.NetworkInterfaceId;
      const route = (DestinationCidrBlock: string, target: object) =>
        refusal(
          ec2.send(new CreateRouteCommand({ RouteTableId: RouteTable?.RouteTableId, DestinationCidrBlock, ...target })),
        );
      expect(await route("10.64.0.0/24", { TransitGatewayId })).toBe(
        "InvalidParameterValue: The destination CIDR block 10.64.0.0/24 is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.",
      );
      expect(await route("10.64.0.0/25", { NetworkInterfaceId })).toMatch(/^InvalidParameterValue: .*10\.64\.0\.0\/25/);
      expect(await route("10.64.0.0/24", { NetworkInterfaceId })).toBe("it was accepted");
      expect(await route("10.65.0.0/24", { TransitGatewayId })).toBe("it was accepted");
    });

    test("refuses restricted secondary ranges as AWS does", async () => {
      const { VpcId } = await network();
      const add = (CidrBlock: string) =>
        refusal(account.ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock })));
      expect(await add("192.168.0.0/24")).toBe("InvalidVpc.Range: The CIDR '192.168.0.0/24' is restricted.");
      expect(await add("100.64.0.0/24")).toBe("it was accepted");
    });

    test("refuses the zone all for an address within the VPC as AWS does", async () => {
      const { VpcId } = await network();
      const group = await account.elb.send(
        new CreateTargetGroupCommand({ Name: "refusals", Protocol: "HTTP", Port: 80, VpcId, TargetType: "ip" }),
      );
      const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn;
      const register = (target: { Id: string; AvailabilityZone?: string }) =>
        refusal(account.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [target] })));
      expect(await register({ Id: "10.64.0.10", AvailabilityZone: "all" })).toMatch(
        "The IP address '10.64.0.10' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1b'",
      );
      expect(await register({ Id: "10.64.0.10" })).toBe("it was accepted");
    });

    test("refuses a second association as AWS does", async () => {
      const { ec2 } = account;
      const { VpcId, SubnetId, TransitGatewayId } = await network();
      const made = await ec2.send(
        new CreateTransitGatewayVpcAttachmentCommand({ TransitGatewayId, VpcId, SubnetIds: [SubnetId] }),
      );
      const TransitGatewayAttachmentId = made.TransitGatewayVpcAttachment?.TransitGatewayAttachmentId;
      const associate = async () => {
        const table = await ec2.send(new CreateTransitGatewayRouteTableCommand({ TransitGatewayId }));
        const TransitGatewayRouteTableId = table.TransitGatewayRouteTable?.TransitGatewayRouteTableId;
        return refusal(
          ec2.send(
            new AssociateTransitGatewayRouteTableCommand({ TransitGatewayAttachmentId, TransitGatewayRouteTableId }),
          ),
        );
      };
      expect(await associate()).toBe("it was accepted");
      expect(await associate()).toBe(
        `Resource.AlreadyAssociated: Transit Gateway Attachment ${TransitGatewayAttachmentId} is already associated to a route table.`,
      );
    });
  });
});
