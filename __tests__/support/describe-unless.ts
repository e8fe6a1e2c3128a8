/** `describe`, or `describe.skip` with one line that says why these tests can't run here. */
export function describeUnless(reason: string | undefined, tests: string): jest.Describe {
  if (reason === undefined) return describe;
  process.stderr.write(`${tests} are skipped: ${reason}\n`);
  return describe.skip;
}

/** The same, but failing where CI is set: there everything is installed. */
export function describeWith(reason: string | undefined, tests: string): jest.Describe {
  if (reason === undefined || !process.env["CI"]) return describeUnless(reason, tests);
  return ((name: string) =>
    describe(name, () => {
      test("can run here", () => {
        throw new Error(reason);
      });
    })) as unknown as jest.Describe;
}
