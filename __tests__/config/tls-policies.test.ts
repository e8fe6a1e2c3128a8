import { DEFAULT_TLS_POLICY, GOOD_TLS_POLICIES, isListed, TLS_POLICY, whyRefused } from "../../src/config/tls-policies";

const PREFIX = "ELBSecurityPolicy-";

/** AWS's tables "Protocols by policy" and "Ciphers by policy" of an ALB, and what a bridge makes of each policy. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  "admits TLS 1.0 and 1.1": [
    ...["2016-08", "2015-05", "FS-2018-06", "TLS-1-0-2015-04", "Default"],
    ...["TLS13-1-0-2021-06", "TLS13-1-0-PQ-2025-09", "TLS13-1-0-FIPS-2023-04", "TLS13-1-0-FIPS-PQ-2025-09"],
  ],
  "admits TLS 1.1": ["TLS-1-1-2017-01", "FS-1-1-2019-08", "TLS13-1-1-2021-06", "TLS13-1-1-FIPS-2023-04"],
  "admits ciphers with SHA-1 or without forward secrecy": [
    "TLS-1-2-Ext-2018-06",
    ...["Ext0-FIPS-2023-04", "Ext0-FIPS-PQ-2025-09", "Ext0-RFC9151-FIPS-2023-07"].map((name) => `TLS13-1-2-${name}`),
    ...["Ext1", "Ext2"].flatMap((name) =>
      ["2021-06", "PQ-2025-09", "FIPS-2023-04", "FIPS-PQ-2025-09"].map((rest) => `TLS13-1-2-${name}-${rest}`),
    ),
  ],
  "is a policy without TLS 1.3": [...["TLS-1-2-2017-01", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10"]],
  "must be a policy with TLS 1.2 and 1.3, or 1.3 alone (ELBSecurityPolicy-TLS13-1-2-... or -1-3-...)": [
    ...[
      "",
      "TLS13-1-2",
      "TLS13-1-2-2021",
      "TLS13-1-2-Res-2021-06 ",
      "TLS13-1-2--2021-06",
      "TLS13-1-4-2021-06",
      "TLS14",
    ],
    "tls13-1-2-2021-06",
  ],
};
const TAKEN = [
  ...["2021-06", "PQ-2025-09", "FIPS-2023-04", "FIPS-PQ-2025-09"].flatMap((rest) => [
    `TLS13-1-2-${rest}`,
    `TLS13-1-2-Res-${rest}`,
    `TLS13-1-3-${rest}`,
  ]),
  ...["TLS13-1-2-RFC9151-FIPS-2023-07", "TLS13-1-2-RFC9151-INTEROP4-FIPS-2023-07", "TLS13-1-3-RFC9151-FIPS-2023-07"],
];

describe("a security policy", () => {
  const refused = Object.entries(TABLE).flatMap(([why, names]) => names.map((name) => [PREFIX + name, why] as const));

  test.each(refused)("%j is refused: it %s", (name, why) => {
    expect(TLS_POLICY.test(name)).toBe(false);
    expect(isListed(name)).toBe(false);
    expect(whyRefused(name)).toBe(why);
  });

  test.each(TAKEN.map((name) => PREFIX + name))("%s is taken", (name) => {
    expect(TLS_POLICY.test(name)).toBe(true);
    expect(isListed(name)).toBe(true);
  });

  test("of later is taken, and not listed", () => {
    const later = `${PREFIX}TLS13-1-3-PQ-2031-02`;
    expect([TLS_POLICY.test(later), isListed(later)]).toEqual([true, false]);
  });

  test("that is suggested is taken, and the default is the first", () => {
    for (const name of GOOD_TLS_POLICIES) expect([TLS_POLICY.test(name), isListed(name)]).toEqual([true, true]);
    expect(GOOD_TLS_POLICIES[0]).toBe(DEFAULT_TLS_POLICY);
  });

  test("of a megabyte is judged too: no form of it lets the pattern run wild", () => {
    for (const part of ["-Ext", "-a", "--", "-Ext1-"]) {
      const long = `${PREFIX}TLS13-1-2${part.repeat(250_000)}`;
      expect(TLS_POLICY.test(long)).toBe(false);
      expect(whyRefused(long)).not.toBe("");
    }
  });
});
