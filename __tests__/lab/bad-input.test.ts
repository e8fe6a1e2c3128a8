import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { OVERLAP } from "../support/programs";
import { commandInFolder } from "./command";

const command = commandInFolder();
const { lab, synthesized } = command;

describeWithLab()("where the kernel allows no namespaces", () => {
  test("the command says what it needs, in one line", async () => {
    await synthesized("article");
    const refusing = join(command.folder(), "bin");
    mkdirSync(refusing);
    writeFileSync(
      join(refusing, "unshare"),
      "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n",
    );
    chmodSync(join(refusing, "unshare"), 0o755);
    const { exit, err } = command.overlap(["lab", "article"], { PATH: `${refusing}:${process.env["PATH"]}` });
    expect([exit, err]).toEqual([
      2,
      `overlap: the packet lab needs namespaces of its own, and the kernel says: unshare: unshare failed: Operation not permitted; ${AS_USER ? "run it as root, or allow user namespaces" : "allow them, as a container for one needs to be privileged"}\n`,
    ]);
  });

  test.each([
    [
      "user.max_net_namespaces",
      5,
      /^overlap: the packet lab needs more namespaces than there may be, .*; allow more of them: sysctl user\.max_user/,
    ],
    [
      "user.max_net_namespaces",
      0,
      /^overlap: the packet lab needs namespaces of its own, .*; allow more of them: sysctl user\.max_user/,
    ],
    [
      "user.max_mnt_namespaces",
      0,
      /^overlap: the packet lab needs namespaces of its own, .*; allow more of them: sysctl user\.max_user/,
    ],
  ])("a limit of the kernel, %s of %d, is told with what to raise", async (limit, most, message) => {
    await synthesized("article");
    const script = `echo ${most} > /proc/sys/${limit.replace(".", "/")} && exec "${process.execPath}" "${OVERLAP}" lab article`;
    const { status, stdout, stderr } = spawnSync("unshare", ["--user", "--map-root-user", "sh", "-c", script], {
      cwd: command.folder(),
      env: LAB_ENV,
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("bad input", () => {
  // What other labs are up, and so the rest of these lines, depends on the machine; words of the rest: ../cli/bad-commands.
  test.each([
    [["nobody"], "no-such-bridge", "nobody"],
    [["--plan", "missing.json"], "missing", "missing.json"],
    [[], "no-bridge-named", "bridge"],
    [["x", "--enter", "y"], "no-such-lab", "x"],
    [["nobody-here", "--down"], "no-such-lab", "nobody-here"],
  ])("lab %j is told in one line", async (args, rule, input) => {
    const { exit, refusal, out, err } = await lab(...args);
    expect({ exit, refusal, out }).toEqual({ exit: 2, refusal: { rule, input }, out: "" });
    expect(err).toMatch(/^overlap: [^\n]+\n$/);
    if (rule === "no-such-lab") expect(err).toContain(`no lab "${input}" is up; `);
  });

  test("a network too large for a lab", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1020 }, (_, i) => [
        `h${i}`,
        { subnet_id: "${aws_subnet.a.id}", private_ip: `10.0.${Math.floor(i / 200)}.${10 + (i % 200)}` },
      ]),
    );
    const json = {
      resource: {
        aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/16" } },
        aws_instance: many,
      },
    };
    writeFileSync(join(command.folder(), "large.tf.json"), JSON.stringify(json));
    const { exit, err } = await lab("--synth", "large.tf.json");
    expect(exit).toBe(2);
    expect(err).toBe(
      "overlap: large.tf.json: would take 1022 network namespaces, a lab has at most 1000; leave out some targets\n",
    );
  });

  test("a network without anything to build", async () => {
    writeFileSync(join(command.folder(), "empty.tf.json"), '{"resource":{"aws_sqs_queue":{"q":{}}}}');
    const { exit, err } = await lab("--synth", "empty.tf.json");
    expect([exit, err]).toEqual([
      2,
      "overlap: empty.tf.json: has no subnet with a known CIDR, so there is nothing to build\n",
    ]);
  });
});
