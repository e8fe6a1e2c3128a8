import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { AS_USER, LAB_ENV } from "../support/lab";
import { type Sent } from "./random-ruleset";

/** A packet that came out, and by which interface. */
export interface Got extends Sent {
  readonly device: 0 | 1;
}

/** What the kernel did with a packet; and by their flags with the answers to it, and with the next ones of its connection. */
export interface Seen {
  readonly out: Got | null;
  readonly back: Readonly<Record<number, Got | null>>;
  readonly later: Readonly<Record<number, Got | null>>;
}

/** The script failed. */
interface Refused {
  readonly refused: string;
}

export interface Case {
  readonly script: string;
  /** `isStray`: what answers something, and nobody has asked. */
  readonly packets: readonly (Sent & { readonly isStray?: boolean })[];
  /** Nothing is answered, and nothing follows. */
  readonly isOneWay?: boolean;
}

export function kernelAnswers(cases: readonly Case[]): (readonly Seen[] | Refused)[] {
  const user = AS_USER ? ["--user", "--map-root-user"] : [];
  const command = 'mount -t tmpfs tmpfs /run && exec python3 "$0"';
  const args = [...user, "--net", "--mount", "sh", "-c", command, join(__dirname, "kernel.py")];
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join("");
  const { status, stdout, stderr } = spawnSync("unshare", args, { env: LAB_ENV, input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${stderr}\n${cases[stdout.split("\n").length - 1]?.script ?? ""}`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as readonly Seen[] | Refused);
}
