import * as fc from "fast-check";
import { covers, takesHost } from "../../src/address-plan/host-patterns";

const hostText = fc.string({ unit: fc.constantFrom("a", "b", "A", ".", "-"), maxLength: 12 });
const patternText = fc.string({ unit: fc.constantFrom("a", "b", "A", ".", "-", "*", "?"), maxLength: 8 });

describe("a host pattern", () => {
  test("takes what the same pattern as a regular expression takes", () => {
    fc.assert(
      fc.property(patternText, hostText, (pattern, host) => {
        const text = pattern.replace(/[.-]/g, "\\$&").replace(/[*]/g, ".*").replace(/[?]/g, ".");
        expect(takesHost(pattern, host)).toBe(new RegExp(`^${text}$`, "i").test(host));
      }),
    );
  });

  test("of many stars answers at once, where a regular expression would try for years", () => {
    expect(takesHost(`${"*a".repeat(60)}b`, "a".repeat(253))).toBe(false);
  });
});

describe("a certificate's name", () => {
  test.each([
    ["shop.example.com", "SHOP.example.com", true],
    ["*.example.com", "shop.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "a.shop.example.com", false],
    ["*.example.com", ".example.com", false],
    ["shop.example.com", "www.shop.example.com", false],
  ])("%s for %s: %s", (name, host, is) => expect(covers(name, host)).toBe(is));
});
