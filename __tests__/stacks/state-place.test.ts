import { readFileSync } from "node:fs";
import { keepsStateAt } from "../../src/stacks/state-place";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";

const S3 = { type: "s3", bucket: "acme-states", key: "bridge.tfstate", region: "us-east-1" } as const;
const PLANS = {
  local: planOf("article"),
  cloud: planOf("production"),
  s3: planOf("article", { backend: S3 }),
};
type Stack = { terraform: Record<string, unknown> };

describe.each(["local", "cloud", "s3"] as const)("a state of kind %s", (kind) => {
  const { backend } = PLANS[kind].config;
  const changed = (change: (terraform: Stack["terraform"]) => void): boolean =>
    inFolder((folder) => {
      const [file = ""] = synthesize([PLANS[kind]], folder);
      const stack = JSON.parse(readFileSync(file, "utf8")) as Stack;
      change(stack.terraform);
      return keepsStateAt(stack, backend);
    });

  test("is where the bridge says, and not where another one's is", () => {
    expect(changed(() => {})).toBe(true);
    for (const other of Object.values(PLANS))
      if (other !== PLANS[kind])
        inFolder((folder) => {
          const [file = ""] = synthesize([other], folder);
          expect(keepsStateAt(JSON.parse(readFileSync(file, "utf8")) as Stack, backend)).toBe(false);
        });
  });

  test("is not kept by another backend, or by none", () => {
    expect(changed((one) => Object.assign(one, { backend: { http: { address: "https://a.example" } } }))).toBe(false);
    expect(changed((one) => Object.assign(one, { backend: undefined, cloud: undefined }))).toBe(false);
  });
});

test("another workspace, organization or host is told", () => {
  const { backend } = PLANS.cloud.config;
  const cloud = {
    hostname: "app.terraform.io",
    organization: "acme",
    workspaces: { name: "overlap-bridge-production" },
  };
  expect(keepsStateAt({ terraform: { cloud } }, backend)).toBe(true);
  for (const change of [{ hostname: "a.example" }, { organization: "b" }, { workspaces: { name: "c" } }])
    expect(keepsStateAt({ terraform: { cloud: { ...cloud, ...change } } }, backend)).toBe(false);
});
