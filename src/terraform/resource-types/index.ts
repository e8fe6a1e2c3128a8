import { ownEntry } from "../value";
import { type Answers, type ResourceType, type Role } from "./answers";
import { BALANCER_TYPES } from "./balancers";
import { type TypeClass } from "./classes/class-group";
import { CLASS_OF_ROLE, listedAs } from "./classes";
import { answersOfUnknown } from "./families";
import { FILTER_TYPES } from "./filters";
import { HOST_TYPES } from "./hosts";
import { MIDDLE_BOX_TYPES } from "./middle-boxes";
import { ON_PREMISES_TYPES } from "./on-premises";
import { OTHER_TYPES } from "./others";
import { SERVICE_TYPES } from "./services";
import { TRANSIT_TYPES } from "./transit";
import { UNMODELLED_TYPES } from "./unmodelled";
import { VPC_TYPES } from "./vpcs";
import { WAY_IN_TYPES } from "./ways-in";

export type { Answers, ResourceType, Role } from "./answers";
export type { TypeClass } from "./classes/class-group";
export { CLASS_OF_ROLE, GROUPS, listedAs } from "./classes";
export { isOfNetworks, placementOf } from "./placement";

/**
 * Every type of the AWS provider that the program names anywhere, with what it must know of each. Whoever adds one is told
 * by the compiler what else has to be said of it (docs/adding-a-resource.md).
 */
export const RESOURCE_TYPES = {
  ...VPC_TYPES,
  ...FILTER_TYPES,
  ...UNMODELLED_TYPES,
  ...MIDDLE_BOX_TYPES,
  ...TRANSIT_TYPES,
  ...ON_PREMISES_TYPES,
  ...HOST_TYPES,
  ...BALANCER_TYPES,
  ...WAY_IN_TYPES,
  ...SERVICE_TYPES,
  ...OTHER_TYPES,
} as const;

/** The name of a type that the program knows, as it is written in Terraform. */
export type TypeName = keyof typeof RESOURCE_TYPES;

/** The names of the types that have one of these roles. */
export type TypeOf<R extends Role> = {
  [Name in TypeName]: (typeof RESOURCE_TYPES)[Name]["role"] extends R ? Name : never;
}[TypeName];

/** Roles that the model reads. */
export type ReadRole = Exclude<Role, "unread">;

/** The types that have this role, in the order of the table. */
export function typesOf<R extends Role>(role: R): readonly TypeOf<R>[] {
  return (BY_ROLE.get(role) ?? []) as TypeOf<R>[];
}

/** The known types of which something is true. */
export function typesWith(isSo: (type: ResourceType) => boolean): TypeName[] {
  return rowsOf<ResourceType>(RESOURCE_TYPES).flatMap(([name, type]) => (isSo(type) ? [name] : []));
}

const BY_ROLE = new Map<Role, TypeName[]>();
for (const [name, { role }] of rowsOf<ResourceType>(RESOURCE_TYPES))
  BY_ROLE.set(role, [...(BY_ROLE.get(role) ?? []), name]);

const KNOWN: Readonly<Record<string, ResourceType>> = RESOURCE_TYPES;

/** What is to be done with a type, be it known by name, of a known family, or of another provider. */
export function answersOf(type: string): Answers {
  return ownEntry(KNOWN, type) ?? answersOfUnknown(type);
}

/** The class of a type of AWS: that of its role, or that of the lists. Undefined for types that nobody has classed. */
export function classOf(type: string): TypeClass | undefined {
  const role = roleOf(type);
  return role === "unread" ? listedAs(type)?.class : CLASS_OF_ROLE[role];
}

/** Whether the program knows a type by its name. */
export function isKnown(type: string): type is TypeName {
  return Object.hasOwn(KNOWN, type);
}

/** Whether a type has this role. */
export function hasRole<R extends Role>(type: string, ...roles: readonly R[]): type is TypeOf<R> {
  return (roles as readonly Role[]).includes(roleOf(type));
}

/** What a resource of this type can be in a network; "unread" for types that the program doesn't know. */
export function roleOf(type: string): Role {
  return ownEntry(KNOWN, type)?.role ?? "unread";
}

/** The rows of a table by type. */
export function rowsOf<T>(table: Readonly<Partial<Record<TypeName, T>>>): [TypeName, T][] {
  return Object.entries(table) as [TypeName, T][];
}

/** The row of a type, where the table has one. */
export function rowOf<T>(table: Readonly<Partial<Record<TypeName, T>>>, type: string): T | undefined {
  return ownEntry(table as Readonly<Record<string, T>>, type);
}
