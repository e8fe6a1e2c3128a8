import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { patchAt } from "../patch";
import { partitionOf } from "../regions";
import { finding } from "./finding";

/** An account of a file, each once, and as its first place says it. */
interface AccountOfFile {
  /** In words: the hub, client apps. */
  readonly words: string;
  readonly path: KeyPath;
  readonly account: { readonly id: string } | undefined;
  readonly role: string | undefined;
}

/** Terraform has one set of credentials of its own; every other account is entered by a role. Source: AWS provider, assume_role. */
export function oneWithoutRole(region: string, accounts: readonly AccountOfFile[]): Finding[] {
  const [first, ...others] = accounts.filter(({ role }) => role === undefined);
  return others.map(({ path, account }): Finding => {
    const message = `has no role, nor has ${first?.words}, and Terraform's own credentials are of one account`;
    const found = finding(path, "account-role", message, "write role: the IAM role that Terraform assumes there");
    if (!account) return found;
    const role = `arn:${partitionOf(region)}:iam::${account.id}:role/overlap-bridge`;
    return { ...found, mend: { patch: patchAt([...path, "role"], role), onlyIf: `${role} is such a role` } };
  });
}
