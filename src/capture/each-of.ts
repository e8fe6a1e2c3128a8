/** Does something with each of a list, a few at a time; the first fault ends it. @returns what came of them, in the list's order */
export async function eachOf<T, R>(list: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = list.entries();
  let isEnded = false;
  const worker = async (): Promise<void> => {
    for (const [place, one] of left) {
      if (isEnded) return;
      try {
        results[place] = await work(one);
      } catch (error) {
        isEnded = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker));
  return results;
}
