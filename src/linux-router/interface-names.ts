import { type RouterInterface } from "./router-model";

/** The device that a name means: none for the loopback interface; undefined where it isn't known what it means. */
export type NameOfInterface = (name: string) => readonly number[] | undefined;

/** Instances on Nitro have ens5, ens6 and so on; those whose image turns predictable names off have eth0, eth1. */
const FIRST_OF_NITRO = 5;
const NAMED = /^(ens|eth)([0-9]{1,2})$/;

/** What the first name of a device is in this program: any other one that means it is turned into it. */
export function nameOfDevice(device: number): string {
  return `ens${device + FIRST_OF_NITRO}`;
}

export function namesOf(interfaces: readonly RouterInterface[]): NameOfInterface {
  return (name) => {
    if (name === "lo") return [];
    const [, kind, digits] = NAMED.exec(name) ?? [];
    if (kind === undefined) return undefined;
    const device = kind === "ens" ? Number(digits) - FIRST_OF_NITRO : Number(digits);
    return interfaces.some((one) => one.device === device) ? [device] : undefined;
  };
}
