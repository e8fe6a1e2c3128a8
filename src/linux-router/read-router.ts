import { BootScript } from "./boot-script";
import { namesOf } from "./interface-names";
import { chainsOf } from "./nft-chains";
import { type LinuxRouter, type RouterInterface, type RouterReading } from "./router-model";
import { giveUp, UnreadLine } from "./script-line";
import { scriptIn } from "./user-data";

/** What user data makes of a machine with these interfaces, or the line that can't be read. */
export function readRouter(userData: string, interfaces: readonly RouterInterface[]): RouterReading {
  try {
    return { kind: "read", router: routerOf(scriptIn(userData), interfaces) };
  } catch (error) {
    if (error instanceof UnreadLine) return { kind: "unread", unread: error.unread };
    throw error;
  }
}

/** The script in user data, where it has one. */
export function scriptOrNothing(userData: string): string | undefined {
  try {
    return scriptIn(userData);
  } catch (error) {
    if (error instanceof UnreadLine) return undefined;
    throw error;
  }
}

function routerOf(script: string, interfaces: readonly RouterInterface[]): LinuxRouter {
  if (!/^#! ?\/(?:usr\/)?bin\/(?:env )?(?:ba)?sh\b/.test(script)) giveUp("user-data-form");
  const boot = new BootScript(interfaces);
  boot.run(script);
  const { forwarding, reversePath, reversePathOfAll } = boot.sysctl;
  const { mtus } = boot.ip;
  return {
    interfaces: interfaces.map((one) => ({ ...one, ...(mtus.has(one.device) && { mtu: mtus.get(one.device)! }) })),
    forwarding: forwarding ?? giveUp("forwarding-not-set"),
    reversePath,
    ...(reversePathOfAll && { reversePathOfAll }),
    rules: boot.ip.rules,
    routes: boot.ip.routes,
    chains: chainsOf(boot.nft, namesOf(interfaces)),
    runs: boot.nft.runs,
  };
}
