import { type Json, type JsonObject, type Secrets } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";
import { canonical } from "./canonical";

/** Where a provider's configuration sends the changes of a plan; what is no constant stands as its references and their values. */
export interface ProviderLine {
  /** The key of its configuration: name, alias, module. */
  readonly name: string;
  /** The provider's source address. */
  readonly source: string;
  readonly region?: string;
  /** The accounts that it accepts. */
  readonly accounts?: string;
  readonly role?: string;
}

/** An argument as text: a constant, or what it refers to, with the values of variables. */
function told(expression: Json | undefined, variables: JsonObject): string | undefined {
  const { constant_value: constant, references } = objectOf(expression);
  if (constant !== undefined) return constant === null ? undefined : textOf(constant);
  const names = listOf(references).flatMap((one) => stringOf(one) ?? []);
  if (names.length === 0) return undefined;
  return names
    .map((name) => {
      const value = name.startsWith("var.") ? objectOf(variables[name.slice("var.".length)]).value : undefined;
      return value === undefined ? name : `${name} = ${textOf(value)}`;
    })
    .join(", ");
}

const textOf = (value: Json): string => (typeof value === "string" ? value : canonical(value));

/** The providers of a plan, by the keys of their configurations (Terraform, JSON Output Format, "provider_config"). */
export function providerLines(plan: JsonObject, secrets: Secrets): ProviderLine[] {
  const variables = objectOf(plan.variables);
  const lines = Object.entries(objectOf(objectOf(plan.configuration).provider_config)).map(([name, json]) => {
    const { full_name: source, expressions } = objectOf(json);
    const { region, allowed_account_ids: accounts, assume_role: assumed } = objectOf(expressions);
    const parts = {
      region: told(region, variables),
      accounts: told(accounts, variables),
      role: told(objectOf([assumed].flat()[0]).role_arn, variables),
    };
    const known = Object.entries(parts).filter(([, text]) => text !== undefined);
    return { name, source: stringOf(source) ?? "", ...(Object.fromEntries(known) as Partial<typeof parts>) };
  });
  return secrets.data(lines.sort((a, b) => (a.name < b.name ? -1 : 1)));
}
