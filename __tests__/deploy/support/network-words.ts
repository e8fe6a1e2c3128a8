import type { Route, SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Contents } from "./account";

interface Tagged {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** The Name tag, by which everything is called here; ids differ from run to run. */
export function nameOf(thing: Tagged | undefined): string {
  return thing?.Tags?.find(({ Key }) => Key === "Name")?.Value ?? "(no name)";
}

const ATTACHMENT = "Network Interface for Transit Gateway Attachment ";

/** What the account holds, in words that a test can state: names instead of ids, one line per route or rule. */
export class NetworkWords {
  constructor(private readonly contents: Contents) {}

  /** "10.0.2.0/24 to the NAT gateway article-private2", for the one table that the subnet of that name is associated with. */
  routesOf(subnetName: string): string[] {
    const { subnets, routeTables } = this.contents;
    const subnet = this.only(
      subnets.filter((one) => nameOf(one) === subnetName),
      `subnet ${subnetName}`,
    );
    const table = this.only(
      routeTables.filter(({ Associations }) => Associations?.some(({ SubnetId }) => SubnetId === subnet.SubnetId)),
      `route table of ${subnetName}`,
    );
    return (table.Routes ?? []).map((route) => this.route(route)).sort();
  }

  route(route: Route): string {
    const destination = route.DestinationCidrBlock ?? route.DestinationPrefixListId;
    return `${destination} ${this.target(route)}${route.State === "blackhole" ? " (blackhole)" : ""}`;
  }

  private target(route: Route): string {
    const { natGateways, networkInterfaces, peerings, transitGateways, vpcEndpoints } = this.contents;
    if (route.GatewayId === "local") return "local";
    if (route.NatGatewayId) {
      const nat = natGateways.find(({ NatGatewayId }) => NatGatewayId === route.NatGatewayId);
      return `to the NAT gateway ${nameOf(nat)}`;
    }
    if (route.TransitGatewayId) {
      const gateway = transitGateways.find(({ TransitGatewayId }) => TransitGatewayId === route.TransitGatewayId);
      return `to the transit gateway ${nameOf(gateway)}`;
    }
    if (route.VpcPeeringConnectionId) {
      const id = route.VpcPeeringConnectionId;
      const peering = peerings.find((one) => one.VpcPeeringConnectionId === id);
      return `to the peering ${nameOf(peering)}, ${peering?.Status?.Code}`;
    }
    const endpoint = vpcEndpoints.find(({ VpcEndpointId }) => VpcEndpointId === route.GatewayId);
    if (endpoint) return `to the endpoint of ${endpoint.ServiceName}`;
    const nic = networkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === route.NetworkInterfaceId);
    return nic ? `to ${this.interfaceName(nic)}` : "to nothing that is there";
  }

  private interfaceName(nic: Contents["networkInterfaces"][number]): string {
    const { Description = "", AvailabilityZone } = nic;
    if (!Description.startsWith(ATTACHMENT)) return `the interface "${Description}"`;
    return `the interface of ${this.attachment(Description.slice(ATTACHMENT.length))} in ${AvailabilityZone}`;
  }

  private attachment(id: string | undefined): string {
    const { transitGatewayAttachments } = this.contents;
    return nameOf(transitGatewayAttachments.find((one) => one.TransitGatewayAttachmentId === id));
  }

  /** What a transit gateway's table is for: whose packets are looked up in it, and where they go. */
  transitTable(name: string) {
    const table = this.only(
      this.contents.transitGatewayRouteTables.filter((one) => nameOf(one) === name),
      `transit gateway route table ${name}`,
    );
    return {
      associations: table.associations.map((one) => this.attachment(one.TransitGatewayAttachmentId)),
      propagations: table.propagations.map((one) => this.attachment(one.TransitGatewayAttachmentId)),
      routes: table.routes
        .map((route) => {
          const next = (route.TransitGatewayAttachments ?? []).map((one) =>
            this.attachment(one.TransitGatewayAttachmentId),
          );
          return `${route.DestinationCidrBlock} ${route.Type} ${route.State} to ${next.join()}`;
        })
        .sort(),
    };
  }

  /** "in tcp/80 from 10.0.1.10/32", for each rule of the group of that name. */
  rulesOf(groupName: string): string[] {
    const { securityGroups } = this.contents;
    const group = this.only(
      securityGroups.filter((one) => one.GroupName === groupName),
      `security group ${groupName}`,
    );
    return this.rulesIn(group.GroupId);
  }

  /** The same for the default group of the VPC of that name. */
  defaultRulesOf(vpcName: string): string[] {
    const { vpcs, securityGroups } = this.contents;
    const vpc = this.only(
      vpcs.filter((one) => nameOf(one) === vpcName),
      `VPC ${vpcName}`,
    );
    const group = this.only(
      securityGroups.filter(({ GroupName, VpcId }) => GroupName === "default" && VpcId === vpc.VpcId),
      `default security group of ${vpcName}`,
    );
    return this.rulesIn(group.GroupId);
  }

  private rulesIn(group: string | undefined): string[] {
    return this.contents.securityGroupRules
      .filter(({ GroupId }) => GroupId === group)
      .map((rule) => this.rule(rule))
      .sort();
  }

  rule(rule: SecurityGroupRule): string {
    const { securityGroups, vpcEndpoints } = this.contents;
    const { IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4, PrefixListId, ReferencedGroupInfo } = rule;
    const referenced = securityGroups.find(({ GroupId }) => GroupId === ReferencedGroupInfo?.GroupId);
    const list = PrefixListId && vpcEndpoints.length > 0 ? "the endpoint's prefix list" : PrefixListId;
    const peer = CidrIpv4 ?? list ?? referenced?.GroupName;
    const ports = FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`;
    return `${IsEgress ? "out" : "in"} ${IpProtocol}/${ports} ${IsEgress ? "to" : "from"} ${peer}`;
  }

  /** "HTTP 80, default: forward to web", by port and priority, default rule last. */
  listeners(): string[] {
    return this.contents.loadBalancers.flatMap(({ listeners }) =>
      [...listeners]
        .sort((a, b) => Number(a.Port) - Number(b.Port))
        .flatMap(({ Protocol, Port, rules }) =>
          [...rules]
            .sort((a, b) => Number(a.Priority) - Number(b.Priority) || (a.IsDefault ? 1 : -1))
            .map(({ IsDefault, Priority, Conditions, Actions }) => {
              const when = IsDefault ? "default" : `${Priority} ${(Conditions ?? []).map(condition).join(" and ")}`;
              return `${Protocol} ${Port}, ${when}: ${(Actions ?? []).map((one) => this.action(one)).join()}`;
            }),
        ),
    );
  }

  private action({ Type, TargetGroupArn, RedirectConfig, FixedResponseConfig }: Action): string {
    const group = this.contents.targetGroups.find((one) => one.TargetGroupArn === TargetGroupArn);
    if (Type === "forward") return `forward to ${group?.TargetGroupName?.replace(/-[0-9a-f]{7}$/, "")}`;
    if (Type === "redirect") return `redirect to ${RedirectConfig?.Protocol} ${RedirectConfig?.Port}`;
    return `${Type} ${FixedResponseConfig?.StatusCode}`;
  }

  /** "web 10.64.0.10:80 in us-east-1a: healthy", sorted. */
  targets(): string[] {
    return this.contents.targetGroups
      .flatMap(({ TargetGroupName = "", targets }) =>
        targets.map(({ Target, TargetHealth }) => {
          const group = TargetGroupName.replace(/-[0-9a-f]{7}$/, "");
          return `${group} ${Target?.Id}:${Target?.Port} in ${Target?.AvailabilityZone}: ${TargetHealth?.State}`;
        }),
      )
      .sort();
  }

  private only<T>(found: readonly T[], what: string): T {
    const [one] = found;
    if (found.length !== 1 || one === undefined) throw new Error(`the account has ${found.length} of: ${what}`);
    return one;
  }
}

function condition({ Field, HostHeaderConfig, PathPatternConfig }: RuleCondition): string {
  return `${Field} ${[...(HostHeaderConfig?.Values ?? []), ...(PathPatternConfig?.Values ?? [])].join()}`;
}
