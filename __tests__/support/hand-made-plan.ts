/** One resource of a plan made by hand: what is known, and what each other argument refers to. */
export interface PlannedBlock {
  readonly address: string;
  readonly after?: Readonly<Record<string, unknown>>;
  /** Arguments that are known after apply only, with their references as Terraform lists them. */
  readonly refers?: Readonly<Record<string, readonly string[]>>;
  readonly keys?: readonly (string | number)[];
  readonly each?: readonly string[];
}

/** `terraform show -json` of a plan that creates these. */
export function handMadePlan(blocks: readonly PlannedBlock[], withChanges = true): object {
  const instances = blocks.flatMap(({ address, after = {}, refers = {}, keys }) => {
    const [type, name] = address.split(".");
    const unknown = Object.fromEntries([...Object.keys(refers), "id", "arn"].map((key) => [key, true]));
    return (keys ?? [undefined]).map((index) => ({
      address: index === undefined ? address : `${address}[${JSON.stringify(index)}]`,
      mode: "managed",
      type,
      name,
      ...(index !== undefined && { index }),
      after: index === undefined ? after : (after[index] ?? after),
      unknown,
    }));
  });
  const configuration = {
    root_module: {
      resources: blocks.map(({ address, after = {}, refers = {}, each }) => ({
        address,
        mode: "managed",
        type: address.split(".")[0],
        name: address.split(".")[1],
        expressions: {
          ...Object.fromEntries(Object.entries(after).map(([key, value]) => [key, { constant_value: value }])),
          ...Object.fromEntries(Object.entries(refers).map(([key, references]) => [key, { references }])),
        },
        ...(each && { for_each_expression: { references: each } }),
      })),
    },
  };
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: {
      root_module: { resources: instances.map((one) => ({ ...one, values: one.after })) },
    },
    ...(withChanges && {
      resource_changes: instances.map(({ after, unknown, ...rest }) => ({
        ...rest,
        change: { actions: ["create"], before: null, after, after_unknown: unknown },
      })),
    }),
    configuration,
  };
}

/** `aws_vpc.a.id` as a plan lists it: the longest reference first, then what it is part of. */
export function to(reference: string): string[] {
  return [reference, reference.split(".").slice(0, -1).join(".")];
}
