// The ports of an environment as a resource: all are looked at before anything that needs one is started.
import { containerPid } from "../docker";
import { portProblem } from "../ports";
import type { Kind } from "./kind";
import { portsInputs } from "./schemas";
import { runningPid } from "./supervise";
import { hasUnknown } from "./values";

export const ports: Kind = {
  async check(news) {
    if (hasUnknown(news)) return [];
    const { listeners } = portsInputs.parse(news);
    // A part that another version of the settings gave this port gives it back before it is taken.
    const pids = await Promise.all(
      Object.values(listeners).flatMap(({ dir, container }) => [
        runningPid(dir),
        ...(container ? [containerPid(container)] : []),
      ]),
    );
    const running = pids.filter((pid) => pid !== undefined);
    const problems = await Promise.all(
      Object.entries(listeners).map(async ([part, { host, port }]) => {
        const reason = await portProblem({ host, port }, running);
        return reason ? [{ property: part, reason }] : [];
      }),
    );
    return problems.flat();
  },

  async diff(olds, news) {
    return {
      changes: JSON.stringify(portsInputs.parse(olds)) !== JSON.stringify(portsInputs.parse(news)),
      replaces: [],
    };
  },

  async apply() {
    return {};
  },

  async observe() {
    return {};
  },

  async remove() {
    // Ports are given back by what listens on them.
  },
};
