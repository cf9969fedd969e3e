// The processor's time that a piece of work takes in this process, told on standard output.

export async function tellTimeOf(work: () => unknown): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1e6);
}
