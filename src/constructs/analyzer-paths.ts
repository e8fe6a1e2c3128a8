import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { Construct } from "constructs";
import { ReachabilityAnalyzer } from "../../.gen/modules/reachability-analyzer";
import type { AddressPlan, PlannedTarget } from "../address-plan/plan";
import { formatIpv4 } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import type { DemoHost } from "./demo-host";
import { type FrontDoor, listenerPorts } from "./front-door";
import type { Steering } from "./steering";

export interface AnalyzerPathsProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
  readonly steering: Steering;
  readonly frontDoor: FrontDoor;
  /** @default - the network interface named in the bridge file */
  readonly demoClient?: DemoHost;
  /** @default - the network interface named in the bridge file */
  readonly demoWeb?: DemoHost;
}

/** Reachability Analyzer over the request's two segments, for the ALB node in the first zone. */
export class AnalyzerPaths extends Construct {
  readonly pathFound: string;
  readonly explanations: string;

  constructor(scope: Construct, id: string, props: AnalyzerPathsProps) {
    super(scope, id);
    const { plan, clientVpc, steering, frontDoor, demoClient, demoWeb } = props;
    const given = plan.config.reachability_analyzer;
    const target = targetOf(plan);
    const albSubnet = plan.albSubnets[0];
    const attachment = albSubnet && steering.interfaces.get(albSubnet.zone);
    const client = given?.client ?? demoClient?.networkInterfaceId;
    const web = given?.web ?? demoWeb?.networkInterfaceId;
    const listenerPort = listenerPorts(plan)[0];
    if (!target || !albSubnet || !attachment || !client || !web || listenerPort === undefined) {
      throw new Error("the bridge lacks an end of a path to analyse");
    }
    const albNode = new DataAwsNetworkInterface(this, "alb-node", {
      filter: [
        { name: "description", values: [`ELB ${frontDoor.alb.arnSuffix}`] },
        { name: "subnet-id", values: [clientVpc.subnet(albSubnet).subnetId] },
      ],
    });
    const module = new ReachabilityAnalyzer(this, "segments", {
      name: plan.name,
      clientInterfaceId: client,
      albInterfaceId: albNode.id,
      albAddress: albNode.privateIp,
      listenerPort,
      attachmentInterfaceId: attachment.id,
      webInterfaceId: web,
      webAddress: formatIpv4(target.address),
      targetPort: target.port,
    });
    this.pathFound = module.pathFoundOutput;
    this.explanations = module.explanationsOutput;
  }
}

/** The demo web server's target where there is one, else the first. */
function targetOf(plan: AddressPlan): PlannedTarget | undefined {
  const demo = plan.config.demo.web;
  return plan.targets.find((target) => target.address === demo?.address) ?? plan.targets[0];
}
