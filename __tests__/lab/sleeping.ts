import { Sandbox } from "../../src/lab";

/** A process whose lab is in the middle of a long script. Arguments: name, user or root. */
async function main([name = "", as]: readonly string[]): Promise<void> {
  const one = await Sandbox.open({ name, asUser: as === "user", env: { ...process.env } });
  await one.run(["sleep 300"]);
}

void main(process.argv.slice(2));
