import { createHash } from "node:crypto";
import { hasHashedUserData, userDataIn, withKnownUserData } from "../../src/topology";
import { graphFrom } from "../support/networks";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const SCRIPT = "#!/bin/sh\nsysctl -w net.ipv4.ip_forward=1\n";

type Values = Readonly<Record<string, unknown>>;
const resource = (type: string, name: string, values: Values, sensitive_values: Values = {}) => ({
  ...{ address: `${type}.${name}`, mode: "managed", type, name, values, sensitive_values, schema_version: 0 },
  provider_name: "registry.terraform.io/hashicorp/aws",
});
const stateOf = (...resources: readonly object[]) =>
  graphFrom({ format_version: "1.0", values: { root_module: { resources } } }, "state");
const account = (values: Values) => stateOf(resource("aws_instance", "i", { id: "i-1", ...values }));

test("a script is known again by the hash of its bytes, however it is spelled", () => {
  const graph = account({ user_data: sha256(SCRIPT) });
  expect(hasHashedUserData(graph)).toBe(true);
  for (const text of [SCRIPT, base64(SCRIPT)]) {
    const known = withKnownUserData(graph, ["#!/bin/sh\n", text]);
    expect(known.get("aws_instance.i")?.values).toEqual({ id: "i-1", user_data_base64: text });
    expect(hasHashedUserData(known)).toBe(false);
  }
});

test("a hash of no known script stays, and so does what is no hash", () => {
  for (const values of [{ user_data: sha256(`${SCRIPT}# more`) }, { user_data: SCRIPT }, {}])
    expect(withKnownUserData(account(values), [SCRIPT]).get("aws_instance.i")?.values).toEqual({
      id: "i-1",
      ...values,
    });
  expect(hasHashedUserData(account({ user_data: SCRIPT }))).toBe(false);
});

test("instances and launch templates have user data, and what is sensitive or a hash is none that is known", () => {
  const graph = stateOf(
    resource("aws_instance", "plain", { user_data: SCRIPT }),
    resource("aws_launch_template", "template", { user_data: base64(SCRIPT) }),
    resource("aws_instance", "hashed", { user_data: sha256(SCRIPT) }),
    resource("aws_instance", "secret", { user_data: "#!/bin/sh\npassword" }, { user_data: true }),
    resource("aws_vpc", "other", { user_data: "#!/bin/sh\nno" }),
  );
  expect(userDataIn(graph)).toEqual([SCRIPT, base64(SCRIPT)]);
});
