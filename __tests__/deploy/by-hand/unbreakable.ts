/** Statements that hold in every account, by whatever hand. They judge what Terraform is about to do. */
export const REFUSED_BY_AWS: readonly (readonly [RegExp, string])[] = [
  [/^tables, groups and targets are in the VPC of what uses them/, "AWS refuses those of another VPC"],
  [/^every route inside a VPC's own range is one that AWS accepts/, "AWS refuses any other"],
  [/^no packet from the .* to a NAT gateway/, "a NAT gateway takes nothing that nobody behind it asked for"],
];

/** The same where every target is outside of the load balancer's VPC. */
export const TARGETS_OUTSIDE: typeof REFUSED_BY_AWS = [
  [
    /^every target's zone is one that the load balancer serves/,
    "AWS registers targets outside of the VPC for all zones",
  ],
];
