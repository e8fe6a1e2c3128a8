/** Arguments of a planned resource with other values; null takes the resource out. */
type Edits = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** A plan that was made unsafe, and what of it must be found. */
interface Planted {
  readonly name: string;
  /** The plan that it is made of. */
  readonly of: string;
  readonly edits: Edits;
  /** Checks with addresses. */
  readonly finds: readonly string[];
}

/** Without these a scan that looks at nothing would pass. */
export const PLANTED: readonly Planted[] = [
  {
    name: "opened-production",
    of: "production",
    edits: {
      "aws_s3_bucket_public_access_block.logs": { block_public_acls: false },
      "aws_s3_bucket_versioning.logs": null,
      "aws_lb.front": { drop_invalid_header_fields: false, enable_deletion_protection: false },
      "aws_lb_listener.front_https": { ssl_policy: "ELBSecurityPolicy-2016-08" },
      "aws_flow_log.vpc-flow-logs_web": null,
      "aws_default_security_group.client": { ingress: [{ from_port: 0, to_port: 0, protocol: "-1", self: true }] },
    },
    finds: [
      "CKV_AWS_53 aws_s3_bucket_public_access_block.logs",
      "CKV_AWS_21 aws_s3_bucket.logs",
      "CKV_AWS_131 aws_lb.front",
      "CKV_AWS_150 aws_lb.front",
      "CKV_AWS_103 aws_lb_listener.front_https",
      "CKV2_AWS_11 aws_vpc.web",
      "CKV2_AWS_12 aws_vpc.client",
    ],
  },
  {
    name: "opened-article",
    of: "article",
    edits: {
      "aws_vpc_security_group_ingress_rule.demo-client_from-connect": { cidr_ipv4: "0.0.0.0/0" },
      "aws_instance.demo-web": { metadata_options: [{ http_endpoint: "enabled", http_tokens: "optional" }] },
      "aws_instance.demo-client": { associate_public_ip_address: true },
    },
    finds: [
      "CKV_AWS_24 aws_vpc_security_group_ingress_rule.demo-client_from-connect",
      "CKV_AWS_79 aws_instance.demo-web",
      "CKV_AWS_88 aws_instance.demo-client",
    ],
  },
  {
    name: "opened-iam",
    of: "iam",
    edits: {
      "aws_iam_policy.apply": {
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
      },
      "aws_iam_role.trust-web": {
        assume_role_policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
        }),
      },
    },
    finds: ["CKV_AWS_62 aws_iam_policy.apply", "CKV_AWS_60 aws_iam_role.trust-web"],
  },
];

interface Resource {
  readonly address: string;
  values?: object;
  change?: { after: object };
}
interface Editable {
  planned_values: { root_module: { resources: Resource[] } };
  resource_changes: Resource[];
  configuration: { root_module: { resources: Resource[] } };
}

/** A copy of a plan with some resources changed. @throws Error where a resource is not there */
export function changedPlan(plan: object | undefined, edits: Edits): object {
  const copy = structuredClone(plan) as Editable;
  const root = copy.planned_values.root_module;
  for (const [address, values] of Object.entries(edits)) {
    const [planned, change] = [root.resources, copy.resource_changes].map((all) =>
      all.find((one) => one.address === address),
    );
    if (!planned?.values || !change?.change) throw new Error(`the plan has no ${address}`);
    if (values === null) {
      const others = (all: Resource[]) => all.filter((one) => one.address !== address);
      root.resources = others(root.resources);
      copy.resource_changes = others(copy.resource_changes);
      copy.configuration.root_module.resources = others(copy.configuration.root_module.resources);
      continue;
    }
    planned.values = { ...planned.values, ...values };
    change.change.after = { ...change.change.after, ...values };
  }
  return copy;
}
