import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OVERLAP } from "../../support/programs";
import type { Account } from "./account";
import { makeHost, makeSubnet, makeTable, makeVpc, named } from "./by-hand";
import { captureOf } from "./captured-account";
import type { Emulator } from "./emulator";
import { forTrying } from "./local-bridge";
import { run } from "./processes";

/** A subnet with a route table of its own. @returns its id */
async function subnet(ec2: EC2Client, vpc: string, name: string, cidr: string, zone: string): Promise<string> {
  const RouteTableId = await makeTable(ec2, vpc, name);
  return makeSubnet(ec2, vpc, { name, cidr, zone: { AvailabilityZone: `us-east-1${zone}` }, RouteTableId });
}

export interface ExistingVpcs {
  readonly clientVpc: string;
  readonly webVpc: string;
  /** Where the servers are: a subnet of the web VPC, and their security group. */
  readonly servers: { readonly subnet: string; readonly group: string };
}

/** Two VPCs of the same range with what others have put there. */
async function makeExistingVpcs({ ec2 }: Account): Promise<ExistingVpcs> {
  const clientVpc = await makeVpc(ec2, "clients", "10.64.0.0/16");
  const webVpc = await makeVpc(ec2, "orders", "10.64.0.0/16");
  await subnet(ec2, clientVpc, "apps-a", "10.64.0.0/24", "a");
  await subnet(ec2, clientVpc, "apps-b", "10.64.1.0/24", "b");
  const orders = await subnet(ec2, webVpc, "orders", "10.64.0.0/24", "a");
  // One without servers.
  await subnet(ec2, webVpc, "databases", "10.64.9.0/24", "a");
  const servers = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: "order-servers",
      Description: "Order servers",
      VpcId: webVpc,
      ...named("security-group", "order-servers"),
    }),
  );
  const group = servers.GroupId ?? "";
  const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.64.9.0/24" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [rule] }));
  return { clientVpc, webVpc, servers: { subnet: orders, group } };
}

const SERVERS = ["10.64.0.10", "10.64.0.11"];

/** What `overlap init` is told of the servers. */
export const TARGETS = SERVERS.flatMap((address) => ["--target", `${address}:8080`]);

/** The same with servers. */
export async function makeServedVpcs(account: Account): Promise<ExistingVpcs> {
  const made = await makeExistingVpcs(account);
  for (const [i, address] of SERVERS.entries())
    await makeHost(account.ec2, { name: `orders-${i}`, ...made.servers, address });
  return made;
}

/** The bridge file that `overlap init` writes from what AWS tells, as somebody who only tries it changes it. */
export async function drafted(emulator: Emulator, name: string, { clientVpc, webVpc }: ExistingVpcs): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-init-"));
  try {
    const account = await captureOf(emulator, folder, "before");
    const sides = ["--client", clientVpc, "--web", webVpc, ...TARGETS];
    const command = [OVERLAP, "init", name, "--account", account, ...sides];
    await run(process.execPath, command, { cwd: folder, env: process.env });
    return forTrying(readFileSync(join(folder, "bridges", `${name}.yaml`), "utf8"), name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
