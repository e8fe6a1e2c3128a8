import { type JsonObject, push } from "../../terraform";
import { type Answers } from "../answers";
import { number, object, objects, tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { isGone } from "../states";
import { addInterface } from "./interfaces";
import { interfacesOfParts } from "./made-by";

/** An interface of an instance as a block of `aws_instance`. */
function blockOf(json: JsonObject) {
  return {
    network_interface_id: text(json, "NetworkInterfaceId") ?? null,
    device_index: number(object(json, "Attachment"), "DeviceIndex") ?? 0,
  };
}

/**
 * User data by instance, as an argument of `aws_instance`: in base64 as AWS tells them, or of a capture their SHA-256, as some
 * versions of the provider keep a hash instead of them [EC2 API: DescribeInstanceAttribute].
 */
function userDataIn(answers: Answers): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = answers.items("DescribeInstanceAttribute").map(({ json }) => {
    const [value, hash] = [text(object(json, "UserData"), "Value"), text(json, "UserDataSha256")];
    const told = { ...(value !== undefined && { user_data_base64: value }), ...(hash && { user_data: hash }) };
    return [text(json, "InstanceId") ?? "", told] as const;
  });
  return new Map(found);
}

function addInstance(made: Made, json: JsonObject, userData: ReturnType<typeof userDataIn>): void {
  const [id, state] = [text(json, "InstanceId"), text(object(json, "State"), "Name")];
  if (id === undefined || isGone(state)) return;
  made.add("aws_instance", id, {
    instance_state: state,
    subnet_id: text(json, "SubnetId"),
    private_ip: text(json, "PrivateIpAddress"),
    vpc_security_group_ids: objects(json, "SecurityGroups").flatMap((one) => text(one, "GroupId") ?? []),
    network_interface: objects(json, "NetworkInterfaces").map(blockOf),
    tags: tagsOf(json),
    ...userData.get(id),
  });
}

/** Instances of which only their interfaces tell, where nobody may list instances. */
function addByInterfaces(answers: Answers, made: Made): void {
  const blocks = new Map<string, ReturnType<typeof blockOf>[]>();
  for (const { json } of answers.items("DescribeNetworkInterfaces")) {
    const instance = text(object(json, "Attachment"), "InstanceId");
    if (instance !== undefined) push(blocks, instance, blockOf(json));
  }
  for (const [id, list] of blocks) made.add("aws_instance", id, { network_interface: list });
}

/**
 * Instances that run or can be started again, with their interfaces [EC2 API: Instance, InstanceNetworkInterface]. Of these
 * an instance tells as much as DescribeNetworkInterfaces does.
 */
export function addInstances(answers: Answers, made: Made): void {
  const parts = interfacesOfParts(answers);
  const userData = userDataIn(answers);
  for (const { json } of answers.items("DescribeInstances"))
    for (const instance of objects(json, "Instances")) {
      for (const one of objects(instance, "NetworkInterfaces")) addInterface(made, one, parts);
      addInstance(made, instance, userData);
    }
  addByInterfaces(answers, made);
}
