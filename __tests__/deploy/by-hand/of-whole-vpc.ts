import * as balancer from "./balancer-deeds";
import { type Example } from "./broken";
import * as deed from "./deeds";
import * as transit from "./transit-deeds";
import { REFUSED_BY_AWS, TARGETS_OUTSIDE } from "./unbreakable";

const at = (name: string): string => `whole-vpc-${name}`;
/** The VPCs, and their attachments to a gateway of somebody else's. */
const [CLIENTS, ORDERS, HUB] = ["clients", "orders", at("hub")];
const [CLIENT_AT, WEB_AT, HUB_AT] = [at("client"), at("web"), at("hub")];
const [ALB, NLB] = [at("web-alb"), at("web-nlb")];
const ALL = "0.0.0.0/0";

/** Somebody else's, at the same gateway. */
const [OTHERS, RANGE_OF_OTHERS] = ["shared-services", "10.200.0.0/24"];

/** A way by the gateway to a range that the VPC gets for it: both have the same one. */
function wayTo(from: string, to: string): deed.Deed {
  return deed.all(
    `somebody gives ${to} a second range, to which the gateway leads ${from}`,
    deed.secondRange(to, "100.70.0.0/24"),
    transit.joined({ gateway: CLIENT_AT, from, to, destination: "100.70.0.0/24" }),
  );
}

/** The bridge of bridges/whole-vpc.yaml, between VPCs that exist, over three accounts. */
export const OF_WHOLE_VPC: Example = {
  servers: [
    ["orders-a", "order-servers", "10.0.0.10", "10.0.0.20"],
    ["orders-b", "order-servers", "10.0.16.10"],
  ],
  unbreakable: [
    ...REFUSED_BY_AWS,
    ...TARGETS_OUTSIDE,
    [/^the web VPCs that the bridge makes have no endpoints/, "the bridge makes none"],
    [/^the client VPC gets no endpoint/, "in a VPC of others, theirs are their own matter"],
  ],
  rows: [
    [
      deed.routeDeleted("orders", "100.64.8.0/26"),
      /^web side's [AN]LB node in /,
      /^the web VPC's route tables lead to its/,
    ],
    [
      deed.routeDeleted("apps-a", "100.64.8.0/26"),
      /^client apps-a -> web side's/,
      /^the client VPC's route tables lead/,
    ],
    [deed.routeDeleted("apps-b", "100.64.8.0/26"), /^client apps-b -> web side's/],
    [
      deed.routeDeleted(at("web-euc1-az1"), "10.0.0.0/20"),
      /^the hub's route tables lead each web side's load balancers/,
    ],
    [transit.disassociated(CLIENT_AT), /^client apps-[ab] -> /, /^the client side's transit gateway table leads/],
    [transit.transitRouteDeleted(at("hub-from"), "100.64.16.0/26"), /^the hub's transit gateway table leads/],
    [transit.transitRouteAdded(at("web-from"), HUB_AT), /^the web side's transit gateway table leads/],
    [transit.propagated(at("client-from"), WEB_AT), /^no transit gateway table takes propagated routes/],
    [transit.gatewayDeleted(CLIENT_AT, WEB_AT, HUB_AT), /^the transit gateway is there/],
    [transit.detached(WEB_AT), /^the web VPC gets an attachment, and no other way out/],
    [transit.detached(CLIENT_AT), /^the client VPC gets an attachment, and no other way out/],
    [
      deed.internetFor(at("web-euc1-az1")),
      /^no way from the hub VPC to the internet/,
      /^the hub VPC has its attachment/,
    ],
    [
      deed.all(
        "a load balancer is opened to the internet",
        deed.internetFor(at("web-euc1-az1"), at("web-euc1-az2")),
        balancer.balancerFacesTheInternet(ALB),
        deed.ruleAdded(ALB, { range: ALL, port: 443 }),
      ),
      /^no way from the internet to a load balancer/,
    ],
    [
      deed.tableOfAnother(at("client-attachment-euc1-az1"), "apps-a"),
      /^no packet from a subnet without clients of the client VPC opens/,
    ],
    [
      deed.ruleAdded(ALB, { range: ALL, port: 22 }),
      /^no packet from the client VPC opens another port than 443 on the web side's ALB/,
      /^no packet from the web VPC opens anything on a load balancer/,
      /^the web side's ALB admits NAT gateways on its listeners, nobody else/,
    ],
    [
      deed.ruleAdded(NLB, { range: ALL, port: 22 }),
      /^no packet from the client VPC opens another port than 5432 on the web side's NLB/,
      /^the web side's NLB admits the NAT gateways of each listener's clients, nobody else/,
    ],
    [deed.ruleAdded(ALB, { range: deed.FAR, port: 9, isEgress: true }), /^the web side's ALB opens connections to its/],
    [deed.ruleAdded(NLB, { range: deed.FAR, port: 9, isEgress: true }), /^the web side's NLB opens connections to its/],
    [
      deed.ruleAdded("order-servers", { range: "100.64.8.0/26", port: 22 }),
      /^the web side's security groups get rules for its load balancers on the targets' ports, no others/,
    ],
    [deed.ruleAdded("default", { range: deed.FAR, port: 22 }, HUB), /^the default security groups are empty/],
    [
      transit.joined({ gateway: CLIENT_AT, from: CLIENTS, to: OTHERS, destination: RANGE_OF_OTHERS }),
      /^nothing in the client VPC gains a way that it does not have without the bridge, but to the hub/,
    ],
    [
      transit.joined({ gateway: WEB_AT, from: ORDERS, to: OTHERS, destination: RANGE_OF_OTHERS }),
      /^nothing in the web VPC gains a way that it does not have without the bridge/,
    ],
    [
      transit.joined({ gateway: CLIENT_AT, from: OTHERS, to: ORDERS, destination: "10.0.0.0/20" }),
      /^nobody elsewhere gains a way into any of these VPCs that is not there without the bridge/,
    ],
    [wayTo(CLIENTS, ORDERS), /^no packet from the client VPC to the web VPC/],
    [wayTo(ORDERS, CLIENTS), /^no packet from the web VPC to the client VPC/],
    [balancer.listenerDeleted(ALB, 443), /^orders: port 443 forwards to its 2 targets/],
    [balancer.deregistered("orders"), /^orders: port 443 forwards to its 2 targets/],
    [balancer.deregistered("database"), /^database: port 5432 forwards to its 1 targets/],
    [balancer.clientsKept("database"), /^database: port 5432 forwards to its 1 targets/],
    [balancer.proxyProtocolSwitched("database"), /^database: port 5432 forwards to its 1 targets/],
    [balancer.listenerAdded(ALB), /^the web side's ALB listens on 443, nothing else/],
    [balancer.listenerAdded(NLB), /^the web side's NLB listens on 5432, nothing else/],
    [balancer.balancerDeleted(ALB), /^the ALB of the web side is there/],
    [balancer.balancerDeleted(NLB), /^the NLB of the web side is there/],
    [balancer.otherSubnet(ALB, at("attachment-euc1-az1")), /^the nodes of the web side's load balancers are in/],
    [deed.natAdded(at("client-nat-euc1-az1")), /^the NAT gateways of the client VPC have the addresses/],
    [deed.natAdded(at("web-euc1-az1")), /^the hub VPC holds nothing but its load balancers/],
    [deed.hostAdded(at("web-euc1-az1"), ALB), /^the hub VPC holds nothing but its load balancers/],
    [deed.rangeAdded(HUB), /^the hub VPC has its range and its subnets/],
    [deed.rangeAdded(CLIENTS), /^the client VPC has its ranges and subnets/],
    [deed.rangeAdded(ORDERS), /^the web VPC has its ranges and subnets/],
    [deed.publicAddresses(at("web-euc1-az1")), /^nothing of the bridge is public/],
    [
      deed.routeAdded("apps-a", deed.natGateway(at("client-nat-euc1-az1")), "10.0.16.0/20"),
      /^no way is lost that is there without the bridge/,
    ],
    [deed.twin(HUB), /^the hub VPC is there/],
    [deed.aclDenies(CLIENTS), /^client apps-[ab] -> web side's/],
    [
      deed.routeAdded("orders", transit.gateway(WEB_AT)),
      /^the web VPC's route tables lead to its load balancers, nowhere else/,
    ],
  ],
};
