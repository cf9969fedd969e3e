// After a deployment: has every target been scraped, every rule that pages been evaluated, and the dead-man's switch arrived?
import { setTimeout as sleep } from "node:timers/promises";
import { DRILL_JOB, EVALUATION_INTERVAL } from "../../components/monitoring";
import { seconds } from "../../components/rules";
import { alertsReceived, rules, type Target, targets } from "./prometheus-api";
import { withRemedy } from "./scrape-error";

const WITHIN_SECONDS = 60;
const ASK_EVERY_MS = 250;

export interface Settled {
  targetsUp: number;
  targets: number;
  rules: number;
  /** What is not as it should be, a line each; empty when all is well. */
  problems: string[];
}

/** Waits until all is well, up to 60 s by default, and returns what is not. */
export async function settled(addresses: Record<string, string>, withinSeconds = WITHIN_SECONDS): Promise<Settled> {
  const { prometheus, alertmanager } = addresses;
  if (!prometheus || !alertmanager) return { targetsUp: 0, targets: 0, rules: 0, problems: [] };
  const deadline = performance.now() + withinSeconds * 1000;
  for (;;) {
    // A busy machine answers late: that, too, has its time.
    const now = await look(prometheus, alertmanager).catch(unanswered);
    if (now.problems.length === 0 || performance.now() > deadline) return now;
    await sleep(ASK_EVERY_MS);
  }
}

const unanswered = (error: Error): Settled => ({ targetsUp: 0, targets: 0, rules: 0, problems: [error.message] });

async function look(prometheus: string, alertmanager: string): Promise<Settled> {
  const [all, known, received] = await Promise.all([
    targets(prometheus),
    rules(prometheus),
    alertsReceived(alertmanager),
  ]);
  // What a drill has left is found for some seconds more, and is none of the environment's targets.
  const seen = all.filter(({ scrapePool }) => scrapePool !== DRILL_JOB);
  const notUp = seen.filter((target) => target.health !== "up");
  // Those that are evaluated more rarely are waited for by nobody: promtool has read them.
  const isDue = ({ interval }: { interval: number }) => interval <= seconds(EVALUATION_INTERVAL);
  const notOk = known.filter((rule) => rule.health !== "ok" && (rule.health === "err" || isDue(rule)));
  const watchdog = received.some((alert) => alert.labels.alertname === "Watchdog");
  return {
    targetsUp: seen.length - notUp.length,
    targets: seen.length,
    rules: known.length,
    problems: [
      ...notUp.map(targetProblem),
      ...notOk.map((rule) => `rule ${rule.name}: ${rule.lastError || "not evaluated yet"}`),
      ...(watchdog ? [] : ["the dead-man's switch (Watchdog) has not reached Alertmanager"]),
    ],
  };
}

function targetProblem({ labels, health, lastError }: Target): string {
  return `target ${labels.instance} of job ${labels.job} is ${health}${lastError ? `: ${withRemedy(lastError)}` : ", not scraped yet"}`;
}
