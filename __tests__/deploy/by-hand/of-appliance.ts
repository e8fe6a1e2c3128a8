import * as appliance from "./appliance-deeds";
import * as balancer from "./balancer-deeds";
import * as deed from "./deeds";
import * as transit from "./transit-deeds";
import { type Example } from "./broken";
import { REFUSED_BY_AWS } from "./unbreakable";

const at = (name: string): string => `appliance-${name}`;
const [CLIENT, WEB] = [at("client"), at("web")];
const [FROM_CLIENT, FROM_WEB] = [at("from-client"), at("from-web")];
/** The instance, and its interfaces with their groups. */
const HOST = at("appliance-a");
const [INNER, OUTER] = [at("appliance-inner"), at("appliance-outer")];
const ALL = "0.0.0.0/0";
/** How each side sees the other one. */
const [WEB_SEEN_AS, CLIENTS_SEEN_AS] = ["100.64.1.0/24", "100.64.2.0/24"];

const PASSING = [
  /^private1 -> web side by its virtual addresses, (TCP|UDP|ping)/,
  /^demo client .* -> web side by its virtual addresses, (TCP|UDP|ping)/,
] as const;
const COMING_BACK = [/^web side -> demo client by/, /^private -> clients by their virtual addresses/] as const;
const IN_PLACE = /^the appliance in zone a forwards between its two interfaces/;

/** The bridge of bridges/appliance.yaml, with its demo hosts. */
export const OF_APPLIANCE: Example = {
  servers: [],
  unbreakable: REFUSED_BY_AWS,
  rows: [
    [deed.routeDeleted(at("private1"), WEB_SEEN_AS), ...PASSING, /^clients of the appliance in zone a are led to it/],
    [deed.routeDeleted(at("transit"), CLIENTS_SEEN_AS), ...COMING_BACK, /^clients of the appliance in zone a are led/],
    [deed.routeDeleted(at("outer"), "10.64.0.0/24"), ...PASSING],
    [
      appliance.steeredElsewhere(at("outer"), "10.64.0.0/24", "10.0.9.0/28"),
      /^each zone's appliance leaves by its own zone's attachment interface/,
    ],
    [appliance.stopped(HOST), ...PASSING, ...COMING_BACK, IN_PLACE],
    [
      appliance.otherUserData(HOST),
      ...[...PASSING, ...COMING_BACK, IN_PLACE],
      /^what clients open arrives at the twin/,
      /^what the web side opens arrives at the twin/,
      /^the appliance's ruleset alone/,
      /^an appliance lets no answer pass of a connection that it has not seen begin/,
    ],
    [appliance.sourcesChecked(at("appliance-a-inner")), ...PASSING, IN_PLACE],
    [appliance.sourcesChecked(at("appliance-a-outer")), ...COMING_BACK, IN_PLACE],
    [appliance.furtherInterface(HOST, at("outer"), OUTER), IN_PLACE],
    [deed.instanceGone("10.0.4.0/28", HOST), ...PASSING, ...COMING_BACK, IN_PLACE],
    [deed.instanceGone("10.64.0.10", at("demo-client")), /^demo client 10.64.0.10/],
    [deed.aclDenies(WEB), ...PASSING, ...COMING_BACK],
    [
      deed.all(
        "the gateway leads clients to a range of the web side's by the virtual addresses",
        deed.routeDeleted(at("private1"), WEB_SEEN_AS),
        deed.secondRange(WEB, WEB_SEEN_AS),
        transit.joined({ gateway: CLIENT, from: CLIENT, to: WEB, destination: WEB_SEEN_AS }),
      ),
      /^no packet from private1 gets to the web side by its virtual addresses but/,
      /^no packet from a subnet without clients gets to the web side by its virtual addresses/,
    ],
    [
      deed.all(
        "the clients' VPC gets the range of their virtual addresses",
        deed.routeDeleted(at("transit"), CLIENTS_SEEN_AS),
        deed.secondRange(CLIENT, CLIENTS_SEEN_AS),
      ),
      /^no packet from the web side's private gets to the client VPC by the clients' virtual addresses but/,
    ],
    [
      deed.all(
        "the appliance is opened to the internet",
        deed.internetFor(at("inner")),
        appliance.publicAddress(at("appliance-a-inner")),
        deed.ruleAdded(INNER, { range: ALL, port: 22 }),
      ),
      /^no way from the internet to an appliance/,
      IN_PLACE,
    ],
    [balancer.endpointDeleted(at("appliance-s3")), /^the appliance in zone a -> packages of Amazon Linux in S3/],
    [balancer.endpointPolicy(at("appliance-s3")), /^the appliance in zone a -> packages of Amazon Linux in S3/],
    [balancer.endpointPolicy(at("s3")), /^demo web server 10.64.0.10 -> packages of Amazon Linux in S3/],
    [deed.ruleAdded(INNER, { range: ALL, port: 22 }), /^the appliance takes from clients what they may open/],
    [
      deed.ruleRevoked(INNER, false, "udp"),
      /^private1 -> web side by its virtual addresses, UDP/,
      /^the appliance takes from clients what they may open/,
    ],
    [deed.ruleAdded(INNER, { range: ALL, port: 22, isEgress: true }), /^the appliance sends clients what/],
    [deed.ruleAdded(OUTER, { range: ALL, port: 22 }), /^the appliance takes from the web side what it may open/],
    [deed.ruleAdded(OUTER, { range: ALL, port: 22, isEgress: true }), /^the appliance sends the web side what/],
    [
      deed.ruleAdded(at("web-servers"), { range: deed.FAR, port: 9, isEgress: true }),
      /^the web servers may open towards clients what web_to_client lists/,
    ],
    [
      deed.ruleAdded(at("web-servers"), { range: CLIENTS_SEEN_AS, port: 22 }),
      /^the web servers admit the clients' virtual addresses on the ports of client_to_web/,
    ],
    ...["inner", "transit", "private1"].map(
      (name) =>
        [deed.tableOfAnother(at(name), at("outer")), new RegExp(`^no packet from ${name} to the web side`)] as const,
    ),
    [deed.tableOfAnother(at("private1"), at("outer")), /^no way is lost that is there without the bridge/],
    [
      transit.joined({ gateway: CLIENT, from: WEB, to: CLIENT, destination: "10.0.4.0/28" }),
      /^no packet from the web side's private to any client or NAT subnet/,
    ],
    ...["inner", "outer", "private1", "transit"].map(
      (name) => [deed.internetFor(at(name)), new RegExp(`^no way from ${name} to the internet`)] as const,
    ),
    [deed.internetFor(at("web-private")), /^no way from private to the internet/, /^the web VPC gets an attachment/],
    [deed.rangeAdded(CLIENT), /^the client VPC has its ranges and subnets, each in its zone/],
    [deed.rangeAdded(WEB), /^the web VPC has its ranges and subnets, each in its zone/],
    [deed.subnetAdded(CLIENT, "10.64.200.0/24"), /^the client VPC has the subnets of the file and of the bridge/],
    [deed.publicAddresses(at("inner")), /^nothing of the bridge is public/],
    [deed.ruleAdded("default", { range: deed.FAR, port: 22 }, CLIENT), /^the default security groups are empty/],
    [deed.peeredWithOthers(CLIENT), /^the client VPC gets an attachment and the bridge's routes, nothing else/],
    [deed.hostAdded(at("inner"), INNER), /^the appliance's subnets hold nothing but its interfaces/],
    [deed.natAdded(at("outer")), /^the appliance's subnets hold nothing but its interfaces/],
    [deed.endpointAdded(CLIENT, at("private1")), /^the VPCs that the bridge makes have no endpoints of others/],
    [transit.disassociated(CLIENT), ...PASSING, /^the client side's transit gateway table leads/],
    [transit.transitRouteDeleted(FROM_CLIENT, "10.64.0.0/24"), /^the client side's transit gateway table leads/],
    [transit.transitRouteDeleted(FROM_WEB, CLIENTS_SEEN_AS), /^the web side's transit gateway table leads/],
    [transit.transitRouteAdded(FROM_WEB, CLIENT), /^the web side's transit gateway table leads/],
    [transit.propagated(FROM_CLIENT, WEB), /^no transit gateway table takes propagated routes/],
    [transit.gatewayOption(CLIENT, "DefaultRouteTableAssociation", "enable"), /^the transit gateway has no default/],
    [transit.gatewayDeleted(CLIENT, WEB), /^the transit gateway is there/],
    [deed.ruleAdded(at("demo-client"), { range: ALL, port: 22 }), /^nothing in the client VPC gains a way/],
    [
      deed.ruleAdded(at("web-servers"), { range: ALL, port: 22, isEgress: true }),
      /^nothing in the web VPC gains a way that it does not have without the bridge/,
    ],
    [
      deed.all(
        "somebody's VPC gets to the servers",
        transit.strangerAttached(CLIENT, WEB, "10.64.0.0/24"),
        deed.ruleAdded(at("web-servers"), { range: deed.FAR, port: 5432 }),
      ),
      /^the transit gateway has the bridge's attachments, and no others/,
      /^nobody elsewhere gains a way into either VPC that is not there without the bridge/,
    ],
  ],
};
