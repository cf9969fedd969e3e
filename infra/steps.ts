// Steps of a command, shown as they are done.
import { Listr, type ListrTask } from "listr2";
import { messageOf } from "../components/error-text";

/**
 * Does one after the other. One that fails ends it: the list shows the first line of its error, and what is thrown is all of it.
 *
 * @param quiet Shows nothing.
 */
export async function runSteps(steps: readonly ListrTask[], { quiet = false } = {}): Promise<void> {
  const failures: unknown[] = [];
  const renderer = quiet ? "silent" : process.stdout.isTTY ? "default" : "simple";
  try {
    await new Listr(
      steps.map((step) => failingShortly(step, failures)),
      { renderer },
    ).run();
  } catch (error) {
    throw failures[0] ?? error;
  }
}

function failingShortly({ task: work, ...step }: ListrTask, failures: unknown[]): ListrTask {
  return {
    ...step,
    task: async (context, task) => {
      try {
        await work(context, task);
      } catch (error) {
        failures.push(error);
        const [first = ""] = messageOf(error).split("\n");
        throw new Error(first);
      }
    },
  };
}
