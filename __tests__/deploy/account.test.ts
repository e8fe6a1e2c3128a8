import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/main";
import { captureIo } from "../support/io";
import { USER_DATA } from "./support/by-hand";
import { captureOf, roleIn } from "./support/captured-account";
import { Emulator } from "./support/emulator";
import { describeDeployment } from "./support/life";
import { CLIENT_ACCOUNT, makeTwoAccounts, SERVER_ACCOUNT, type TwoAccounts } from "./support/two-accounts";

describeDeployment()("two emulated accounts that no Terraform knows", () => {
  let emulator: Emulator;
  let made: TwoAccounts;
  let folder: string;
  let files: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "overlap-accounts-"));
    emulator = await Emulator.start({ account: CLIENT_ACCOUNT });
    made = await makeTwoAccounts(emulator);
    files = [
      await captureOf(emulator, folder, "clients"),
      await captureOf(emulator, folder, "servers", { role: roleIn(SERVER_ACCOUNT) }),
    ];
  });
  afterAll(async () => {
    await emulator.stop();
    if (process.env["KEEP"]) process.stderr.write(`${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  });

  /** What `overlap trace` says of both accounts together. */
  async function verdict(from: string, to: string, port: number, accounts = files): Promise<string> {
    const io = captureIo(folder);
    const named = accounts.flatMap((file) => ["--account", file]);
    await run(["trace", ...named, "--from", from, "--to", to, "--port", `${port}`, "--json"], io);
    if (io.err() !== "") throw new Error(io.err());
    return (JSON.parse(io.out()) as { verdict: string }).verdict;
  }

  test("each file is of its own account", () => {
    const accounts = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as { places: { account: string }[] });
    expect(accounts.map(({ places }) => places.map(({ account }) => account))).toEqual([
      [CLIENT_ACCOUNT],
      [SERVER_ACCOUNT],
    ]);
  });

  test("what the hosts start with is in none", () => {
    for (const file of files) expect(readFileSync(file, "utf8")).not.toContain(USER_DATA);
  });

  test("a second capture has the same bytes, but for the time", async () => {
    const again = await captureOf(emulator, folder, "again");
    const withoutTime = (file: string) => readFileSync(file, "utf8").replace(/"taken_at":"[^"]*"/, "");
    expect(withoutTime(again)).toBe(withoutTime(files[0]!));
  });

  test.each([
    ["by the peering, where the group admits it", "client", "tool", 22, "ALLOWED"],
    ["by the peering, where the network ACL refuses it", "client", "tool", 8080, "DENIED"],
    ["by the peering, where the group does not admit it", "client", "tool", 443, "DENIED"],
    ["over the shared gateway, where the group admits it", "client", "server", 22, "ALLOWED"],
    ["over the shared gateway, where the group does not admit it", "client", "server", 8080, "DENIED"],
    ["from beyond the peering into the gateway, which a peering does not hand on", "tool", "server", 22, "DENIED"],
    ["to the VPC of the clients' own range, which is attached nowhere", "client", "lonely", 22, "DENIED"],
  ] as const)("%s: %s -> %s %i is %s", async (_, from, to, port, expected) => {
    expect(await verdict(`aws_instance.${made[from]}`, `aws_instance.${made[to]}`, port)).toBe(expected);
  });

  test("out to the internet by the NAT gateway, and nobody from there", async () => {
    const client = `aws_instance.${made.client}`;
    expect(await verdict(client, "internet", 443)).toBe("ALLOWED");
    expect(await verdict("internet", client, 443)).toBe("DENIED");
  });
});
