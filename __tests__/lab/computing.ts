import { writeSync } from "node:fs";
import { interruptible } from "../../src/lab/interruptible";
import { Sandbox } from "../../src/lab";

/** A process that has a lab and then works on something without an end; it says when. Arguments: name, user or root, leave or not. */
async function main([name = "", as, then]: readonly string[]): Promise<never> {
  const waiting = interruptible(() => {});
  const one = await Sandbox.open({ name, asUser: as === "user", env: process.env, waiting });
  await one.run(["true"]);
  if (then === "leave") await one.leave();
  writeSync(1, "computing");
  for (;;);
}

void main(process.argv.slice(2));
