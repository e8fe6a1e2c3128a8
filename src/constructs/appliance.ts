import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { applianceName } from "../address-plan/alarm-names";
import { type LoadThresholds } from "./appliance-alarms";
import { ApplianceHost } from "./appliance-host";
import { type ApplianceTraffic, resumedTraffic } from "./appliance-ruleset";
import { applianceScript } from "./appliance-script";
import { openGroup } from "./open-group";
import { addPackageEndpoint } from "./package-endpoint";
import { type RoutedSubnet } from "./routed-subnet";
import { SessionAccess } from "./session-access";

/** Where the appliance of one zone has its two interfaces. */
export interface ApplianceZoneProps {
  readonly zone: string;
  /** Towards the clients. */
  readonly inner: { readonly subnet: RoutedSubnet; readonly address: string; readonly router: string };
  /** Towards the web side. */
  readonly outer: { readonly subnet: RoutedSubnet; readonly address: string; readonly router: string };
}

/** 1:1 NAT on instances. */
export interface ApplianceProps {
  /** Name of the bridge; begins all names. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly vpcId: string;
  /** One appliance for each. */
  readonly zones: readonly ApplianceZoneProps[];
  /** What is translated and let through, alike in each zone: so any of them could take another one's connections over. */
  readonly traffic: ApplianceTraffic;
  /** @default "c7gn.medium" */
  readonly instanceType?: string;
  /**
   * Endpoints and an instance profile, so that Session Manager reaches the instances.
   * @default false
   */
  readonly sessionAccess?: boolean;
  /**
   * Id of the VPC's account, whose principals alone those endpoints serve.
   * @default - not known
   */
  readonly accountId?: string;
  /**
   * ARN of an SNS topic that hears of failures.
   * @default - nobody is told
   */
  readonly topic?: string;
  /** When that topic hears of load. @default - at 80 percent */
  readonly thresholds?: LoadThresholds;
}

const DEFAULT_TYPE = "c7gn.medium";

/** Appliances, one in each zone, and all that they need of the VPC but the routes. */
export class Appliance extends Construct {
  /** By zone. */
  readonly hosts: ReadonlyMap<string, ApplianceHost>;

  constructor(scope: Construct, id: string, props: ApplianceProps) {
    super(scope, id);
    const { name, region, vpcId, zones, traffic, topic, thresholds, instanceType = DEFAULT_TYPE } = props;
    const groups = { inner: this.addGroup("inner", props), outer: this.addGroup("outer", props) };
    const packages = addPackageEndpoint(this, {
      nameTag: `${name}-appliance-s3`,
      region,
      vpcId,
      routeTableIds: zones.map(({ inner }) => inner.subnet.routeTableId),
      securityGroupId: groups.inner,
    });
    const session = props.sessionAccess
      ? new SessionAccess(this, "session", {
          name: `${name}-appliance`,
          region,
          vpcId,
          subnets: zones.map(({ inner }) => inner.subnet),
          securityGroupId: groups.inner,
          ...(props.accountId !== undefined && { accountId: props.accountId }),
        })
      : undefined;
    this.hosts = new Map(
      zones.map(({ zone, inner, outer }) => [
        zone,
        new ApplianceHost(this, zone, {
          name: applianceName(name, zone),
          region,
          inner: { ...inner, securityGroupId: groups.inner },
          outer: { ...outer, securityGroupId: groups.outer },
          script: applianceScript({ ...traffic, inner, outer }),
          instanceType,
          ...(topic !== undefined && { topic }),
          ...(thresholds && { thresholds }),
          ...(session && { instanceProfile: session.instanceProfile }),
          dependsOn: [...packages, ...(session?.dependables ?? [])],
        }),
      ]),
    );
  }

  /** The appliance of a zone. @throws Error when there is none */
  host(zone: string): ApplianceHost {
    const host = this.hosts.get(zone);
    if (!host) throw new Error(`zone ${zone} has no appliance; there are some in ${[...this.hosts.keys()].join(", ")}`);
    return host;
  }

  /** A group that admits what the ruleset lets through, as it is on that side: before or after its translation. */
  private addGroup(side: "inner" | "outer", { name, vpcId, traffic }: ApplianceProps): string {
    const groupName = `${name}-appliance-${side}`;
    const group = new SecurityGroup(this, side, {
      name: groupName,
      description: side === "inner" ? "Appliances, towards the clients" : "Appliances, towards the web side",
      vpcId,
      tags: { Name: groupName },
    });
    const { clientRanges, web, clientToWeb, webToClient = [], resumes = false } = traffic;
    const [peer, ranges] = side === "inner" ? ["clients", clientRanges] : ["web", web.map(({ real }) => real)];
    const opened = { groupId: group.id, prefix: side };
    const [incoming, outgoing] = side === "inner" ? [clientToWeb, webToClient] : [webToClient, clientToWeb];
    openGroup(this, opened, { direction: "from", peer, ranges, traffic: incoming, description: `Opened by ${peer}` });
    openGroup(this, opened, { direction: "to", peer, ranges, traffic: outgoing, description: `Towards ${peer}` });
    if (resumes) {
      const going = { ranges, description: "Running connections, of which a new appliance knows nothing" };
      const [asked, asking] = [resumedTraffic(outgoing, incoming), resumedTraffic(incoming, outgoing)];
      openGroup(this, opened, { ...going, direction: "from", peer: `asked-${peer}`, traffic: asked });
      openGroup(this, opened, { ...going, direction: "to", peer: `asking-${peer}`, traffic: asking });
    }
    return group.id;
  }
}
