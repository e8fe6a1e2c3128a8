import { LabError, labPath, Sandbox, type Task, type Waiting } from "../lab";
import { UserError } from "../project/user-error";
import { type Network } from "../requirements/judged-network";
import { promisesOf } from "./promises";

/** Where the kernel keeps how many namespaces there may be (namespaces(7)). */
const NAMESPACE_LIMITS = "sysctl user.max_user_namespaces, user.max_net_namespaces, user.max_mnt_namespaces";

export function taskOf({ topology, walker, bridge, ...rest }: Network): Task {
  const all = bridge ? promisesOf({ topology, walker, bridge, ...rest }, bridge) : [];
  return { topology, walker, statements: all.filter((one) => one.kind === "reach") };
}

/** @throws UserError when the kernel allows no namespaces */
export async function openLab(name: string, waiting: Waiting): Promise<Sandbox> {
  const asUser = process.getuid?.() !== 0;
  const env = { ...process.env, PATH: labPath(process.env["PATH"]) };
  try {
    return await Sandbox.open({ name, asUser, env, waiting });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const cure = error.isNamespaceLimit
      ? `allow more of them: ${NAMESPACE_LIMITS}`
      : asUser
        ? "run it as root, or allow user namespaces"
        : "allow them, as a container for one needs to be privileged";
    throw new UserError(
      { rule: "namespaces", input: "lab" },
      `the packet lab needs namespaces of its own, and the kernel says: ${error.message}; ${cure}`,
    );
  }
}

/** What the system or a program in the lab refused, for people. */
export function labFault(error: LabError): UserError {
  if (error.isNamespaceLimit)
    return new UserError(
      { rule: "namespaces", input: "lab" },
      `the packet lab needs more namespaces than there may be, the kernel says: ${error.message}; allow more of them: ${NAMESPACE_LIMITS}`,
    );
  return new UserError(
    { rule: "lab-failed", input: "lab" },
    `the packet lab failed: ${error.message}; try again, and if that does not help, it is a fault of this program`,
  );
}
