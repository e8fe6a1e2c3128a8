import { type LinuxRouter } from "../linux-router";
import { type HostRouter, type Nic } from "../topology";

interface Device {
  readonly device: number;
  readonly name: string;
}

/** An instance that the lab runs as the router that its boot script makes of it: one namespace for all its interfaces. */
export interface Machine {
  /** Terraform address. */
  readonly address: string;
  readonly router: LinuxRouter;
  /** Its interfaces, lowest device index first, with their names in the namespace. */
  readonly devices: ReadonlyMap<Nic, Device>;
}

/** A name or a value of a definition that nft and a shell take as it is. */
const DEFINED = /^[A-Za-z0-9_]{1,64}$/;

/** Linux names the interfaces of an instance on Nitro by their slots, the first of which is the fifth; older images count from eth0. */
const FIRST_SLOT = 5;
const OLD_NAME = /\beth[0-9]/;

/**
 * Whether nft may be given the rulesets: the judge's reader has accepted them, and none reads a file. Whatever else a
 * script does is not run at all.
 */
function isRunnable({ runs }: LinuxRouter): boolean {
  return (
    runs.length > 0 &&
    runs.every(
      ({ text, defined }) =>
        !/\binclude\b|\0/.test(text) &&
        [...defined].every(([name, value]) => DEFINED.test(name) && DEFINED.test(value)),
    )
  );
}

function machineFor({ address, interfaces, reading }: HostRouter): Machine | undefined {
  if (reading.kind !== "read" || !isRunnable(reading.router)) return undefined;
  const { router } = reading;
  const isOldNaming = router.runs.some(({ text, defined }) =>
    [text, ...defined.values()].some((one) => OLD_NAME.test(one)),
  );
  const nameOf = (device: number): string => (isOldNaming ? `eth${device}` : `ens${FIRST_SLOT + device}`);
  const devices = new Map(interfaces.map(({ nic, device }) => [nic, { device, name: nameOf(device) }] as const));
  return { address, router, devices };
}

const MACHINES = new WeakMap<HostRouter, Machine | "none">();

/** The machine that an interface belongs to; undefined where the lab can't run it, so that it is a host like any other. */
export function machineOf(nic: Nic | undefined): Machine | undefined {
  const host = nic?.router;
  if (!host) return undefined;
  const known = MACHINES.get(host) ?? machineFor(host) ?? "none";
  MACHINES.set(host, known);
  return known === "none" ? undefined : known;
}
