import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { OverlapBridge } from "overlap-bridge";

const REGION = "eu-central-1";

const app = new App();
const stack = new TerraformStack(app, "orders");
new AwsProvider(stack, "aws", { region: REGION, defaultTags: [{ tags: { Team: "orders" } }] });

// Both VPCs are 10.64.0.0/16; the bridge's addresses are of neither.
const bridge = new OverlapBridge(stack, "orders", {
  region: REGION,
  client: {
    vpc: { cidr: "10.64.0.0/16" },
    subnets: { clients: { cidr: "10.64.0.0/24", zone: "a" } },
  },
  web: {
    vpc: { cidr: "10.64.0.0/16" },
    subnets: { servers: { cidr: "10.64.0.0/24", zone: "a" } },
  },
  bridge: { cidr: "100.64.0.0/24", zones: ["a", "b"] },
  listeners: { http: { port: 80 } },
  services: { orders: { targets: ["10.64.0.10"], port: 8080, health: { path: "/healthz" } } },
});

// What no ALB speaks goes over an appliance: 1:1 NAT on an instance, in a stack of its own.
const data = new TerraformStack(app, "data");
new AwsProvider(data, "aws", { region: REGION, defaultTags: [{ tags: { Team: "orders" } }] });
new OverlapBridge(data, "data", {
  region: REGION,
  client: { vpc: { cidr: "10.64.0.0/16" }, subnets: { clients: { cidr: "10.64.0.0/24", zone: "a" } } },
  web: { vpc: { cidr: "10.64.0.0/16" }, subnets: { servers: { cidr: "10.64.0.0/24", zone: "a" } } },
  bridge: { cidr: "100.64.0.0/24", zones: ["a", "b"] },
  appliance: {
    webSeenAs: "100.65.1.0/24",
    clientsSeenAs: "100.65.2.0/24",
    clientToWeb: [
      { protocol: "TCP", ports: [5432] },
      { protocol: "UDP", ports: [161] },
    ],
  },
  dns: { zone: "corp.internal", records: { db: "10.64.0.10" } },
});

new TerraformOutput(stack, "url", { value: `http://${bridge.frontDoor.alb.dnsName}` });
app.synth();
