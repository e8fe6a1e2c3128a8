import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BridgeRole, ROLE_TYPES, ROLES } from "../../src/address-plan/roles";
import { type Ended, run } from "../../src/cli/main";
import { networkOf } from "../../src/project/network-of";
import { verify } from "../../src/questions/promises";
import { type AddressPlan } from "../../src/address-plan/plan";
import { type ShownJudged } from "../../src/words";
import { type TerraformKind } from "../../src/terraform";
import { bridgeText, EXISTING_WEB, inFolder, planOf } from "../support/bridges";
import { captureIo } from "../support/io";
import { synthJson } from "../support/synthesized";

interface Output {
  value: { version: unknown; bridge: unknown; roles: Record<string, unknown> };
}
interface Stack {
  resource: Record<string, Record<string, unknown>>;
  output: Record<string, Output>;
}

const plan = planOf("article");
const stackOf = (own: AddressPlan): Stack => structuredClone(synthJson(own)) as unknown as Stack;

function judged(json: object, kind: TerraformKind = "synth", own: AddressPlan = plan): ShownJudged[] {
  return inFolder((folder) => {
    const file = join(folder, "input.json");
    writeFileSync(file, JSON.stringify(json));
    return verify(networkOf(file, "input.json", kind, own), own);
  });
}

const broken = (all: readonly ShownJudged[]): string[] => all.filter(({ holds }) => !holds).map(({ text }) => text);

/** The stack as if its construct were called otherwise: every role's resource has another name, wherever it stands. */
function renamed(stack: Stack): Stack {
  let text = JSON.stringify(stack);
  for (const address of Object.values(stack.output["overlap_bridge"]!.value.roles) as string[]) {
    const [type, name] = address.split(".") as [string, string];
    text = text
      .replaceAll(`${address}"`, `${type}.orders_${name}"`)
      .replaceAll(`${address}.`, `${type}.orders_${name}.`);
  }
  const copy = JSON.parse(text) as Stack;
  for (const type of new Set(Object.values(ROLE_TYPES))) {
    const own = Object.values(stack.output["overlap_bridge"]!.value.roles) as string[];
    copy.resource[type] = Object.fromEntries(
      Object.entries(copy.resource[type] ?? {}).map(([name, body]) => [
        own.includes(`${type}.${name}`) ? `orders_${name}` : name,
        body,
      ]),
    );
  }
  return copy;
}

describe("a stack that says which resources are the parts of its bridge", () => {
  test("is proved whatever they are called", () => {
    const stack = renamed(stackOf(plan));
    expect(Object.keys(stack.resource["aws_vpc"]!)).toEqual(["orders_client", "orders_web"]);
    expect(broken(judged(stack))).toEqual([]);
    expect(judged(stack).map(({ text }) => text).length).toBe(judged(stackOf(plan)).length);
  });

  test("is not proved when it says nothing and they are called otherwise", () => {
    const { output, ...silent } = renamed(stackOf(plan));
    expect(output).toBeDefined();
    expect(broken(judged(silent))).toEqual(["both VPCs are there"]);
  });

  test("is read by its names when it says nothing, as it was made before", () => {
    const { output, ...silent } = stackOf(plan);
    expect(output).toBeDefined();
    expect(broken(judged(silent))).toEqual([]);
  });
});

describe("what it says is believed of nobody", () => {
  const others = (role: BridgeRole, stack: Stack): (string | undefined)[] => {
    const own = stack.output["overlap_bridge"]!.value.roles[role];
    const sameType = Object.keys(stack.resource[ROLE_TYPES[role]] ?? {}).map((name) => `${ROLE_TYPES[role]}.${name}`);
    return [...sameType, "aws_subnet.client_private1", "aws_vpc.gone", "${aws_vpc.client}"].filter(
      (one) => one !== own,
    );
  };

  test.each(ROLES)("another resource as its %s is found out", (role) => {
    const stack = stackOf(plan);
    const wrong = others(role, stack);
    expect(wrong.length).toBeGreaterThanOrEqual(3);
    for (const address of wrong) {
      stack.output["overlap_bridge"]!.value.roles[role] = address;
      expect({ address, isBroken: broken(judged(stack)).length > 0 }).toEqual({ address, isBroken: true });
    }
  });

  test.each(["client_vpc", "web_vpc", "web_security_group"] as const)(
    "without its %s nothing holds instead",
    (role) => {
      const stack = stackOf(plan);
      delete stack.output["overlap_bridge"]!.value.roles[role];
      expect(broken(judged(stack))).not.toEqual([]);
    },
  );

  test("both sides swapped are found out", () => {
    const stack = stackOf(plan);
    const { roles } = stack.output["overlap_bridge"]!.value;
    [roles["client_vpc"], roles["web_vpc"]] = [roles["web_vpc"], roles["client_vpc"]];
    expect(broken(judged(stack))).not.toEqual([]);
  });

  test("attachments swapped are found out, where only they tell the accounts of existing VPCs", () => {
    const own = planOf("article", EXISTING_WEB);
    const stack = stackOf(own);
    expect(broken(judged(stack, "synth", own))).not.toContain(
      "the output overlap_bridge names the parts of the bridge",
    );
    const { roles } = stack.output["overlap_bridge"]!.value;
    [roles["client_attachment"], roles["web_attachment"]] = [roles["web_attachment"], roles["client_attachment"]];
    expect(broken(judged(stack, "synth", own))).toContain("the output overlap_bridge names the parts of the bridge");
  });

  test.each([
    ["another version", { version: 2 }],
    ["a bridge that is no text", { bridge: ["article"] }],
    ["a role that nobody knows", { roles: { appliance: "aws_vpc.client" } }],
    ["a role that is no text", { roles: { client_vpc: 1 } }],
    ["no roles", { roles: null }],
  ])("%s is found out", (_, change) => {
    const stack = stackOf(plan);
    Object.assign(stack.output["overlap_bridge"]!.value, change);
    expect(broken(judged(stack))).toContain("the output overlap_bridge names the parts of the bridge");
  });
});

describe("overlap verify without a bridge's name", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "overlap-roles-"));
    mkdirSync(join(folder, "bridges"));
    writeFileSync(join(folder, "bridges/article.yaml"), bridgeText("article"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function verified(json: object, kind: TerraformKind): Promise<Ended & { out: string; err: string }> {
    writeFileSync(join(folder, "input.json"), JSON.stringify(json));
    const io = captureIo(folder);
    return { ...(await run(["verify", `--${kind}`, "input.json", "--json"], io)), out: io.out(), err: io.err() };
  }

  test.each([
    ["synth", (stack: Stack) => stack],
    ["state", (stack: Stack) => ({ format_version: "1.0", values: { root_module: {}, outputs: stack.output } })],
    ["plan", ({ output }: Stack) => ({ format_version: "1.2", planned_values: { root_module: {}, outputs: output } })],
  ] as const)("finds it in a %s", async (kind, inputOf) => {
    const { exit, out, err } = await verified(inputOf(stackOf(plan)), kind);
    expect(err).toBe("");
    expect(exit).toBe(kind === "synth" ? 0 : 1);
    expect((JSON.parse(out) as { bridge: string }).bridge).toBe("article");
  });

  test("does not guess it, and takes no name that is a path", async () => {
    const { output, ...silent } = stackOf(plan);
    const { refusal } = await verified(silent, "synth");
    expect(refusal).toEqual({ rule: "no-bridge-named", input: "input.json" });
    const named = (bridge: string): Promise<Ended> => {
      const value = { ...output["overlap_bridge"]!.value, bridge };
      return verified({ ...silent, output: { overlap_bridge: { value } } }, "synth");
    };
    expect(await named("../bridges/article.yaml")).toMatchObject({
      exit: 2,
      refusal: { rule: "bridge-name", input: "input.json" },
    });
    expect(await named("orders")).toMatchObject({
      exit: 2,
      refusal: { rule: "no-such-bridge", input: "orders" },
    });
  });

  test.each(["synth", "state", "plan"] as const)("of a %s says none that is sensitive", async (kind) => {
    for (const bridge of ["hunter2zq", "hunter2zq/x"]) {
      const output = { overlap_bridge: { sensitive: true, value: { version: 1, bridge, roles: {} } } };
      const inputs = {
        synth: { resource: {}, output },
        state: { format_version: "1.0", values: { root_module: {}, outputs: output } },
        plan: { format_version: "1.2", planned_values: { root_module: {}, outputs: output } },
      };
      const { exit, out, err } = await verified(inputs[kind], kind);
      expect({ exit, out }).toEqual({ exit: 2, out: "" });
      expect(err).toMatch(/bridge/);
      expect(err).not.toContain("hunter");
    }
  });
});
