/**
 * Does some work without call stacks of tokens. cdktf keeps the whole call stack of every token it makes, to be printed
 * when one can't be resolved: a quarter of the time of a large bridge and a sixth of its memory, for a message that only
 * cdktf's own developers would read. Errors keep their stacks: an Error records its own when it is made.
 */
export function withoutTokenStacks<T>(work: () => T): T {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back, not called
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
