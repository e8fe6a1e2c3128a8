import { type Captured, type Item, listOf, textOf } from "./captured";
import { type Deed } from "./deeds";
import { removeFrom, removeInterfaces } from "./hands";

const balancerNamed = (account: Captured, name: string): Item =>
  account.the("DescribeLoadBalancers", ({ LoadBalancerName }) => LoadBalancerName === name);
const arnOf = (item: Item): string => textOf(item, "LoadBalancerArn");

/** The target group of a service; its name ends in what changes with it. */
function groupOf(account: Captured, service: string): Item {
  return account.the("DescribeTargetGroups", ({ TargetGroupName }) =>
    new RegExp(`^${service}-[0-9a-f]+$`).test(String(TargetGroupName)),
  );
}

/** Terraform's names of things have no other characters. */
const spelled = (name: string): string => name.replace(/[^\w-]/g, "-");

export function balancerDeleted(name: string): Deed {
  return {
    what: `the load balancer ${name} is deleted`,
    in: (account) => {
      account.remove("DescribeLoadBalancers", ({ LoadBalancerName }) => LoadBalancerName === name);
      return ["aws_lb"];
    },
  };
}

export function balancerFacesTheInternet(name: string): Deed {
  return {
    what: `the load balancer ${name} is another one, which faces the internet`,
    in: (account) => {
      balancerNamed(account, name)["Scheme"] = "internet-facing";
      return [name];
    },
  };
}

export function otherSubnet(name: string, subnet: string): Deed {
  return {
    what: `the load balancer ${name} gets a node in ${subnet} instead of its own`,
    in: (account) => {
      const at = account.named("DescribeSubnets", subnet);
      const zones = listOf(balancerNamed(account, name), "AvailabilityZones");
      const zone = zones.find(({ ZoneName }) => ZoneName === at["AvailabilityZone"]);
      if (!zone) throw new Error(`${name} is not in the zone of ${subnet}`);
      zone["SubnetId"] = at["SubnetId"];
      return [name, textOf(at, "SubnetId"), textOf(at, "CidrBlock")];
    },
  };
}

/** Another group in place of its own ones. */
export function otherGroup(name: string, group: string): Deed {
  return {
    what: `the load balancer ${name} gets the group ${group} instead of its own`,
    in: (account) => {
      const of = balancerNamed(account, name);
      const id = textOf(account.group(group, of["VpcId"]), "GroupId");
      of["SecurityGroups"] = [id];
      return [id, name];
    },
  };
}

/** A zone that somebody takes from a load balancer, though it has targets there. */
export function zoneLost(name: string, zone: string): Deed {
  return {
    what: `the load balancer ${name} leaves ${zone}`,
    in: (account) => {
      const of = balancerNamed(account, name);
      const gone = listOf(of, "AvailabilityZones").find(({ ZoneName }) => ZoneName === zone);
      const subnet = account.the("DescribeSubnets", ({ SubnetId }) => SubnetId === gone?.["SubnetId"]);
      removeFrom(of, "AvailabilityZones", ({ ZoneName }) => ZoneName === zone);
      return [textOf(subnet, "CidrBlock"), "none of the load balancer's"];
    },
  };
}

export function listenerDeleted(name: string, port: number): Deed {
  return {
    what: `the listener on ${port} of ${name} is deleted`,
    in: (account) => {
      account.remove("DescribeListeners", ({ Port }) => Port === port, arnOf(balancerNamed(account, name)));
      return [name, `port ${port}`];
    },
  };
}

export function listenerAdded(name: string): Deed {
  return {
    what: `a listener on 8081 of ${name}`,
    in: (account) => {
      const arn = arnOf(balancerNamed(account, name));
      const [like] = account.all("DescribeListeners", () => true, arn);
      const ListenerArn = `${textOf(like, "ListenerArn")}0`;
      account.addAbout("DescribeListeners", arn, { ...like, ListenerArn, Port: 8081 });
      return ["8081"];
    },
  };
}

export function listenerAnswers(name: string, port: number): Deed {
  return {
    what: `the listener on ${port} of ${name} answers by itself`,
    in: (account) => {
      const listener = account.the(
        "DescribeListeners",
        ({ Port }) => Port === port,
        arnOf(balancerNamed(account, name)),
      );
      listener["DefaultActions"] = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "503" } }];
      return [name];
    },
  };
}

export function deregistered(service: string, address?: string): Deed {
  return {
    what: `a target of ${service} is deregistered`,
    in: (account) => {
      const arn = textOf(groupOf(account, service), "TargetGroupArn");
      const [first] = account.all("DescribeTargetHealth", () => true, arn);
      const gone = address ?? textOf(first?.["Target"] as Item, "Id");
      account.remove("DescribeTargetHealth", ({ Target }) => (Target as Item)["Id"] === gone, arn);
      return [gone, spelled(service)];
    },
  };
}

/** Targets are handed the clients' addresses. */
export function clientsKept(service: string): Deed {
  return {
    what: `the target group of ${service} preserves its clients' addresses`,
    in: (account) => {
      const arn = textOf(groupOf(account, service), "TargetGroupArn");
      account.the("DescribeTargetGroupAttributes", ({ Key }) => Key === "preserve_client_ip.enabled", arn)["Value"] =
        "true";
      return [spelled(service)];
    },
  };
}

/** A target group that begins to speak proxy protocol, or stops. */
export function proxyProtocolSwitched(service: string): Deed {
  return {
    what: `the target group of ${service} changes whether it speaks proxy protocol`,
    in: (account) => {
      const arn = textOf(groupOf(account, service), "TargetGroupArn");
      const Key = "proxy_protocol_v2.enabled";
      const [told] = account.all("DescribeTargetGroupAttributes", (one) => one["Key"] === Key, arn);
      if (told) told["Value"] = told["Value"] === "true" ? "false" : "true";
      else account.addAbout("DescribeTargetGroupAttributes", arn, { Key, Value: "true" });
      return [spelled(service)];
    },
  };
}

/** A service that takes anybody's endpoint. */
export function acceptsAll(service: string): Deed {
  return {
    what: `the endpoint service ${service} accepts everybody`,
    in: (account) => {
      const of = account.named("DescribeVpcEndpointServiceConfigurations", service);
      of["AcceptanceRequired"] = false;
      return [textOf(of, "ServiceId")];
    },
  };
}

export function endpointDeleted(name: string): Deed {
  return {
    what: `the endpoint ${name} is deleted`,
    in: (account) => {
      const { VpcEndpointId, NetworkInterfaceIds, ServiceName } = account.named("DescribeVpcEndpoints", name);
      const own = NetworkInterfaceIds as unknown[];
      account.remove("DescribeVpcEndpoints", (one) => one["VpcEndpointId"] === VpcEndpointId);
      account.remove("DescribeVpcEndpointConnections", (one) => one["VpcEndpointId"] === VpcEndpointId);
      removeInterfaces(account, ({ NetworkInterfaceId }) => own.includes(NetworkInterfaceId));
      for (const table of account.all("DescribeRouteTables"))
        removeFrom(table, "Routes", ({ GatewayId }) => GatewayId === VpcEndpointId);
      return [String(VpcEndpointId), String(ServiceName), "endpoint"];
    },
  };
}

export function endpointPolicy(name: string): Deed {
  return {
    what: `the policy of the endpoint ${name} lets everything pass`,
    in: (account) => {
      const of = account.named("DescribeVpcEndpoints", name);
      const Statement = [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }];
      of["PolicyDocument"] = JSON.stringify({ Version: "2012-10-17", Statement });
      return [textOf(of, "VpcEndpointId")];
    },
  };
}

/** Groups that somebody gives to an endpoint beside its own. */
export function endpointPending(name: string): Deed {
  return {
    what: `the endpoint ${name} is made anew, and not accepted`,
    in: (account) => {
      const of = account.named("DescribeVpcEndpoints", name);
      of["State"] = "pendingAcceptance";
      for (const one of account.all("DescribeVpcEndpointConnections"))
        if (one["VpcEndpointId"] === of["VpcEndpointId"]) one["VpcEndpointState"] = "pendingAcceptance";
      return [textOf(of, "VpcEndpointId")];
    },
  };
}
