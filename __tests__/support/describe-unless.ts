/** `describe`, or `describe.skip` with one line that says why these tests can't run here. */
export function describeUnless(reason: string | undefined, tests: string): jest.Describe {
  if (reason === undefined) return describe;
  process.stderr.write(`${tests} are skipped: ${reason}\n`);
  return describe.skip;
}
