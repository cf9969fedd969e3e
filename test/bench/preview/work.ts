// The processor's time that a piece of work takes in this process, in seconds.

export async function timeOf<T>(work: () => T | Promise<T>): Promise<{ result: T; took: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, took: (user + system) / 1e6 };
}

/** The same on standard output. */
export const tellTimeOf = async (work: () => unknown): Promise<void> => console.log((await timeOf(work)).took);
