import { instanceOf } from "../prices";
import { type Resource, type ResourceGraph, type ValueObject } from "../terraform";
import { charged, type Costing, FREE, notPriced, together } from "./charge-kinds";
import {
  blocksIn,
  blocksTold,
  resourceNamed,
  type Place,
  textIn,
  textInBlock,
  textTold,
  type Told,
} from "./charged-values";

/** Begins the parameters of Amazon Linux 2023's images (AL2023 user guide, "Launch AL2023 using SSM"). */
const AL2023 = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-";
/** GB of the disk of such an image, gp3. Second-hand: the image itself says it. */
const AL2023_GIGABYTES = 8;

/** The launch template that an instance names; "unknown" where it is not in the input. */
function templateOf(graph: ResourceGraph, instance: Resource): Resource | "unknown" | undefined {
  const told = blocksTold(graph, instance, "launch_template");
  if (told === "unset") return undefined;
  const block = told === "unknown" ? undefined : told.value[0];
  if (!block) return "unknown";
  const named = resourceNamed(graph, block.id);
  if (named?.type === "aws_launch_template") return named;
  const name = textIn(graph, block.name);
  const known = name !== "unset" && name !== "unknown" ? name.value : undefined;
  const found = graph
    .ofType(["aws_launch_template"])
    .filter(({ values }) => known !== undefined && values.name === known);
  return found[0] ?? "unknown";
}

/** An argument of the instance, or of its template where it has none itself. */
function either(
  graph: ResourceGraph,
  own: readonly [Resource, string],
  template: readonly [Resource | "unknown" | undefined, string],
): Told<string> {
  const told = textTold(graph, ...own);
  if (told !== "unset") return told;
  const [from, name] = template;
  if (from === "unknown") return "unknown";
  return from ? textTold(graph, from, name) : "unset";
}

/** GB of one disk. */
function diskOf(graph: ResourceGraph, at: Place, block: ValueObject, isOfAl2023: boolean): Costing {
  const type = textInBlock(graph, block.volume_type, at);
  const size = textInBlock(graph, block.volume_size, at);
  if (type === "unknown") return notPriced("unknown");
  // Without a type it is the image's.
  if (type === "unset" ? !isOfAl2023 : type.value !== "gp3") return notPriced("kind");
  if (size === "unknown") return charged("volume_gp3", undefined);
  if (size === "unset") return charged("volume_gp3", isOfAl2023 ? AL2023_GIGABYTES : undefined);
  return Number.isFinite(Number(size.value)) ? charged("volume_gp3", Number(size.value)) : notPriced("unknown");
}

/** The disks that a launch template maps. */
function mappedDisks(graph: ResourceGraph, template: Resource, isOfAl2023: boolean): Costing | undefined {
  const told = blocksTold(graph, template, "block_device_mappings");
  if (told === "unset") return undefined;
  if (told === "unknown") return notPriced("unknown");
  const disks = told.value.map((mapping) => {
    const ebs = blocksIn(graph, mapping.ebs);
    if (ebs === "unknown") return notPriced("unknown");
    return ebs === "unset"
      ? FREE
      : together(...ebs.value.map((block) => diskOf(graph, [template, "block_device_mappings"], block, isOfAl2023)));
  });
  return together(...disks);
}

/** Disks that other resources manage are theirs: a state lists them with the instance, too. */
function isOwnDisk(graph: ResourceGraph, block: ValueObject): boolean {
  const id = textIn(graph, block.volume_id);
  if (id === "unset" || id === "unknown") return true;
  return !graph.withIdentity(id.value).some(({ mode, type }) => mode === "managed" && type === "aws_ebs_volume");
}

function disksOf(
  graph: ResourceGraph,
  instance: Resource,
  template: Resource | "unknown" | undefined,
  isOfAl2023: boolean,
): Costing {
  const [root, more] = ["root_block_device", "ebs_block_device"].map((name) => blocksTold(graph, instance, name)) as [
    Told<readonly ValueObject[]>,
    Told<readonly ValueObject[]>,
  ];
  if (root === "unknown" || more === "unknown") return notPriced("unknown");
  const added = more === "unset" ? [] : more.value.filter((block) => isOwnDisk(graph, block));
  const further = together(...added.map((block) => diskOf(graph, [instance, "ebs_block_device"], block, false)));
  if (root !== "unset")
    return together(
      ...root.value.map((block) => diskOf(graph, [instance, "root_block_device"], block, isOfAl2023)),
      further,
    );
  if (template === "unknown") return together(notPriced("unknown"), further);
  const mapped = template && mappedDisks(graph, template, isOfAl2023);
  return together(mapped ?? charged("volume_gp3", isOfAl2023 ? AL2023_GIGABYTES : undefined), further);
}

/** Whether it is bought otherwise than on demand and shared: spot, or on hardware of its own. */
function isBoughtOtherwise(
  graph: ResourceGraph,
  instance: Resource,
  template: Resource | "unknown" | undefined,
): boolean {
  const tenancy = textTold(graph, instance, "tenancy");
  if (tenancy !== "unset" && tenancy !== "unknown" && tenancy.value !== "default") return true;
  if (blocksTold(graph, instance, "instance_market_options") !== "unset") return true;
  if (template === undefined || template === "unknown") return false;
  if (blocksTold(graph, template, "instance_market_options") !== "unset") return true;
  const placement = blocksTold(graph, template, "placement");
  if (placement === "unset") return false;
  if (placement === "unknown") return true;
  return placement.value.some((block) => {
    const told = textIn(graph, block.tenancy);
    return told !== "unset" && (told === "unknown" || told.value !== "default");
  });
}

/** An instance as Linux on demand, with its disks and, where it asks for one itself, its public address. */
export function instanceCosting(graph: ResourceGraph, instance: Resource): Costing {
  const template = templateOf(graph, instance);
  const image = either(graph, [instance, "ami"], [template, "image_id"]);
  const isOfAl2023 = image !== "unset" && image !== "unknown" && image.value.startsWith(AL2023);
  const type = either(graph, [instance, "instance_type"], [template, "instance_type"]);
  const itself =
    type === "unset" || type === "unknown"
      ? notPriced("unknown")
      : isBoughtOtherwise(graph, instance, template)
        ? notPriced("kind")
        : charged(instanceOf(type.value), 1);
  const address = textTold(graph, instance, "associate_public_ip_address");
  const isPublic = address !== "unset" && address !== "unknown" && address.value === "true";
  return together(itself, disksOf(graph, instance, template, isOfAl2023), isPublic ? charged("public_ipv4", 1) : FREE);
}
