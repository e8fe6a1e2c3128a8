import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { acceptFindings } from "./accepted-findings";

/** An alias record. */
export interface AliasRecordProps {
  /** Its whole name; without the zone's where only the zone's id is known, which Terraform then completes. */
  readonly name: string;
  /** What it adds to the zone's name; empty for the zone's own name. */
  readonly label: string;
  /** DNS name of the load balancer or endpoint. */
  readonly dnsName: string;
  /** Hosted zone that this DNS name is in. */
  readonly zoneId: string;
}

/** A record of one host. */
interface HostRecordProps {
  /** As of an alias record. */
  readonly name: string;
  readonly label: string;
  /** The address that it answers with. */
  readonly address: string;
}

/** Names for services in a private hosted zone. */
export interface PrivateNamesProps {
  /** Name tag of the zone that is made. */
  readonly name: string;
  /** The zone: made for one VPC, or one that exists. */
  readonly zone: { readonly name: string; readonly vpcId: string; readonly region: string } | { readonly id: string };
  readonly records: readonly AliasRecordProps[];
  /** @default - no names of single hosts */
  readonly hosts?: readonly HostRecordProps[];
  /**
   * Provider of the zone's account.
   * @default - the stack's
   */
  readonly provider?: AwsProvider;
}

/** Seconds; a host's address changes with its mapping alone. */
const HOST_TTL = 300;

/** A label as part of an address: no label begins with a hyphen, so no two are alike. */
function addressPart(label: string): string {
  return label.replace(/_/g, "_-").replace(/[.]/g, "_");
}

/**
 * A private hosted zone of a VPC, or one that exists, with an alias record per name. A VPC asks its private zones only where
 * its enableDnsHostnames and enableDnsSupport are on. Source: Route 53 developer guide, considerations for private hosted zones.
 */
export class PrivateNames extends Construct {
  readonly zoneId: string;
  private readonly records = new Map<string, Route53Record>();

  constructor(scope: Construct, id: string, props: PrivateNamesProps) {
    super(scope, id);
    const { name, zone, provider } = props;
    this.zoneId =
      "id" in zone
        ? zone.id
        : new Route53Zone(this, "Zone", {
            name: zone.name,
            comment: `Names of the bridge's services, for the VPC ${name}`,
            vpc: [{ vpcId: zone.vpcId, vpcRegion: zone.region }],
            tags: { Name: name },
            provider,
          }).zoneId;
    for (const { name: recordName, label, dnsName, zoneId } of props.records) {
      const record = new Route53Record(this, label === "" ? "Apex" : addressPart(label), {
        zoneId: this.zoneId,
        name: recordName,
        type: "A",
        // There is nothing else to answer with where no target is healthy, so health is not asked for.
        alias: { name: dnsName, zoneId, evaluateTargetHealth: false },
        provider,
      });
      this.records.set(recordName, record);
    }
    for (const { name: recordName, label, address } of props.hosts ?? []) {
      const record = new Route53Record(this, `host-${addressPart(label)}`, {
        zoneId: this.zoneId,
        name: recordName,
        type: "A",
        ttl: HOST_TTL,
        records: [address],
        provider,
      });
      acceptFindings(record, { CKV2_AWS_23: "an appliance translates the address, so no resource has it" });
      this.records.set(recordName, record);
    }
  }

  /** A record's whole name as Terraform completes it. */
  fqdn(name: string): string {
    const record = this.records.get(name);
    if (!record) throw new Error(`there is no record "${name}"; there are ${[...this.records.keys()].join(", ")}`);
    return record.fqdn;
  }
}
