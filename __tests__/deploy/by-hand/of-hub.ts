import * as balancer from "./balancer-deeds";
import { type Example, type Row } from "./broken";
import * as deed from "./deeds";
import * as transit from "./transit-deeds";
import { REFUSED_BY_AWS, TARGETS_OUTSIDE } from "./unbreakable";

const at = (name: string): string => `hub-${name}`;
const [CLIENT, HUB] = [at("apps"), at("hub")];
const [FROM_CLIENT, FROM_HUB] = [at("apps-from"), at("hub-from")];
const ALL = "0.0.0.0/0";
const said = (text: string): RegExp => new RegExp(`^${text}`);

/** A way by the gateway to a range that the VPC gets for it: all of them have the same one. */
function wayTo(from: string, to: string): deed.Deed {
  return deed.all(
    `somebody gives ${to} a second range, to which the gateway leads ${from}`,
    deed.secondRange(at(to), "100.70.0.0/24"),
    transit.joined({ gateway: CLIENT, from: at(from), to: at(to), destination: "100.70.0.0/24" }),
  );
}

/** What each web side has, by its name, its service's listener and its database's. */
function ofWeb(web: string, [port, database]: readonly [number, string], other: string): Row[] {
  const [alb, nlb, servers] = [at(`${web}-alb`), at(`${web}-nlb`), at(`${web}-servers`)];
  const side = `the ${web} web side's`;
  return [
    [
      deed.aclDenies(at(web)),
      said(`${web} web side's [AN]LB node in .* -> (shop|crm|reports-db|orders-db) `),
      said(`batch client batch-[ab] -> endpoint for ${web} in`),
    ],
    [
      deed.routeDeleted(at(`${web}-${web}-a`), web === "shop" ? "100.64.8.0/26" : "100.64.8.64/26"),
      said(`the ${web} web VPC's route tables lead`),
    ],
    [
      deed.internetFor(at(`${web}-${web}-a`)),
      said(`no way from the ${web} web VPC to the internet`),
      said(`the ${web} web VPC gets a peering`),
    ],
    [deed.rangeAdded(at(web)), said(`the ${web} web VPC has its ranges and subnets`)],
    [deed.twin(at(web)), said(`the ${web} web VPC is there`)],
    [deed.hostAdded(at(`${web}-a`), alb), /^the hub VPC holds nothing but its load balancers/],
    [balancer.otherSubnet(alb, at(`${other}-a`)), said(`the nodes of ${side} load balancers are in`)],
    [
      balancer.otherGroup(alb, "default"),
      said(`${web} web side's NLB node in .* -> its ALB node in`),
      said(`${side} ALB admits NAT gateways and its own NLB`),
    ],
    [balancer.balancerDeleted(alb), said(`the ALB of the ${web} web side is there`)],
    [balancer.balancerDeleted(nlb), said(`the NLB of the ${web} web side is there`)],
    [balancer.listenerDeleted(alb, port), said(`${web}: port ${port} forwards to its`)],
    [balancer.listenerAdded(alb), said(`${side} ALB listens on`)],
    [balancer.listenerAdded(nlb), said(`${side} NLB listens on`)],
    [balancer.listenerDeleted(nlb, port), said(`${side} NLB hands port ${port} on to its ALB`)],
    [balancer.deregistered(database), said(`${database}: port 5432 forwards to its`)],
    [balancer.clientsKept(database), said(`${database}: port 5432 forwards to its`)],
    [balancer.proxyProtocolSwitched(database), said(`${database}: port 5432 forwards to its`)],
    [deed.ruleAdded(alb, { range: ALL, port: 22 }), said(`${side} ALB admits NAT gateways and its own NLB`)],
    [
      deed.ruleAdded(alb, { range: deed.FAR, port: 9, isEgress: true }),
      said(`${side} ALB opens connections to its targets`),
    ],
    [deed.ruleAdded(nlb, { range: ALL, port: 9 }), said(`${side} NLB admits the NAT gateways of each`)],
    [
      deed.ruleAdded(nlb, { range: deed.FAR, port: 9, isEgress: true }),
      said(`${side} NLB opens connections to its targets`),
    ],
    [deed.ruleRevoked(servers), said(`${side} servers admit its load balancers`)],
    [
      deed.ruleAdded(servers, { range: ALL, port: 22, isEgress: true }),
      said(`nothing in the ${web} web VPC gains a way`),
    ],
    [balancer.acceptsAll(at(web)), said(`${side} endpoint service accepts its clients' endpoints`)],
    [
      balancer.endpointDeleted(at(`batch-${web}`)),
      said(`the batch client side's endpoint for ${web} is in its subnets`),
    ],
    [balancer.endpointPending(at(`batch-${web}`)), said(`batch client batch-[ab] -> endpoint for ${web} in`)],
    [
      deed.ruleAdded(at(`batch-${web}`), { range: ALL, port: 22 }),
      said(`the batch client side's endpoint for ${web} admits its client subnets`),
    ],
    [
      deed.ruleAdded(at(`batch-${web}`), { range: ALL, port: 22, isEgress: true }),
      said(`the batch client side's endpoint for ${web} opens nothing`),
    ],
    [
      deed.tableOfAnother(at(`${web}-a`), at(`${other}-a`)),
      said(`no packet from the load balancers of ${side.slice(0, -2)} to another`),
    ],
    [
      deed.all(
        `the load balancers of ${web} admit the servers`,
        deed.ruleAdded(alb, { range: "10.0.0.0/16", port: 22 }),
        deed.ruleAdded(alb, { range: "10.0.0.0/16", port }),
      ),
      said(`no packet from the ${web} web VPC opens anything on a load balancer`),
      said(`${side} ALB admits NAT gateways and its own NLB`),
    ],
    [wayTo(web, other), said(`no packet from the ${web} web VPC to the ${other} web VPC`)],
    [wayTo(web, "apps"), said(`no packet from the ${web} web VPC to the apps client VPC`)],
    [wayTo(web, "batch"), said(`no packet from the ${web} web VPC to the batch client VPC`)],
    [wayTo("apps", web), said(`no packet from the apps client VPC to the ${web} web VPC`)],
    [wayTo("batch", web), said(`no packet from the batch client VPC to the ${web} web VPC`)],
  ];
}

/** The bridge of bridges/hub.yaml. */
export const OF_HUB: Example = {
  servers: [
    ["hub-shop-shop-a", "hub-shop-servers", "10.0.1.10"],
    ["hub-shop-shop-b", "hub-shop-servers", "10.0.2.10", "10.0.2.11"],
    ["hub-crm-crm-a", "hub-crm-servers", "10.0.1.10", "10.0.1.11"],
  ],
  unbreakable: [...REFUSED_BY_AWS, ...TARGETS_OUTSIDE],
  rows: [
    ...ofWeb("shop", [443, "reports-db"], "crm"),
    ...ofWeb("crm", [80, "orders-db"], "shop"),
    [
      transit.disassociated(CLIENT),
      /^apps client apps-[ab] -> .* node in/,
      /^the apps client side's transit gateway table/,
    ],
    [transit.transitRouteDeleted(FROM_HUB, "100.64.16.0/26"), /^the hub's transit gateway table leads/],
    [transit.transitRouteAdded(FROM_CLIENT, HUB), /^the apps client side's transit gateway table leads/],
    [transit.propagated(FROM_HUB, CLIENT), /^no transit gateway table takes propagated routes/],
    [transit.gatewayOption(HUB, "DefaultRouteTableAssociation", "enable"), /^the transit gateway has no default/],
    [transit.gatewayDeleted(CLIENT, HUB), /^the transit gateway is there/],
    [deed.routeAdded(at("apps-apps-a"), transit.gateway(HUB)), /^the apps client VPC's route tables lead/],
    [deed.routeDeleted(at("shop-a"), "10.0.1.0/24"), /^the hub's route tables lead/],
    [
      deed.internetFor(at("apps-apps-a")),
      /^no way from the apps client VPC to the internet/,
      /^the apps client VPC gets an att/,
    ],
    [
      deed.internetFor(at("batch-batch-a")),
      /^no way from the batch client VPC to the internet/,
      /^the batch client VPC gets endpoints, and no other way out/,
      /^the batch client VPC's route tables get no routes/,
    ],
    [
      deed.internetFor(at("shop-a")),
      /^no way from the hub VPC to the internet/,
      /^the hub VPC has its attachment and peer/,
    ],
    [
      deed.all(
        "a load balancer is opened to the internet",
        deed.internetFor(at("crm-a"), at("crm-b")),
        balancer.balancerFacesTheInternet(at("crm-alb")),
        deed.ruleAdded(at("crm-alb"), { range: ALL, port: 80 }),
      ),
      /^no way from the internet to a load balancer/,
    ],
    [
      deed.tableOfAnother(at("apps-build-a"), at("apps-apps-a")),
      /^no packet from a subnet without clients of the apps client/,
    ],
    [
      deed.ruleAdded(at("shop-alb"), { range: ALL, port: 22 }),
      /^no packet from the apps client VPC opens another port than 443/,
      /^the shop web side's ALB admits/,
    ],
    [
      deed.ruleAdded(at("crm-alb"), { range: ALL, port: 22 }),
      /^no packet from the apps client VPC opens another port than 80/,
      /^the crm web side's ALB admits/,
    ],
    [
      deed.ruleAdded(at("crm-nlb"), { range: ALL, port: 80 }),
      /^no packet from the apps client VPC opens another port than 5432/,
      /^the crm web side's NLB admits/,
    ],
    [
      deed.ruleAdded(at("shop-nlb"), { range: ALL, port: 443 }),
      /^no packet from the apps client VPC opens anything on the shop/,
      /^the shop web side's NLB admits/,
    ],
    [
      deed.ruleAdded(at("batch-shop"), { range: ALL, port: 22 }),
      /^no packet from the batch .* than 443 and 5432 on its endpoint/,
      /^the batch client side's endpoint for shop admits/,
    ],
    [
      deed.ruleAdded(at("batch-crm"), { range: ALL, port: 22 }),
      /^no packet from the batch client VPC opens another port than 80/,
      /^the batch client side's endpoint for crm admits/,
    ],
    [
      deed.all(
        "the gateway leads the batch clients to the load balancers",
        transit.joined({ gateway: CLIENT, from: at("batch"), to: HUB, destination: "100.64.8.0/25" }),
        deed.ruleAdded(at("shop-alb"), { range: "10.0.0.0/16", port: 443 }),
      ),
      /^no packet from the batch client VPC opens anything on a load balancer past its endpoints/,
    ],
    [wayTo("apps", "batch"), /^no packet from the apps client VPC to the batch client VPC/],
    [wayTo("batch", "apps"), /^no packet from the batch client VPC to the apps client VPC/],
    [deed.natAdded(at("apps-nat-a")), /^the NAT gateways of the apps client VPC have the addresses/],
    [deed.natAdded(at("shop-a")), /^the hub VPC holds nothing but its load balancers/],
    [deed.endpointAdded(at("apps"), at("apps-apps-a")), /^the apps client VPC gets no endpoint/],
    [deed.endpointAdded(at("batch"), at("batch-batch-a")), /^the batch client VPC gets its endpoints, and no others/],
    [deed.endpointAdded(at("shop"), at("shop-shop-a")), /^the web VPCs that the bridge makes have no endpoints/],
    [deed.rangeAdded(at("apps")), /^the apps client VPC has its ranges and subnets/],
    [deed.rangeAdded(at("batch")), /^the batch client VPC has its ranges and subnets/],
    [deed.rangeAdded(HUB), /^the hub VPC has its range and its subnets/],
    [deed.publicAddresses(at("crm-a")), /^nothing of the bridge is public/],
    [balancer.zoneLost(at("crm-alb"), "us-east-1a"), /^crm web side's ALB node in crm-a -> crm/],
    [
      deed.all(
        "hosts of apps get to each other",
        deed.ruleAdded("default", { range: ALL, port: 22 }, at("apps")),
        deed.ruleAdded("default", { range: ALL, port: 22, isEgress: true }, at("apps")),
        deed.hostAdded(at("apps-apps-a"), "default"),
      ),
      /^the default security groups are empty/,
      /^nothing in the apps client VPC gains a way/,
    ],
    [deed.hostAdded(at("batch-batch-a"), at("batch-shop")), /^nothing in the batch client VPC gains a way/],
    [
      deed.aclDenies(CLIENT),
      /^no way is lost that is there without the bridge/,
      /^apps client apps-[ab] -> .* node in/,
    ],
    [
      deed.all(
        "somebody's VPC gets to a client",
        transit.strangerAttached(CLIENT, at("apps"), "10.0.1.0/24"),
        deed.ruleAdded("default", { range: deed.FAR, port: 22 }, at("apps")),
        deed.hostAdded(at("apps-apps-a"), "default"),
      ),
      /^the transit gateway has the bridge's attachments, and no others/,
      /^nobody elsewhere gains a way into any of these VPCs/,
    ],
  ],
};
