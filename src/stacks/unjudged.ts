/** Something in a stack that no proof is about: it runs commands, loads programs, or reaches out of AWS. */
export interface Unjudged {
  /** As Terraform names it. */
  readonly what: string;
  readonly reason: string;
}

/** The blocks of a stack whose effect is judged, or that have none (Terraform language, "JSON Configuration Syntax"). */
const JUDGED_BLOCKS = ["//", "terraform", "provider", "resource", "data", "module", "locals", "variable", "output"];
const SETTINGS = ["//", "required_version", "required_providers", "backend", "cloud"];
/** The one provider, in each of the ways that Terraform takes for it (Provider Requirements, "Source Addresses"). */
const PROVIDER = "aws";
const SOURCES: readonly unknown[] = ["aws", "hashicorp/aws", "registry.terraform.io/hashicorp/aws"];
/** Arguments of the provider with which it runs nothing and asks AWS itself (AWS provider, "Argument Reference"). */
const PROVIDER_ARGUMENTS = [
  ...["//", "alias", "region", "default_tags", "ignore_tags", "allowed_account_ids", "forbidden_account_ids"],
  ...["assume_role", "profile", "version", "max_retries", "retry_mode"],
];
/** Blocks of any resource that run commands, or are for those (Terraform language, "Provisioners"). */
const RUNNING_BLOCKS = ["provisioner", "connection"];
/** Resources and data sources of the provider that run what somebody wrote, when Terraform applies or even plans. */
const RUNNING_TYPES = ["aws_lambda_invocation", "aws_cloudformation_stack", "aws_cloudformation_stack_set"];

type Body = Readonly<Record<string, unknown>>;

function bodiesOf(json: unknown): Body[] {
  return [json].flat().filter((one): one is Body => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** The named blocks in one or several objects. */
function namedIn(json: unknown): (readonly [string, unknown])[] {
  return bodiesOf(json).flatMap((body) => Object.entries(body).filter(([name]) => name !== "//"));
}

function inSettings(terraform: unknown): Unjudged[] {
  const settings = namedIn(terraform).flatMap(([name]): Unjudged[] =>
    SETTINGS.includes(name) ? [] : [{ what: `terraform.${name}`, reason: "is no setting of a stack" }],
  );
  const providers = bodiesOf(terraform)
    .flatMap((body) => namedIn(body["required_providers"]))
    .filter(([name, asked]) => {
      const { source = "aws" } = typeof asked === "string" ? {} : (bodiesOf(asked)[0] ?? {});
      return name !== PROVIDER || !SOURCES.includes(source);
    })
    .map(([name]): Unjudged => ({
      what: `required_providers.${name}`,
      reason: "is not HashiCorp's AWS provider, and a provider is a program that Terraform loads and runs",
    }));
  return [...settings, ...providers];
}

function inProviders(provider: unknown): Unjudged[] {
  return namedIn(provider).flatMap(([name, configured]): Unjudged[] => {
    if (name !== PROVIDER)
      return [{ what: `provider.${name}`, reason: "is another provider, a program that Terraform loads and runs" }];
    return namedIn(configured)
      .filter(([argument]) => !PROVIDER_ARGUMENTS.includes(argument))
      .map(([argument]) => ({
        what: `provider.${name}.${argument}`,
        reason: "decides whom the provider asks and by which credentials",
      }));
  });
}

function inResource(address: string, type: string, body: unknown): Unjudged[] {
  if (!type.startsWith(`${PROVIDER}_`))
    return [{ what: address, reason: "is none of AWS's, and may run anything when Terraform plans or applies" }];
  if (RUNNING_TYPES.includes(type)) return [{ what: address, reason: "runs what somebody wrote" }];
  return namedIn(body)
    .filter(([name]) => RUNNING_BLOCKS.includes(name))
    .map(([name]) => ({ what: `${address}, ${name}`, reason: "runs commands where Terraform applies" }));
}

function inResources(resources: unknown, prefix: string): Unjudged[] {
  return namedIn(resources).flatMap(([type, named]) =>
    namedIn(named).flatMap(([name, body]) => inResource(`${prefix}${type}.${name}`, type, body)),
  );
}

/**
 * What a stack has besides what is judged. A synthesis writes nothing of the kind; somebody changed the file.
 * @param stack its JSON, parsed
 */
export function unjudgedIn(stack: Body): Unjudged[] {
  const blocks = Object.keys(stack)
    .filter((name) => !JUDGED_BLOCKS.includes(name))
    .map((name) => ({ what: name, reason: "is no block of a stack" }));
  return [
    ...blocks,
    ...inSettings(stack["terraform"]),
    ...inProviders(stack["provider"]),
    ...inResources(stack["resource"], ""),
    ...inResources(stack["data"], "data."),
  ];
}
