import * as balancer from "./balancer-deeds";
import * as deed from "./deeds";
import * as transit from "./transit-deeds";
import { type Example } from "./broken";
import { REFUSED_BY_AWS } from "./unbreakable";

const ALB = "overlap-production";
const [CLIENT, WEB] = ["production-client", "production-web"];
const [FROM_CLIENT, FROM_WEB] = ["production-from-client", "production-from-web"];
const ALL = "0.0.0.0/0";
const at = (name: string): string => `production-${name}`;

/** Each subnet of the client VPC and of the web VPC, with its name in the file. */
const SUBNETS = [
  "clients-a",
  "clients-b",
  "batch-a",
  "nat-a",
  "nat-b",
  "attachment-a",
  "attachment-b",
  "alb-a",
  "alb-b",
];

/** The bridge of bridges/production.yaml, with demo hosts. */
export const OF_PRODUCTION: Example = {
  servers: [
    ["production-web-web-a", "production-web-servers", "10.64.0.11", "10.64.0.12"],
    ["production-web-web-b", "production-web-servers", "10.64.1.10", "10.64.1.11", "10.64.1.12", "10.64.1.13"],
  ],
  unbreakable: REFUSED_BY_AWS,
  rows: [
    ...["a", "b"].flatMap((zone) => [
      [
        deed.routeDeleted(at(`clients-${zone}`), "100.64.0.0/27"),
        new RegExp(`^clients-${zone} uses the NAT gateway`),
      ] as const,
      [deed.aclDenies(CLIENT), new RegExp(`^clients-${zone} -> ALB node`)] as const,
    ]),
    [deed.aclDenies(WEB), /^ALB node in .* -> (shop|shop-api|accounts) /],
    [transit.disassociated(WEB), /^ALB node in .* -> shop /, /^the web side's transit gateway table leads/],
    [transit.transitRouteDeleted(FROM_CLIENT, "10.64.0.0/24"), /^the client side's transit gateway table leads/],
    [transit.transitRouteAdded(FROM_WEB, CLIENT), /^the web side's transit gateway table leads/],
    [transit.propagated(FROM_WEB, CLIENT), /^no transit gateway table takes propagated routes/],
    [transit.gatewayOption(CLIENT, "DefaultRouteTablePropagation", "enable"), /^the transit gateway has no default/],
    [transit.gatewayDeleted(CLIENT, WEB), /^the transit gateway is there/],
    [balancer.listenerDeleted(ALB, 443), /: port 443 forwards to its/],
    [balancer.listenerDeleted(ALB, 80), /^port 80 redirects to HTTPS on port 443/],
    [balancer.listenerAnswers(ALB, 80), /^port 80 redirects to HTTPS on port 443/],
    [balancer.deregistered("shop"), /^shop: port 443 forwards/],
    [balancer.listenerAdded(ALB), /listens on 80 and 443, nothing else/],
    [balancer.otherSubnet(ALB, at("nat-a")), /^the ALB's nodes are in the ALB subnets/],
    [balancer.zoneLost(ALB, "eu-central-1a"), /^every target's zone is one that the load balancer serves/],
    ...SUBNETS.filter((name) => !name.startsWith("alb-")).map(
      (name) =>
        [deed.tableOfAnother(at(name), at("alb-a")), new RegExp(`^no packet from ${name} to the web side`)] as const,
    ),
    [deed.tableOfAnother(at("clients-a"), at("alb-a")), /^no way is lost that is there without the bridge/],
    [deed.tableOfAnother(at("batch-a"), at("clients-a")), /^no packet from a subnet without clients opens/],
    [deed.tableOfAnother(at("alb-a"), at("alb-b")), /^each zone's ALB node leaves by its own zone's/],
    [
      transit.joined({ gateway: CLIENT, from: WEB, to: CLIENT, destination: "100.64.0.128/28" }),
      /^no packet from the web side's web-[ab] to any client or NAT subnet/,
    ],
    [
      deed.ruleAdded(at("alb"), { range: ALL, port: 443 }),
      /^no packet from the web side opens anything on the ALB/,
      /^the ALB admits the NAT gateways on its listeners' ports, nobody else/,
    ],
    [
      deed.ruleAdded(at("alb"), { range: deed.FAR, port: 9, isEgress: true }),
      /^the ALB opens connections to the targets'/,
    ],
    [deed.ruleAdded(at("web-servers"), { range: "100.64.0.0/26", port: 22 }), /^the web servers admit the ALB subnets/],
    [deed.ruleRevoked(at("alb")), /^the ALB admits the NAT gateways/],
    [deed.ruleAdded("default", { range: deed.FAR, port: 22 }, CLIENT), /^the default security groups are empty/],
    [deed.ruleAdded(at("demo-client"), { range: ALL, port: 22 }), /^nothing in the client VPC gains a way/],
    [
      deed.ruleAdded(at("web-servers"), { range: ALL, port: 22, isEgress: true }),
      /^nothing in the web VPC gains a way/,
    ],
    ...SUBNETS.map(
      (name) =>
        [
          deed.internetFor(at(name)),
          new RegExp(`^no way from ${name} to the internet`),
          /^the client VPC gets an attachment and the bridge's routes, nothing else/,
        ] as const,
    ),
    ...["a", "b"].map(
      (zone) =>
        [deed.internetFor(at(`web-web-${zone}`)), new RegExp(`^no way from web-${zone} to the internet`)] as const,
    ),
    [
      deed.all(
        "the load balancer is opened to the internet",
        deed.internetFor(at("alb-a"), at("alb-b")),
        balancer.balancerFacesTheInternet(ALB),
        deed.ruleAdded(at("alb"), { range: ALL, port: 443 }),
      ),
      /^no way from the internet to the ALB/,
    ],
    [deed.natAdded(at("nat-a")), /^the NAT gateways have the addresses that the ALB's security group names/],
    [deed.hostAdded(at("alb-a"), at("alb")), /^the ALB subnets hold nothing but the ALB/],
    [deed.subnetAdded(CLIENT, "10.64.200.0/24"), /^the client VPC has the subnets of the file and of the bridge/],
    [deed.rangeAdded(CLIENT), /^the client VPC has its ranges and subnets, each in its zone/],
    [deed.rangeAdded(WEB), /^the web VPC has its ranges and subnets, each in its zone/],
    [deed.publicAddresses(at("attachment-a")), /^nothing of the bridge is public/],
    [deed.instanceGone("10.64.0.20", at("demo-client")), /^demo client 10.64.0.20/],
    [balancer.endpointPolicy(at("s3")), /^demo web server 10.64.0.10 -> packages of Amazon Linux in S3/],
    [
      deed.routeAdded(at("web-web-a"), transit.gateway(WEB)),
      /^the web VPC gets an attachment and routes to the ALB subnets, nothing else/,
    ],
    [deed.endpointAdded(CLIENT, at("clients-a")), /^the VPCs that the bridge makes have no endpoints of others/],
    [
      deed.all(
        "somebody's VPC gets to the servers",
        transit.strangerAttached(CLIENT, WEB, "10.64.0.0/24"),
        deed.ruleAdded(at("web-servers"), { range: deed.FAR, port: 8443 }),
      ),
      /^the transit gateway has the bridge's attachments, and no others/,
      /^nobody elsewhere gains a way into either VPC that is not there without the bridge/,
    ],
  ],
};
