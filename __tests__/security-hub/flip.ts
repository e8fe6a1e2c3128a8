import type { ControlCase, Mutable } from "./stacks";

/** A change of a stack. */
type Change = (stack: Mutable) => void;

/** Sets arguments of a resource; undefined takes one out. */
export const set =
  (address: string, values: Readonly<Record<string, unknown>>): Change =>
  (stack) => {
    const [type = "", name = ""] = address.split(".");
    const resource = stack.resource[type]?.[name];
    if (!resource) throw new Error(`there is no ${address}`);
    Object.assign(resource, values);
  };
/** Adds a resource. */
export const add =
  (address: string, values: Readonly<Record<string, unknown>>): Change =>
  (stack) => {
    const [type = "", name = ""] = address.split(".");
    if (stack.resource[type]?.[name]) throw new Error(`${address} is there already`);
    (stack.resource[type] ??= {})[name] = { ...values };
  };
/** Takes a resource out, or all of a type. */
export const drop =
  (...addresses: readonly string[]): Change =>
  (stack) => {
    for (const address of addresses) {
      const [type = "", name] = address.split(".");
      if (!stack.resource[type]) throw new Error(`there is no ${address}`);
      if (name === undefined) delete stack.resource[type];
      else delete stack.resource[type][name];
    }
  };

/** Cases: the control, what is changed in the stack, and what the control is then; without a change, the stack as it is. */
export const met = (id: string, what: string, ...changes: readonly Change[]): ControlCase => ({
  id,
  what,
  changes,
  status: "met",
});
export const fails = (id: string, says: string, ...changes: readonly Change[]): ControlCase => ({
  id,
  what: says,
  changes,
  status: "not met",
  says,
});
export const none = (id: string, says: string, ...changes: readonly Change[]): ControlCase => ({
  id,
  what: says,
  changes,
  status: "not applicable",
  says,
});
