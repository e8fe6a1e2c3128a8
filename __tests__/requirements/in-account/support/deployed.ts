import { type BridgePlan } from "../../../../src/address-plan/bridge-plan";
import { readFile } from "../../../../src/project/network-of";
import { synthesizedFor } from "../../../../src/project/passing-synthesis";
import { verify } from "../../../../src/questions/promises";
import { networkIn } from "../../../../src/requirements/judged-network";
import {
  isList,
  isObject,
  readState,
  type Resource,
  ResourceGraph,
  type TypeName,
  type Value,
} from "../../../../src/terraform";
import { stateOfGraph } from "../../../support/emulated-state";

type Values = Readonly<Record<string, Value>>;

/** A resource as the account's reader makes it: at its type and id. */
export function made(type: TypeName, id: string, values: Values = {}): Resource {
  const name = id.replace(/[^\w-]/g, "_");
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    module: "",
    values: { id, ...values },
    dependsOn: [],
  };
}

/** The id in AWS. */
function idOf(resource: Resource | undefined): string {
  const id = resource?.values["id"];
  return typeof id === "string" ? id : "?";
}

/** An account, and what somebody does in it behind Terraform's back. */
export class LiveAccount {
  constructor(
    private readonly plan: BridgePlan,
    readonly resources: readonly Resource[],
  ) {}

  /** The ids of a type's things for whose values something holds. */
  all(type: TypeName, test: (values: Values) => boolean = () => true): Resource[] {
    return this.resources.filter((one) => one.type === type && one.mode === "managed" && test(one.values));
  }

  /** The only thing of a type for which something holds. */
  the(type: TypeName, test: (values: Values) => boolean = () => true): Resource {
    const [found, other] = this.all(type, test);
    if (!found || other)
      throw new Error(
        `${found ? "several" : "no"} ${type}: ${this.all(type)
          .map((one) => JSON.stringify(one.values))
          .join("\n")}`,
      );
    return found;
  }

  named(type: TypeName, name: string): Resource {
    return this.the(type, ({ tags }) => (tags as Values | null | undefined)?.["Name"] === name);
  }

  id(type: TypeName, name: string): string {
    return idOf(this.named(type, name));
  }

  with(...more: readonly Resource[]): LiveAccount {
    return new LiveAccount(this.plan, [...this.resources, ...more]);
  }

  without(gone: Resource): LiveAccount {
    return new LiveAccount(
      this.plan,
      this.resources.filter((one) => one !== gone),
    );
  }

  changed(resource: Resource, values: Values): LiveAccount {
    const changed = { ...resource, values: { ...resource.values, ...values } };
    return new LiveAccount(
      this.plan,
      this.resources.map((one) => (one === resource ? changed : one)),
    );
  }

  graph(): ResourceGraph {
    return new ResourceGraph("account", this.resources, []);
  }

  /** The statements that do not hold, each with what is said of it. */
  broken(): string[] {
    return verify(networkIn(this.graph(), "account", this.plan), this.plan)
      .filter((one) => !one.holds)
      .map((one) => `${one.verdict} ${one.text}: ${one.explanations.map(({ message }) => message).join("; ")}`);
  }
}

/** AWS gives each endpoint service its name, by which endpoints name it. */
function withServiceName(one: Resource): Resource {
  if (one.type !== "aws_vpc_endpoint_service") return one;
  const name = `service_name-of-${idOf(one)}`;
  return { ...one, values: { ...one.values, service_name: name } };
}

/** The interface of an attachment in a subnet: the stack looks it up, and AWS tells whose it is. */
function foundInterface(one: Resource, all: readonly Resource[]): Resource {
  const filters = isList(one.values["filter"]) ? one.values["filter"].filter(isObject) : [];
  const [named] = filters.flatMap(({ name, values }) => (name === "subnet-id" && isList(values) ? values : []));
  const subnet = named ?? one.values["subnet_id"] ?? null;
  const attachment = all.find(
    ({ type, values }) =>
      type === "aws_ec2_transit_gateway_vpc_attachment" &&
      isList(values["subnet_ids"]) &&
      values["subnet_ids"].includes(subnet),
  );
  const id = idOf(one);
  return {
    ...made("aws_network_interface", id, {
      subnet_id: subnet,
      description: `Network Interface for Transit Gateway Attachment ${idOf(attachment)}`,
      interface_type: "transit_gateway",
      requester_managed: true,
    }),
    mode: "data",
    address: `data.aws_network_interface.${id}`,
  };
}

/** What a bridge's deployment leaves in an account in which something was before; the stack is synthesized, not planned. */
export function deployed(plan: BridgePlan, before: readonly Resource[] = []): LiveAccount {
  const synthesized = synthesizedFor(plan, (path) => readFile(path, plan.name, "synth").graph);
  const { resources } = readState(stateOfGraph(synthesized));
  // Nobody in an account says which resource plays which part.
  const own = resources.flatMap((one): Resource[] => {
    if (one.mode === "managed") return [withServiceName(made(one.type as TypeName, idOf(one), one.values))];
    return one.type === "aws_network_interface" ? [foundInterface(one, [...before, ...resources])] : [];
  });
  return new LiveAccount(plan, [...before, ...own]);
}

/** A server in a subnet. */
export function server(subnet: Resource, address: string, group: string): Resource {
  const id = `${idOf(subnet)}-${address}`;
  return made("aws_network_interface", `eni-${id}`, {
    subnet_id: subnet.values["id"] ?? null,
    private_ips: [address],
    security_groups: [group],
  });
}
