import { type AwsService, CALLS, type CallName, parentOf, shapeOf } from "../../src/account/calls";
import { saysItself } from "../../src/account/cli-folder";

const EVERY = (Object.keys(CALLS) as CallName[]).sort();
const NAMES = EVERY.filter((name) => !shapeOf(name).isOnRequest);

function actionsOf(names: readonly CallName[]): string[] {
  return names.map((name) => `${shapeOf(name).service}:${shapeOf(name).operation}`).sort();
}

/** The IAM actions of all calls that a capture makes without a request. */
export function actions(): string[] {
  return actionsOf(NAMES);
}

/** Those of the calls that it makes on request alone. */
export function actionsOnRequest(): string[] {
  return actionsOf(EVERY.filter((name) => !NAMES.includes(name)));
}

/** The least policy: these calls, and nothing else. None of them can be limited to some resources, but for a few of VPC Lattice. */
export function leastPolicy(): object {
  return {
    Version: "2012-10-17",
    Statement: [{ Sid: "OverlapCapture", Effect: "Allow", Action: actions(), Resource: "*" }],
  };
}

/** The AWS CLI's name of each service. */
const CLI: Readonly<Record<AwsService, string>> = {
  ec2: "ec2",
  elasticloadbalancing: "elbv2",
  ram: "ram",
  servicequotas: "service-quotas",
  "vpc-lattice": "vpc-lattice",
};

/** As the AWS CLI spells operations and parameters: `describe-vpcs`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

/** A call's arguments besides what it is about. How many items a page has is the AWS CLI's own business. */
function argumentsOf(name: CallName): string {
  const given = Object.entries(shapeOf(name).input ?? {}).filter(([key]) => key !== "MaxResults");
  return given.length === 0 ? "" : ` --cli-input-json '${JSON.stringify(Object.fromEntries(given))}'`;
}

/** How the things are listed that a call is asked about. */
function listing(name: CallName): string {
  const parent = parentOf(name)!;
  const { service, operation, list } = shapeOf(parent.call);
  return `${CLI[service]} ${kebab(operation)} --query '${list}[].${parent.key}'`;
}

function linesOf(name: CallName): string[] {
  const { service, operation, of } = shapeOf(name);
  const command = `${CLI[service]} ${kebab(operation)}`;
  const { each } = shapeOf(name);
  if (each)
    return each.map((input) => {
      const [[key, value] = ["", ""]] = Object.entries(input);
      return `save ${kebab(operation)}-${String(value)} ${command} --${kebab(key)} ${String(value)}`;
    });
  if (!of) return [`save ${kebab(operation)} ${command}${argumentsOf(name)}`];
  const parent = parentOf(name)!;
  const grand = parentOf(parent.call);
  const asked = `each ${kebab(operation)} ${command}${argumentsOf(name)} --${kebab(of.parameter)}`;
  if (!grand) return [`list ${listing(name)} | ${asked}`];
  return [
    `list ${listing(parent.call)} |`,
    `  while read -r id; do list ${listing(name)} --${kebab(shapeOf(parent.call).of!.parameter)} "$id"; done |`,
    `  ${asked}`,
  ];
}

/** The script that does with the AWS CLI what a capture does. */
export function cliScript(): string {
  return `#!/bin/sh
# sh capture.sh REGION FOLDER: saves what AWS tells of a Region in a folder, for overlap --account FOLDER
set -u
region=$1 folder=$2/$1
mkdir -p "$folder"
ask() { aws --region "$region" --output json "$@" < /dev/null; }
# A call that AWS refuses leaves no file: what it would tell is UNKNOWN then.
save() { file=$folder/$1.json; shift; ask "$@" > "$file" || rm -f "$file"; }
list() { aws --region "$region" --output text "$@" < /dev/null | tr '\\t' '\\n' | grep -v '^None$'; }
# What these answer does not say what it is about, so its id stands in the file's name.
each() {
  name=$1; shift
  while read -r id; do save "$name-$(printf %s "\${id##*:}" | tr / _)" "$@" "$id"; done
}
${NAMES.flatMap(linesOf).join("\n")}
`;
}

/** Calls whose answers do not say what they are about. */
export function silentCalls(): { readonly command: string; readonly key: string }[] {
  return NAMES.filter((name) => parentOf(name) && !saysItself(name)).map((name) => ({
    command: kebab(shapeOf(name).operation),
    key: parentOf(name)!.key,
  }));
}
