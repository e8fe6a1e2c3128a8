import type { Contents } from "./account";
import { NetworkWords } from "./network-words";

/** What is in one VPC, one line per thing and per route, rule and range. */
function linesOf(contents: Contents, vpcId: string): string[] {
  const inVpc = <T extends { VpcId?: string }>(things: readonly T[]) => things.filter((one) => one.VpcId === vpcId);
  const words = new NetworkWords(contents);
  return [
    ...contents.vpcs.filter(({ VpcId }) => VpcId === vpcId).map((vpc) => `vpc ${JSON.stringify(vpc)}`),
    // An interface takes one of its free addresses; all else of a subnet stays.
    ...inVpc(contents.subnets).map((subnet) => `subnet ${JSON.stringify({ ...subnet, AvailableIpAddressCount: 0 })}`),
    ...inVpc(contents.routeTables).flatMap(({ RouteTableId, Associations, Routes }) => [
      `route table ${RouteTableId} ${JSON.stringify(Associations)}`,
      ...(Routes ?? []).map((route) => `route ${words.route(route)}`),
    ]),
    ...inVpc(contents.securityGroups).flatMap(({ GroupName = "", GroupId }) => [
      `security group ${GroupName} ${GroupId}`,
      ...contents.securityGroupRules
        .filter((rule) => rule.GroupId === GroupId)
        .map((rule) => `rule of ${GroupName}: ${words.rule(rule)}`),
    ]),
    ...inVpc(contents.networkInterfaces).map(({ InterfaceType }) => `interface ${InterfaceType}`),
    ...inVpc(contents.natGateways).map(({ NatGatewayId }) => `NAT gateway ${NatGatewayId}`),
    ...inVpc(contents.vpcEndpoints).map(({ VpcEndpointId }) => `endpoint ${VpcEndpointId}`),
    ...inVpc(contents.transitGatewayAttachments).map(({ State }) => `attachment ${State}`),
    ...inVpc(contents.instances).map(({ InstanceId }) => `instance ${InstanceId}`),
  ];
}

export interface Changed {
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** What of a VPC's lines are new, and what of the old ones is gone. */
export function whatChanged(before: Contents, after: Contents, vpcId: string): Changed {
  const [had, has] = [linesOf(before, vpcId), linesOf(after, vpcId)];
  const without = (lines: readonly string[], others: readonly string[]) => {
    const left = [...others];
    return lines.filter((line) => {
      const i = left.indexOf(line);
      if (i >= 0) left.splice(i, 1);
      return i < 0;
    });
  };
  return { added: without(has, had), gone: without(had, has) };
}
