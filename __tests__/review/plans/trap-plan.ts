import { type JsonObject } from "../../../src/terraform";

type Values = Readonly<Record<string, unknown>>;

/** One resource of a small plan. What is known of it before or after; `refers` names what is known after apply only. */
export interface Part {
  readonly address: string;
  readonly does?: "create" | "delete" | "replace" | "create-first" | "update" | "no-op";
  readonly before?: Values;
  /** @default before */
  readonly after?: Values;
  readonly refers?: Readonly<Record<string, string>>;
  /** Arguments that the configuration writes. @default those of `after` and `refers`, without what AWS gives */
  readonly written?: readonly string[];
  /** Blocks that the state says it depends on. */
  readonly awaits?: readonly string[];
  readonly provider?: string;
}

const ACTIONS = {
  ...{ create: ["create"], delete: ["delete"], replace: ["delete", "create"], "create-first": ["create", "delete"] },
  ...{ update: ["update"], "no-op": ["no-op"] },
} as const;
const GIVEN = new Set(["id", "arn"]);

const isThere = ({ does = "no-op" }: Part): boolean => does !== "create";
const stays = ({ does = "no-op" }: Part): boolean => does !== "delete";

/** Ids are what the address is, so that literal ids lead to what they name; what is made anew has none yet. */
function changeOf({ address, does = "no-op", before = {}, after = before, refers = {} }: Part): object {
  const isNew = does === "create" || does === "replace" || does === "create-first";
  const given = { id: address, arn: `arn:${address}` };
  return {
    actions: ACTIONS[does],
    before: does === "create" ? null : { ...given, ...before },
    after: does === "delete" ? null : { ...(isNew ? {} : given), ...after },
    after_unknown: Object.fromEntries(
      [...Object.keys(refers), ...(isNew ? ["id", "arn"] : [])].map((key) => [key, true]),
    ),
  };
}

function expressionsOf({ before = {}, after = before, refers = {}, written }: Part): object {
  const own = Object.entries(after).filter(([key]) => !GIVEN.has(key) && (written?.includes(key) ?? true));
  return {
    ...Object.fromEntries(own.map(([key, value]) => [key, { constant_value: value }])),
    ...Object.fromEntries(
      Object.entries(refers).map(([key, to]) => [key, { references: [to, to.split(".").slice(0, -1).join(".")] }]),
    ),
  };
}

/** `terraform show -json` of a plan that does this. */
export function trapPlan(parts: readonly Part[]): JsonObject {
  const nameOf = ({ address }: Part): { type: string; name: string; index?: string } => {
    const [type = "", rest = ""] = address.split(".");
    const [name = "", key] = rest.split(/\["|"\]/);
    return { type, name, ...(key !== undefined && { index: key }) };
  };
  const blocks = new Map(parts.filter(stays).map((part) => [`${nameOf(part).type}.${nameOf(part).name}`, part]));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: parts.map((part) => ({
      ...{ address: part.address, mode: "managed", ...nameOf(part) },
      change: changeOf(part),
    })),
    prior_state: {
      format_version: "1.0",
      values: {
        root_module: {
          resources: parts.filter(isThere).map((part) => ({
            ...{ address: part.address, mode: "managed", ...nameOf(part) },
            values: { id: part.address, arn: `arn:${part.address}`, ...part.before },
            ...(part.awaits && { depends_on: part.awaits }),
          })),
        },
      },
    },
    configuration: {
      root_module: {
        resources: [...blocks].map(([address, part]) => ({
          ...{ address, mode: "managed", ...nameOf(part), expressions: expressionsOf(part) },
          provider_config_key: part.provider ?? "aws",
        })),
      },
    },
  } as unknown as JsonObject;
}
