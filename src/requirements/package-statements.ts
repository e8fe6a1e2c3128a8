import { type AddressPlan } from "../address-plan/plan";
import { formatIpv4, setHas } from "../ipv4";
import { reachesService, type Statement } from "../reachability";
import { missing, type Parts } from "./statement-parts";

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The bucket of Amazon Linux's packages. Source: AL2023 user guide, "Amazon S3 gateway endpoint for AL2023 repositories". */
function packagesOf({ config: { region } }: AddressPlan): string {
  return `arn:${partitionOf(region)}:s3:::al2023-repos-${region}-de612dc2/*`;
}

/** The demo web server installs nginx when it starts, from S3 and without a way to the internet. */
export function packages({ network, plan, web }: Parts): Statement[] {
  const host = plan.config.demo.web;
  if (!host) return [];
  const address = formatIpv4(host.address);
  const text = `demo web server ${address} -> packages of Amazon Linux in S3, over a gateway endpoint that admits nothing else`;
  const nic = network.topology.nics.find(
    (one) =>
      one.kind === "instance" && one.subnet.vpc === web && one.privateIps && setHas(one.privateIps, host.address),
  );
  if (!nic) return [missing(text, `instance at ${address}`)];
  const { region } = plan.config;
  return [
    reachesService(network.graph, {
      text,
      host: nic,
      service: `com.amazonaws.${region}.s3`,
      port: 443,
      action: "s3:GetObject",
      resource: packagesOf(plan),
    }),
  ];
}
