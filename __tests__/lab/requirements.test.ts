import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { missingRequirement, PACKAGES } from "../../src/lab";
import { labPath } from "../../src/lab";
import { inFolder } from "../support/bridges";

const PROGRAMS = ["setpriv", "unshare", "nsenter", "ip", "nft", "haproxy", "nginx", "curl", "ping", "socat", "openssl"];

function withPrograms<T>(programs: readonly string[], run: (path: string) => T): T {
  return inFolder((folder) => {
    for (const program of programs) {
      writeFileSync(join(folder, program), "#!/bin/sh\n");
      chmodSync(join(folder, program), 0o755);
    }
    return run(folder);
  });
}

test("elsewhere than on Linux it says so", () => {
  expect(missingRequirement("darwin", "/bin")).toBe(
    "the packet lab needs Linux, this is darwin; run it in a virtual machine",
  );
});

test("nothing is missing when every program is there", () => {
  expect(withPrograms(PROGRAMS, (path) => missingRequirement("linux", path, []))).toBeUndefined();
});

test.each([
  [["nft"], "the packet lab needs nft; install it with: sudo apt-get install nftables"],
  [
    ["ip", "haproxy", "nginx"],
    "the packet lab needs ip, haproxy, nginx; install them with: sudo apt-get install iproute2 haproxy nginx-light",
  ],
  [["unshare", "nsenter"], "the packet lab needs unshare, nsenter; install them with: sudo apt-get install util-linux"],
])("without %s it names the package", (missing, message) => {
  const there = PROGRAMS.filter((program) => !missing.includes(program));
  expect(withPrograms(there, (path) => missingRequirement("linux", path, []))).toBe(message);
});

test("a file that can't be run does not count", () => {
  const message = withPrograms(PROGRAMS, (path) => {
    chmodSync(join(path, "socat"), 0o644);
    return missingRequirement("linux", path, []);
  });
  // Root may read everything, but runs only what somebody may run.
  expect(message).toBe("the packet lab needs socat; install it with: sudo apt-get install socat");
});

test("the folders of system programs are searched though a user's path lacks them", () => {
  expect(labPath("/home/me/bin").split(":")).toEqual(["/home/me/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"]);
});

test("the packages are those that the README tells to install", () => {
  expect([...PACKAGES].sort()).toEqual(
    ["curl", "haproxy", "iproute2", "iputils-ping", "nftables", "nginx-light", "openssl", "socat"].sort(),
  );
});
