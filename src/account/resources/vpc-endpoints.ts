import { type JsonObject, Unknown, type Value } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { flag, objects, tagsOf, text, texts } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { untold } from "../untold";

const isGateway = ({ json }: Item): boolean => (text(json, "VpcEndpointType") ?? "Gateway") === "Gateway";

/** The ids of gateway endpoints, which bring the routes to them with them. */
export function gatewayEndpoints(answers: Answers): ReadonlySet<string> {
  const all = answers.items("DescribeVpcEndpoints").filter(isGateway);
  return new Set(all.flatMap(({ json }) => text(json, "VpcEndpointId") ?? []));
}

/** What AWS tells of interfaces and lists beside the endpoints. */
interface Beside {
  readonly interfaces: ReadonlyMap<string, JsonObject>;
  /** Prefix lists by name: AWS names its own after the service. */
  readonly lists: ReadonlyMap<string, string>;
  /** The addresses of each list whose entries were told. */
  readonly entries: ReadonlyMap<string, readonly string[]>;
}

function besides(answers: Answers): Beside {
  const byKey = (call: "DescribeNetworkInterfaces" | "DescribeManagedPrefixLists", key: string) =>
    answers.items(call).map(({ json }): readonly [string, JsonObject] => [text(json, key) ?? "", json]);
  const lists = byKey("DescribeManagedPrefixLists", "PrefixListName");
  const told = answers.answers.filter(({ call }) => call === "GetManagedPrefixListEntries");
  return {
    interfaces: new Map(byKey("DescribeNetworkInterfaces", "NetworkInterfaceId")),
    lists: new Map(lists.map(([name, json]) => [name, text(json, "PrefixListId") ?? ""])),
    entries: new Map(told.map(({ about = "", items }) => [about, items.flatMap((one) => text(one, "Cidr") ?? [])])),
  };
}

function addEndpoint(made: Made, { json }: Item, { interfaces, lists, entries }: Beside): void {
  const [id, state] = [text(json, "VpcEndpointId"), text(json, "State")];
  if (id === undefined || isGone(state)) return;
  const service = text(json, "ServiceName");
  const type = text(json, "VpcEndpointType") ?? "Gateway";
  const list = type === "Gateway" && service !== undefined ? lists.get(service) : undefined;
  const own = texts(json, "NetworkInterfaceIds").flatMap((one): JsonObject[] => {
    const found = interfaces.get(one);
    return found ? [found] : [];
  });
  made.add("aws_vpc_endpoint", id, {
    vpc_id: text(json, "VpcId"),
    owner_id: text(json, "OwnerId"),
    vpc_endpoint_type: type,
    service_name: service,
    state,
    ip_address_type: text(json, "IpAddressType"),
    private_dns_enabled: flag(json, "PrivateDnsEnabled"),
    policy: text(json, "PolicyDocument"),
    requester_managed: flag(json, "RequesterManaged"),
    subnet_ids: texts(json, "SubnetIds"),
    route_table_ids: texts(json, "RouteTableIds"),
    security_group_ids: objects(json, "Groups").flatMap((one) => text(one, "GroupId") ?? []),
    network_interface_ids: texts(json, "NetworkInterfaceIds"),
    subnet_configuration: own.flatMap((one) => {
      const [subnet, ipv4] = [text(one, "SubnetId"), text(one, "PrivateIpAddress")];
      return subnet === undefined || ipv4 === undefined ? [] : [{ subnet_id: subnet, ipv4 }];
    }),
    prefix_list_id: list,
    cidr_blocks: list === undefined ? [] : [...(entries.get(list) ?? [])],
    tags: tagsOf(json),
  });
}

/** Who may make endpoints of a service; not known where nobody told. */
function principalsOf(answers: Answers, service: string): Value {
  const call = "DescribeVpcEndpointServicePermissions";
  if (!answers.tellsOf(call, service)) return new Unknown([], false, untold(answers, call, service));
  return answers.items(call).flatMap(({ json, about }) => (about === service ? (text(json, "Principal") ?? []) : []));
}

/** Endpoint services with whom they accepted [EC2 API: ServiceConfiguration, VpcEndpointConnection]. */
function addServices(answers: Answers, made: Made): void {
  for (const { json } of answers.items("DescribeVpcEndpointServiceConfigurations")) {
    const id = text(json, "ServiceId");
    if (id === undefined || isGone(text(json, "ServiceState"))) continue;
    made.add("aws_vpc_endpoint_service", id, {
      service_name: text(json, "ServiceName"),
      acceptance_required: flag(json, "AcceptanceRequired"),
      allowed_principals: principalsOf(answers, id),
      network_load_balancer_arns: texts(json, "NetworkLoadBalancerArns"),
      gateway_load_balancer_arns: texts(json, "GatewayLoadBalancerArns"),
      state: text(json, "ServiceState"),
      tags: tagsOf(json),
    });
  }
  for (const { json } of answers.items("DescribeVpcEndpointConnections")) {
    const endpoint = text(json, "VpcEndpointId");
    if (endpoint !== undefined && text(json, "VpcEndpointState")?.toLowerCase() === "available")
      made.add("aws_vpc_endpoint_connection_accepter", `${text(json, "ServiceId") ?? ""}_${endpoint}`, {
        vpc_endpoint_service_id: text(json, "ServiceId"),
        vpc_endpoint_id: endpoint,
        vpc_endpoint_state: "available",
      });
  }
}

/** VPC endpoints with the addresses of their interfaces, and endpoint services [EC2 API: VpcEndpoint]. */
export function addVpcEndpoints(answers: Answers, made: Made): void {
  const beside = besides(answers);
  for (const item of answers.items("DescribeVpcEndpoints")) addEndpoint(made, item, beside);
  addServices(answers, made);
}
