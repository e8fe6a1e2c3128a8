import { type AddressPlan } from "../address-plan/plan";
import { formatAddress } from "../ip";
import { type Statement } from "../reachability";
import { reachesService } from "./service-access";
import { fact, instanceAt, instanceName, missing, type Parts } from "./statement-parts";

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The bucket of Amazon Linux's packages. Source: AL2023 user guide, "Amazon S3 gateway endpoint for AL2023 repositories". */
export function packagesOf({ config: { region } }: AddressPlan): string {
  return `arn:${partitionOf(region)}:s3:::al2023-repos-${region}-de612dc2/*`;
}

/** The demo web server installs nginx when it starts, from S3 and without a way to the internet. */
export function packages(parts: Parts): Statement[] {
  const { network, plan, web } = parts;
  const host = plan.config.demo.web;
  if (!host) return [];
  const text = `demo web server ${formatAddress(host.address)} -> packages of Amazon Linux in S3, over a gateway endpoint that admits nothing else`;
  const nic = instanceAt(parts, web, host.address);
  if (!nic) return [missing(text, instanceName(host.address))];
  const { region } = plan.config;
  return [
    fact(text, () =>
      reachesService(network.graph, {
        host: nic,
        service: `com.amazonaws.${region}.s3`,
        port: 443,
        action: "s3:GetObject",
        resource: packagesOf(plan),
      }),
    ),
  ];
}
