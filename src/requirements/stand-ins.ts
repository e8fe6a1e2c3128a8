import { type BridgePlan } from "../address-plan/bridge-plan";
import { type AddressSet } from "../ip";
import { doubtOf, type Nic, type SecurityGroup, type Subnet } from "../topology";
import { fileOf } from "./stated";

/** A host that the input does not hold, as a bridge's file tells of it. */
export interface StandIn {
  /** What it is called, and in which groups it should be. */
  readonly name: string;
  readonly subnet: Subnet;
  readonly addresses: AddressSet;
  /** Those that it is in; none: which ones is not known. */
  readonly groups: readonly SecurityGroup[];
  /** Whose groups they are. */
  readonly whose: string;
}

/** The interface that a host has which is there according to the bridge's file. */
export function standInFor(plan: BridgePlan, { name, subnet, addresses, groups, whose }: StandIn): Nic {
  const file = fileOf(plan);
  const lacking = `the security group of ${whose} is not in the input`;
  return {
    address: `${name} (${file})`,
    origin: { kind: "bridge-file", file, name },
    kind: "interface",
    subnet,
    privateIps: addresses,
    groups: [...groups],
    doubts: { groups: groups.length > 0 ? [] : [doubtOf({ address: file }, "groups", lacking)], ipv6: [] },
    sourceDestCheck: true,
    publicIp: "none",
  };
}
