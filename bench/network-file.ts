type Json = Record<string, unknown>;

/** A reference as Terraform's JSON syntax has it, e.g. `${aws_vpc.main.id}`. */
const ref = (expression: string): string => `\${${expression}}`;

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly body: Json;
}

/** The references that an argument names, written as a plan's configuration lists them: each with its resource. */
function referencesIn(value: unknown): string[] {
  if (typeof value === "string")
    return [...value.matchAll(/\$\{([^}]+)\}/g)].flatMap(([, text = ""]) =>
      text.startsWith("local.") ? [text] : [text, text.split(".").slice(0, 2).join(".")],
    );
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}

function isKnown(value: unknown): boolean {
  return referencesIn(value).length === 0;
}

/** A network that is written down as `cdk.tf.json`, as a plan that creates it, or as a plan that changes it in place. */
export class NetworkFile {
  private readonly resources: Resource[] = [];
  private readonly locals: Json = {};

  /** @returns the reference to its `id` */
  add(type: string, name: string, body: Json): string {
    this.resources.push({ type, name, body });
    return ref(`${type}.${name}.id`);
  }

  /** @returns the reference to the local */
  local(name: string, value: string): string {
    this.locals[name] = value;
    return ref(`local.${name}`);
  }

  /** In Terraform's JSON syntax. */
  asSynth(): Json {
    const resource: Record<string, Json> = {};
    for (const { type, name, body } of this.resources) (resource[type] ??= {})[name] = body;
    return { ...(Object.keys(this.locals).length > 0 && { locals: this.locals }), resource };
  }

  /** As `terraform show -json` tells of a first plan: what names other resources is not known yet. */
  asFirstPlan(): Json {
    return this.plan(({ body }) => {
      const entries = Object.entries(body);
      const lost = entries.filter(([, value]) => !isKnown(value)).map(([name]) => [name, true]);
      return {
        actions: ["create"],
        before: null,
        after: Object.fromEntries(entries.filter(([, value]) => isKnown(value))),
        after_unknown: { id: true, arn: true, ...Object.fromEntries(lost) },
      };
    });
  }

  /** As `terraform show -json` tells of a plan that updates the resources of these types; the others stay as they are. */
  asChange(...types: readonly string[]): Json {
    return this.plan(({ type, name, body }) => {
      const after = { id: `${type}-${name}`, ...(this.resolved(body) as Json) };
      return types.includes(type)
        ? {
            actions: ["update"],
            before: { ...after, tags: { Release: "1" } },
            after: { ...after, tags: { Release: "2" } },
          }
        : { actions: ["no-op"], before: after, after };
    });
  }

  private resolved(value: unknown): unknown {
    if (typeof value === "string")
      return value.replace(/\$\{([^}]+)\}/g, (_, text: string) => {
        const [type = "", name = ""] = text.split(".");
        return type === "local" ? String(this.resolved(this.locals[name])) : `${type}-${name}`;
      });
    if (Array.isArray(value)) return value.map((one) => this.resolved(one));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.resolved(one)]));
  }

  private plan(changeOf: (resource: Resource) => Json): Json {
    const common = (resource: Resource): Json => ({
      address: `${resource.type}.${resource.name}`,
      ...{ mode: "managed", type: resource.type, name: resource.name },
    });
    const provider = "registry.terraform.io/hashicorp/aws";
    const changes = this.resources.map((resource) => {
      const change = { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...changeOf(resource) };
      return { ...common(resource), provider_name: provider, change };
    });
    const configured = this.resources.map((resource) => ({
      ...common(resource),
      expressions: Object.fromEntries(
        Object.entries(resource.body).map(([name, value]) => [
          name,
          isKnown(value) ? { constant_value: value } : { references: referencesIn(value) },
        ]),
      ),
    }));
    return {
      ...{ format_version: "1.2", terraform_version: "1.11.4", complete: true, errored: false },
      resource_changes: changes,
      configuration: { root_module: { resources: configured } },
    };
  }
}
