import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { labEnvironment, shellEnvironment } from "../../src/lab/environment";
import { describeWithLab } from "../support/lab";
import { commandInFolder } from "./command";
import { processesOf, told } from "./machine";

const SECRET = "hunter2-3b1f";
const command = commandInFolder();

test("a lab gets a path, one language and its name of the caller's environment", () => {
  const env = { PATH: "/bin", HOME: "/root", AWS_SECRET_ACCESS_KEY: SECRET, LD_PRELOAD: "x", LANG: "de_DE.UTF-8" };
  expect(labEnvironment(env, "name")).toEqual({ PATH: "/bin", LC_ALL: "C", OVERLAP_LAB: "name" });
});

test("who enters keeps what a terminal and a language need", () => {
  const kept = { TERM: "xterm", LANG: "de_DE.UTF-8", LC_TIME: "C", HOME: "/root", TZ: "UTC" };
  const env = { ...kept, PATH: "/bin", TF_VAR_password: SECRET, http_proxy: SECRET, LC_x: SECRET, ENV: SECRET };
  expect(shellEnvironment(env)).toEqual({ ...kept, PATH: "/bin:/usr/local/sbin:/usr/sbin:/sbin" });
});

describeWithLab()("a secret of the caller's environment", () => {
  const name = `secret-${process.pid}`;
  const env = { SECRET_THING: SECRET, secretvar: SECRET, http_proxy: `http://${SECRET}:1/` };
  const overlap = (...args: string[]) => command.overlap(args, env);

  test("is in no process of a lab that is left up, and in no command in it", async () => {
    await command.synthesized("article", {}, name);
    try {
      expect(overlap("lab", name, "--keep").exit).toBe(0);
      const processes = processesOf(name);
      // The lab's first process and its load balancer; nginx writes over its environment.
      expect(processes.length).toBeGreaterThanOrEqual(2);
      // Read at once: what counted for the statements may be about to end.
      for (const pid of processes) expect(told(pid, "environ")).not.toContain(SECRET);
      // Those below the first process too, whatever they call themselves.
      const inside = overlap("lab", name, "--enter", "demo-web", "--", "sh", "-c", "cat /proc/[0-9]*/environ");
      expect(inside.out).toContain(`OVERLAP_LAB=${name}`);
      expect(inside.out).not.toContain(SECRET);
    } finally {
      overlap("lab", name, "--down");
    }
  });

  const plan = (protocol: string, host: string, path: string): object => ({
    resource: {
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/24" } },
      aws_instance: { i: { subnet_id: "${aws_subnet.a.id}", private_ip: "10.0.0.10" } },
      aws_lb: { l: { internal: true, subnets: ["${aws_subnet.a.id}"] } },
      aws_lb_target_group: {
        g: { port: 80, protocol: "HTTP", target_type: "ip", vpc_id: "${aws_vpc.a.id}", health_check: { path } },
      },
      aws_lb_target_group_attachment: {
        t: { target_group_arn: "${aws_lb_target_group.g.arn}", target_id: "10.0.0.10", port: 80 },
      },
      aws_lb_listener: {
        l: {
          load_balancer_arn: "${aws_lb.l.arn}",
          port: 80,
          protocol: "HTTP",
          default_action: [{ type: "redirect", redirect: [{ protocol, port: "443", status_code: "HTTP_301" }] }],
        },
      },
      aws_lb_listener_rule: {
        r: {
          listener_arn: "${aws_lb_listener.l.arn}",
          priority: 1,
          action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.g.arn}" }],
          condition: [{ host_header: [{ values: [host] }] }, { path_pattern: [{ values: [path] }] }],
        },
      },
    },
  });

  test.each([
    ["%[env(secretvar)]", "x.example", "/%[env(secretvar)]"],
    ['"$secretvar"', "-f /etc/passwd", '/"${secretvar}"'],
    ["https\nlog-format x", "$secretvar", "/$secretvar'#\\"],
    ["HTTPS", "%[env(secretvar)]", "/[1-99999999]{a,b}"],
    ["HTTPS", "-i", "@/etc/passwd"],
    ["#{protocol}", "x\r\nX-A: b", "/x HTTP/1.1\r\nX-A: b"],
  ])("is reached by no redirect, host or path of the input: %j %j %j", (protocol, host, path) => {
    // Braces of Terraform's own are doubled there.
    const text = JSON.stringify(plan(protocol, host, path)).replace(/\$\{secretvar\}/g, "$${secretvar}");
    writeFileSync(join(command.folder(), "hostile.tf.json"), text);
    const { exit, out, err } = overlap("lab", "--synth", "hostile.tf.json", "--json");
    expect([exit, err]).toEqual([0, ""]);
    expect(out).not.toContain(SECRET);
    const { requests } = JSON.parse(out) as { requests: { status: number; agrees: boolean }[] };
    expect(requests.length).toBeGreaterThan(0);
    for (const one of requests) expect(one.status).toBeGreaterThan(0);
  });
});
