import * as balancer from "./balancer-deeds";
import * as deed from "./deeds";
import * as transit from "./transit-deeds";
import { type Example } from "./broken";
import { REFUSED_BY_AWS } from "./unbreakable";

const ALB = "overlap-article";
const [CLIENT, WEB] = ["article-client", "article-web"];
const [FROM_CLIENT, FROM_WEB] = ["article-from-client", "article-from-web"];
const ALL = "0.0.0.0/0";

/** The bridge of bridges/article.yaml, with its demo hosts. */
export const OF_ARTICLE: Example = {
  servers: [],
  unbreakable: REFUSED_BY_AWS,
  rows: [
    [
      deed.routeDeleted("article-private1", "10.0.2.0/24"),
      /^private1 -> ALB node in private3,/,
      /^private1 uses the NAT/,
    ],
    [
      deed.routeDeleted("article-private1", "10.0.3.0/24"),
      /^private1 -> ALB node in private3b,/,
      /^private1 uses the NAT/,
    ],
    [deed.aclDenies(WEB), /^ALB node in private3b? -> web/],
    [transit.disassociated(CLIENT), /^ALB node in .* -> web/, /^the client side's transit gateway table leads/],
    [transit.transitRouteDeleted(FROM_CLIENT, "10.64.0.0/24"), /^the client side's transit gateway table leads/],
    [transit.transitRouteAdded(FROM_WEB, CLIENT), /^the web side's transit gateway table leads/],
    [transit.propagated(FROM_CLIENT, WEB), /^no transit gateway table takes propagated routes/],
    [transit.gatewayOption(CLIENT, "DefaultRouteTableAssociation", "enable"), /^the transit gateway has no default/],
    [transit.gatewayDeleted(CLIENT, WEB), /^the transit gateway is there/],
    [transit.detached(WEB), /^the output overlap_bridge names the parts/],
    [balancer.listenerDeleted(ALB, 80), /^web: port 80 forwards to its 1 targets/],
    [balancer.listenerAnswers(ALB, 80), /^web: port 80 forwards to its 1 targets/],
    [balancer.deregistered("web"), /^web: port 80 forwards to its 1 targets/],
    [balancer.listenerAdded(ALB), /listens on 80, nothing else/],
    [balancer.otherSubnet(ALB, "article-private2"), /^the ALB's nodes are in the ALB subnets/],
    [balancer.zoneLost(ALB, "us-east-1a"), /^every target's zone is one that the load balancer serves/],
    [balancer.balancerDeleted(ALB), /^the ALB is there/],
    [
      deed.tableOfAnother("article-private1", "article-private3"),
      /^no packet from private1 to the web side/,
      /^no way is lost that is there without the bridge/,
    ],
    [deed.tableOfAnother("article-private2", "article-private3"), /^no packet from private2 to the web side/],
    [deed.tableOfAnother("article-private3", "article-private1"), /^no packet from a subnet without clients opens/],
    [deed.tableOfAnother("article-private3", "article-private3b"), /^each zone's ALB node leaves by its own zone's/],
    [
      transit.joined({ gateway: CLIENT, from: WEB, to: CLIENT, destination: "10.0.1.0/24" }),
      /^no packet from the web side's private to any client or NAT subnet/,
    ],
    [
      deed.ruleAdded("article-alb", { range: ALL, port: 80 }),
      /^no packet from the web side opens anything on the ALB/,
      /^the ALB admits the NAT gateways on its listeners' ports, nobody else/,
    ],
    [
      deed.ruleAdded("article-alb", { range: deed.FAR, port: 9, isEgress: true }),
      /^the ALB opens connections to the targets'/,
    ],
    [deed.ruleRevoked("article-alb"), /^demo client 10.64.0.20 -> ALB, port 80/, /^the ALB admits the NAT gateways/],
    [deed.ruleRevoked("article-web-servers"), /^the web servers admit the ALB subnets on the targets' ports, nobody/],
    [deed.ruleRevoked("article-connect", true), /^the EC2 Instance Connect Endpoint reaches the demo client by SSH/],
    [deed.ruleAdded("default", { range: deed.FAR, port: 22 }, WEB), /^the default security groups are empty/],
    [deed.ruleAdded("article-demo-client", { range: ALL, port: 22 }), /^nothing in the client VPC gains a way/],
    [
      deed.ruleAdded("article-web-servers", { range: ALL, port: 22, isEgress: true }),
      /^nothing in the web VPC gains a way that it does not have without the bridge/,
    ],
    [
      deed.internetFor("article-private1"),
      /^no way from private1 to the internet/,
      /^the client VPC gets an attachment/,
    ],
    [deed.internetFor("article-private2"), /^no way from private2 to the internet/],
    [deed.internetFor("article-private3"), /^no way from private3 to the internet/],
    [deed.internetFor("article-private3b"), /^no way from private3b to the internet/],
    [
      deed.internetFor("article-web-private"),
      /^no way from private to the internet/,
      /^the web VPC gets an attachment/,
    ],
    [
      deed.all(
        "the load balancer is opened to the internet",
        deed.internetFor("article-private3", "article-private3b"),
        balancer.balancerFacesTheInternet(ALB),
        deed.ruleAdded("article-alb", { range: ALL, port: 80 }),
      ),
      /^no way from the internet to the ALB/,
    ],
    [deed.natAdded("article-private2"), /^the NAT gateways have the addresses that the ALB's security group names/],
    [deed.natAdded("article-private3"), /^the ALB subnets hold nothing but the ALB/],
    [deed.hostAdded("article-private3", "article-alb"), /^the ALB subnets hold nothing but the ALB/],
    [deed.subnetAdded(CLIENT, "10.64.200.0/24"), /^the client VPC has the subnets of the file and of the bridge/],
    [deed.rangeAdded(CLIENT), /^the client VPC has its ranges and subnets, each in its zone/],
    [deed.rangeAdded(WEB), /^the web VPC has its ranges and subnets, each in its zone/],
    [deed.publicAddresses("article-private1"), /^nothing of the bridge is public/],
    [deed.instanceGone("10.64.0.20", "article-demo-client"), /^demo client 10.64.0.20/],
    [balancer.endpointPolicy("article-s3"), /^demo web server 10.64.0.10 -> packages of Amazon Linux in S3/],
    [balancer.endpointDeleted("article-s3"), /^demo web server 10.64.0.10 -> packages of Amazon Linux in S3/],
    [
      deed.routeAdded("article-web-private", transit.gateway(WEB)),
      /^the web VPC gets an attachment and routes to the ALB subnets, nothing else/,
    ],
    [deed.peeredWithOthers(CLIENT), /^the client VPC gets an attachment and the bridge's routes, nothing else/],
    [deed.endpointAdded(WEB, "article-web-private"), /^the VPCs that the bridge makes have no endpoints of others/],
    [
      deed.all(
        "somebody's VPC gets to the servers",
        transit.strangerAttached(CLIENT, WEB, "10.64.0.0/24"),
        deed.ruleAdded("article-web-servers", { range: deed.FAR, port: 80 }),
      ),
      /^the transit gateway has the bridge's attachments, and no others/,
      /^nobody elsewhere gains a way into either VPC that is not there without the bridge/,
    ],
    [deed.twin(CLIENT), /^both VPCs are there/],
  ],
};
