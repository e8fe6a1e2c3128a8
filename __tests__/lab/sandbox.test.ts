import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sandbox } from "../../src/lab";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";

describeWithLab()("the sandbox", () => {
  const env = LAB_ENV;

  test("works in a user namespace, as without root", async () => {
    const sandbox = await Sandbox.open({ name: "user", asUser: true, env });
    try {
      const printed = await sandbox.run([
        "id -u",
        "ip netns add x",
        "nsenter --net=/run/netns/x nft add table ip t",
        "ls /run/netns",
      ]);
      expect(printed).toBe("0\nx\n");
    } finally {
      await sandbox.close();
    }
  });

  test("its first process is the first of its own, and sees no other", async () => {
    const sandbox = await Sandbox.open({ name: "alone", asUser: AS_USER, env });
    try {
      expect(await sandbox.run(["ls -d /proc/[0-9]* | wc -l"])).toMatch(/^[1-5]\n$/);
      expect(await sandbox.run(["ip -br link | cut -d' ' -f1"])).toBe("lo\n");
    } finally {
      await sandbox.close();
    }
  });

  test("a script that fails tells its first complaint, and the sandbox lives on", async () => {
    const sandbox = await Sandbox.open({ name: "fails", asUser: AS_USER, env });
    try {
      await expect(sandbox.run(["echo broken >&2", "exit 3"])).rejects.toThrow("broken");
      await expect(sandbox.run(["false"])).rejects.toThrow("a script failed");
      expect(await sandbox.run(["echo well"])).toBe("well\n");
    } finally {
      await sandbox.close();
    }
  });

  test("where the kernel refuses, the refusal is told", async () => {
    const refusing = mkdtempSync(join(tmpdir(), "overlap-refusing-"));
    try {
      writeFileSync(
        join(refusing, "unshare"),
        "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
      );
      chmodSync(join(refusing, "unshare"), 0o755);
      const options = { name: "no", asUser: true, env: { ...env, PATH: `${refusing}:${env.PATH}` } };
      await expect(Sandbox.open(options)).rejects.toThrow("unshare: unshare failed: Operation not permitted");
    } finally {
      rmSync(refusing, { recursive: true, force: true });
    }
  });
});
