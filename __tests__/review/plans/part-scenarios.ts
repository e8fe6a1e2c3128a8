import { ingress } from "./base-network";
import { base } from "./changed-parts";
import { type Scenario } from "./scenario";

const ROUTES = "aws_ec2_transit_gateway_route";

/** What Terraform's JSON says of a plan beside its changes; over states written by hand only. */
export const PART_SCENARIOS: readonly Scenario[] = [
  {
    // The route goes; what else the configuration changes is left for another apply.
    name: "targeted",
    before: base(),
    after: base({ aws_route: { "app-to-db": null } }, ingress("database-from-nat", "database", 5433, "10.1.1.10/32")),
    args: ["-target=aws_route.app-to-db"],
  },
  {
    name: "targeted-without-effect",
    before: base(),
    after: base({ aws_route: { "app-to-db": null }, [ROUTES]: { "to-db": null } }),
    args: ["-target=aws_vpc.app"],
  },
  {
    name: "checks",
    before: base(),
    after: {
      ...base(ingress("more", "web", 8443, "10.2.0.0/16")),
      check: {
        narrow: {
          assert: {
            condition: '${aws_vpc.app.cidr_block == "10.0.0.0/24"}',
            error_message: "the VPC has ${aws_vpc.app.cidr_block}",
          },
        },
        later: { assert: { condition: '${aws_vpc_security_group_ingress_rule.more.id != ""}', error_message: "none" } },
        passes: { assert: { condition: '${aws_vpc.app.cidr_block != ""}', error_message: "no range" } },
      },
    },
  },
];
