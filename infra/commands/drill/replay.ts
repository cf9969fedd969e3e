// Drills of every other alert: the scenario that proves it, replayed to the running Prometheus by the sample-metrics generator.
import { z } from "zod";
import type { Mixin } from "../../../components/mixins";
import { EVALUATION_INTERVAL } from "../../../components/monitoring";
import { type Alert, type Severity, seconds, severitiesOf } from "../../../components/rules";
import { call, Refused } from "./call";
import type { Drill } from "./drill";
import { type Fault, FaultEnded, LEASE_SECONDS } from "./fault";
import { bestScenario } from "./scenario";
import { type ReplayTarget, targetsOf } from "./targets";

/** What the generator is asked to replay. */
export interface Replay {
  interval: number;
  holdAt: number;
  leaseSeconds: number;
  targets: readonly ReplayTarget[];
}

/** An alert as the settings have it, with the mixin that proves it as it is by default. */
export interface Proven {
  mixin: Mixin;
  alert: Alert;
  overridden: Alert;
  /** Told apart from every other drill by its services' names. */
  id: string;
}

/** When an alert fires on a replay, in seconds after its start; undefined where it does not. */
export type FiresAt = (alert: Alert, severity: Severity, replay: Replay) => Promise<number | undefined>;

/**
 * The drill of an alert by its scenario. Throws where no scenario shows it firing on series, or not with the thresholds and
 * durations that the settings give it.
 */
export async function replayOf({ mixin, alert, overridden, id }: Proven, firesAt: FiresAt): Promise<Drill> {
  const [proven] = severitiesOf(alert);
  const [severity] = severitiesOf(overridden);
  if (!proven || !severity || alert.onMissing === "fires") {
    throw new Error(`${alert.name} fires on what is missing, or always; there is nothing to replay`);
  }
  const { scenario, lead, resolves } = bestScenario(mixin, alert, proven);
  const targets = targetsOf(mixin, scenario, id);
  const interval = seconds(scenario.interval ?? "15s");
  const replay: Replay = { interval, holdAt: lead, leaseSeconds: LEASE_SECONDS, targets };
  const isAsProven = JSON.stringify(alert) === JSON.stringify({ ...overridden, severity: alert.severity });
  const leadSeconds = isAsProven ? lead : await firesAt(overridden, severity, replay);
  if (leadSeconds === undefined) {
    throw new Error(
      `${alert.name} does not fire on its scenario "${scenario.title}" as the settings override it (alerts.${alert.name}), so there is nothing to replay`,
    );
  }
  return {
    alert: alert.name,
    severity,
    services: [...new Set(targets.map(({ labels }) => labels.service ?? ""))],
    words: `replays "${scenario.title}"; it fires after about ${spoken(leadSeconds)}`,
    leadSeconds,
    unseenSeconds: seconds(mixin.scrapeInterval) + seconds(EVALUATION_INTERVAL),
    fault: replayed(replay, resolves),
  };
}

const created = z.object({ id: z.string() });

function replayed(replay: Replay, resolves: boolean): Fault {
  let id: string | undefined;
  let released = false;
  const renew: Fault["renew"] = async ({ generator }) => {
    if (id === undefined) return;
    await call(`${generator}/replays/${id}`, "PUT", { released }).catch((error: Error) => {
      throw error instanceof Refused && error.status === 404
        ? new FaultEnded("the generator has no such replay")
        : error;
    });
  };
  const remove: Fault["remove"] = async ({ generator }) => {
    if (id !== undefined) await call(`${generator}/replays/${id}`, "DELETE");
  };
  return {
    begin: async ({ generator }) => {
      ({ id } = created.parse(await call(`${generator}/replays`, "POST", replay)));
    },
    renew,
    // A scenario without a good end is over when its targets are gone.
    goesOn: resolves,
    end: async (ground) => {
      released = true;
      await (resolves ? renew(ground) : remove(ground));
    },
    remove,
  };
}

const spoken = (wholeSeconds: number) =>
  wholeSeconds < 120 ? `${wholeSeconds} s` : `${Math.round(wholeSeconds / 60)} minutes`;
