import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type QuotaName } from "../config/quotas";
import { type AlarmThresholds } from "./alarms";
import { type BridgedApplianceProps } from "./bridged-appliance-props";
import { type AlbOptions, type ListenersProps } from "./front-door";
import { type HealthCheckProps, type MatchProps } from "./service";

/** An AWS account. */
export interface AccountProps {
  /** Twelve digits. */
  readonly id: string;
}

/** A VPC: to be created, or one that exists. */
export interface BridgedVpcProps {
  /**
   * Id of a VPC that exists; may be a token, such as another construct's `vpc.id`.
   * @default - the VPC is created
   */
  readonly id?: string;
  /** Primary IPv4 range. */
  readonly cidr: string;
  /**
   * Further IPv4 ranges that the existing VPC has.
   * @default - none
   */
  readonly secondaryCidrs?: readonly string[];
  /**
   * Destinations that the existing VPC's route tables already carry, other than local ones.
   * @default - none
   */
  readonly routes?: readonly string[];
}

/** A subnet of the bridge. */
export interface BridgeSubnetProps {
  /** IPv4 range. */
  readonly cidr: string;
  /** Availability Zone: its letter (`a`) or its id (`use1-az1`). */
  readonly zone: string;
}

/** A subnet of one of the two VPCs. */
export interface SideSubnetProps extends BridgeSubnetProps {
  /**
   * Id of the subnet, when the VPC exists; may be a token.
   * @default - the subnet is created
   */
  readonly id?: string;
  /**
   * Id of the subnet's route table, when the VPC exists; may be a token.
   * @default - the route table is created
   */
  readonly routeTable?: string;
}

/** A subnet of the client VPC. */
export interface ClientSubnetProps extends SideSubnetProps {
  /**
   * false: a subnet of the VPC whose hosts get no way over the bridge.
   * @default true
   */
  readonly clients?: boolean;
}

/** A subnet that a private NAT gateway stands in. */
export interface NatSubnetProps extends BridgeSubnetProps {
  /**
   * Private addresses of the NAT gateway, 1 to 8.
   * @default - the first usable address of the subnet
   */
  readonly addresses?: readonly string[];
}

/** An attachment that exists is used, and none made. Its route table gets the bridge's routes. */
export interface AttachmentProps {
  readonly id: string;
  /** Id of the transit gateway route table that it is associated with. */
  readonly routeTable: string;
}

/** A private NAT gateway that exists. */
export interface ExistingNatGatewayProps extends BridgeSubnetProps {
  readonly id: string;
  /** Its private addresses. */
  readonly addresses: readonly string[];
  /** Id of its subnet. */
  readonly subnet: string;
  /** Id of the subnet's route table, which gets nothing. */
  readonly routeTable: string;
}

/** The side that opens the connections. It is deployed by the stack's own AWS provider. */
export interface ClientSideProps {
  /** @default - not known; a created log bucket and a web side in another account need it */
  readonly account?: AccountProps;
  readonly vpc: BridgedVpcProps;
  /** Subnets of the VPC, by name; the bridge's own are not listed here. */
  readonly subnets: Readonly<Record<string, ClientSubnetProps>>;
  /**
   * The attachment that the existing VPC has to the existing transit gateway; ids may be tokens.
   * @default - one is made
   */
  readonly attachment?: AttachmentProps;
  /**
   * Names of the subnets that the given attachment is in, one per zone.
   * @default - none is given
   */
  readonly attachmentSubnets?: readonly string[];
  /**
   * Ids of existing clients' security groups, which admit what `appliance.webToClient` lists; may be tokens.
   * @default - none
   */
  readonly securityGroups?: readonly string[];
}

/** The side of the web servers. It gets an attachment, a route per route table and ingress rules, no subnet. */
export interface WebSideProps {
  /** @default - the client side's */
  readonly account?: AccountProps;
  /**
   * Provider of the web side's account; needed when that is another one, and only then.
   * @default - the stack's provider
   */
  readonly provider?: AwsProvider;
  readonly vpc: BridgedVpcProps;
  /** Subnets of the web servers, by name. */
  readonly subnets: Readonly<Record<string, SideSubnetProps>>;
  /**
   * The attachment that the existing VPC has to the existing transit gateway; ids may be tokens.
   * @default - one is made
   */
  readonly attachment?: AttachmentProps;
  /**
   * Names of the subnets, one per zone, that hold the transit gateway attachment.
   * @default - the first one of each zone
   */
  readonly attachmentSubnets?: readonly string[];
  /**
   * Ids of the existing web servers' security groups, which get the ingress rules; may be tokens.
   * @default - one group is created, for the web servers to join
   */
  readonly securityGroups?: readonly string[];
}

/** The addresses between the two sides. */
export interface BridgeRangeProps {
  /** Secondary range of the client VPC for NAT gateways and ALB; it overlaps with neither side. */
  readonly cidr: string;
  /**
   * Zones for which the subnets are carved from the range, two to four.
   * @default - `albSubnets` and `natSubnets` are given
   */
  readonly zones?: readonly string[];
  /** @default - carved */
  readonly albSubnets?: Readonly<Record<string, BridgeSubnetProps>>;
  /** @default - carved */
  readonly natSubnets?: Readonly<Record<string, NatSubnetProps>>;
  /**
   * Private NAT gateways that exist in the client VPC, one per zone at most; ids may be tokens.
   * @default - they are created
   */
  readonly natGateways?: Readonly<Record<string, ExistingNatGatewayProps>>;
  /** @default - the attachment is in the ALB's subnets */
  readonly attachmentSubnets?: Readonly<Record<string, BridgeSubnetProps>>;
  /**
   * The appliance's subnets towards the clients, one per zone.
   * @default - carved
   */
  readonly innerSubnets?: Readonly<Record<string, BridgeSubnetProps>>;
  /**
   * The appliance's subnets towards the web side, one per zone.
   * @default - carved
   */
  readonly outerSubnets?: Readonly<Record<string, BridgeSubnetProps>>;
  /**
   * Empty subnets in the client VPC that make a route to a web subnet of the same range legal.
   * @default - none
   */
  readonly shadowSubnets?: Readonly<Record<string, BridgeSubnetProps>>;
  /**
   * Destinations that the ALB subnets send to the web side.
   * @default - the web subnets that hold targets
   */
  readonly steer?: readonly string[];
}

/** The transit gateway: to be created, or one that exists. */
export interface TransitGatewayProps {
  /**
   * Id of a transit gateway of the client account; may be a token.
   * @default - one is created
   */
  readonly id?: string;
  /**
   * How a web side in another account gets the gateway from AWS RAM.
   * @default "invitation"
   */
  readonly share?: "invitation" | "organization";
  /**
   * Private ASN of the created gateway's Amazon side.
   * @default 64512
   */
  readonly asn?: number;
}

/** What is reached over the bridge. */
export interface BridgedServiceProps {
  /** IPv4 addresses of the web servers, as the web side knows them. */
  readonly targets: readonly string[];
  /**
   * Port that the targets listen on.
   * @default 80
   */
  readonly port?: number;
  /**
   * Protocol towards the targets; certificates are not validated.
   * @default "HTTP"
   */
  readonly protocol?: "HTTP" | "HTTPS";
  /** @default - a request of / each 15 seconds */
  readonly health?: HealthCheckProps;
  /** @default - all requests that no other service takes */
  readonly match?: MatchProps;
  /** @default - every listener that forwards */
  readonly listeners?: readonly ("http" | "https")[];
  /**
   * Order of the listener rule, 1 to 50000.
   * @default - 10 per place in the list
   */
  readonly priority?: number;
}

/** A host to try the bridge with. */
export interface DemoProps {
  /** Name of one of the side's subnets. */
  readonly subnet: string;
  /** Its private IPv4 address. */
  readonly address: string;
  /** @default "t4g.nano" */
  readonly instanceType?: string;
}

/** Names for the services, an alias record for each, and for hosts behind an appliance. One of the two is given, or both, to tell which hosts lie in the zone. */
export interface BridgeNamesProps {
  /**
   * Name of the private hosted zone, which is created for the client VPC unless `zoneId` is given.
   * @default - not known
   */
  readonly zone?: string;
  /**
   * Id of a private hosted zone that the client VPC is associated with already; may be a token.
   * @default - a zone is created
   */
  readonly zoneId?: string;
  /**
   * Addresses of the web side's hosts by their names: each leads clients to what stands for it behind the appliance.
   * @default - none
   */
  readonly records?: Readonly<Record<string, string>>;
}

/** Which logs are kept, and where. */
export interface BridgeLogsProps {
  /** Name of the S3 bucket. */
  readonly bucket: string;
  /**
   * Create the bucket, encrypted, closed and versioned. Needs the client side's account.
   * @default false
   */
  readonly create?: boolean;
  /**
   * Days until the created bucket drops a log file.
   * @default 90
   */
  readonly expireAfterDays?: number;
  /**
   * Days until what was dropped is gone for good.
   * @default 30
   */
  readonly keepDeletedDays?: number;
  /**
   * The ALB's access logs.
   * @default true
   */
  readonly accessLogs?: boolean;
  /**
   * Flow logs of the NAT gateways' interfaces: they name the real client.
   * @default false
   */
  readonly flowLogs?: boolean;
  /**
   * Flow logs of each VPC that is created here.
   * @default - true where the bucket is created here too
   */
  readonly vpcFlowLogs?: boolean;
}

/** `routesPerRouteTable` for the file's routes_per_route_table. */
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

/** One bridge between two VPCs that use the same addresses: what a bridge file says, without state, tags and providers, which are the stack's. */
export interface OverlapBridgeProps {
  /**
   * Begins the names of resources: lower-case letters, digits and single inner hyphens, at most 24.
   * @default - the construct's id
   */
  readonly name?: string;
  /** AWS Region of both VPCs, which is the stack's provider's too. */
  readonly region: string;
  /**
   * The zone letters that the account has in this region.
   * @default - AWS's usual ones
   */
  readonly zones?: readonly string[];
  readonly client: ClientSideProps;
  readonly web: WebSideProps;
  readonly bridge: BridgeRangeProps;
  /**
   * What is reached over the bridge's ALB, by name.
   * @default - none, and no ALB; only beside an appliance
   */
  readonly services?: Readonly<Record<string, BridgedServiceProps>>;
  /** @default - none; only without services */
  readonly listeners?: ListenersProps;
  /** @default - none */
  readonly appliance?: BridgedApplianceProps;
  /** @default - a transit gateway is created */
  readonly transitGateway?: TransitGatewayProps;
  /** @default - as each option's default */
  readonly alb?: AlbOptions;
  /** @default - clients use the ALB's own name */
  readonly dns?: BridgeNamesProps;
  /** @default - none */
  readonly demo?: {
    /** @default - no client */
    readonly client?: DemoProps;
    /** @default - no web server */
    readonly web?: DemoProps;
    /**
     * An EC2 Instance Connect Endpoint to reach the demo client by SSH.
     * @default false
     */
    readonly connectEndpoint?: boolean;
  };
  /** @default - no logs */
  readonly logs?: BridgeLogsProps;
  /**
   * CloudWatch alarms on NAT gateways, ALB, targets and attachments, sent to the SNS topic of this ARN (may be a token).
   * @default - none
   */
  readonly alarms?: AlarmThresholds & { readonly topic: string };
  /**
   * A CloudWatch dashboard of the bridge: true, or with a name of its own.
   * @default - none
   */
  readonly dashboard?: boolean | { readonly name: string };
  /** @default - AWS's own defaults */
  readonly quotas?: Readonly<Partial<Record<Camel<QuotaName>, number>>>;
}
