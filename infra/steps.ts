// Steps of a command, shown as they are done.
import { LISTR_LOGGER_STDERR_LEVELS, Listr, ListrLogger, ListrLogLevels, type ListrTask } from "listr2";
import { messageOf } from "../components/error-text";

/** Where no terminal redraws them, a line for each step that was done is enough: what begins and what is left out is not printed. */
class DoneOnly extends ListrLogger {
  override log(...[level, ...line]: Parameters<ListrLogger["log"]>): void {
    if (level !== ListrLogLevels.STARTED && level !== ListrLogLevels.SKIPPED) super.log(level, ...line);
  }
}

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
      {
        renderer,
        ...(renderer === "simple" && {
          rendererOptions: { logger: new DoneOnly({ useIcons: true, toStderr: LISTR_LOGGER_STDERR_LEVELS }) },
        }),
      },
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
