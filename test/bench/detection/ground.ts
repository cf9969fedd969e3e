// What the faults happen to: for each of them some services of their own, healthy for ten minutes when it begins.
import { parseSettings, type Settings } from "../../../components/monitoring";
import { type Estate, type EstateTarget, estateOf, shownBy } from "../estate/estate";
import { scrapedFrom, startExporter, textOf } from "../estate/exporter";
import { startOf } from "../estate/history";
import { FAULTS, type Fault } from "./faults";

/** One repetition of a fault: its service, and when it happens, in Unix seconds. */
export interface Trial {
  fault: Fault;
  service: string;
  at: number;
}

/** The services and hosts, one for each repetition of each fault. */
export function groundSettings(repetitions: number): Settings {
  const names = (fault: Fault) => Array.from({ length: repetitions }, (_, index) => `${fault.name}-${index + 1}`);
  const all = FAULTS.flatMap((fault) => names(fault).map((name) => ({ fault, name })));
  const address = (index: number) => `10.8.${Math.floor(index / 250)}.${(index % 250) + 1}:80`;
  return parseSettings({
    hosts: all.flatMap(({ fault, name }, index) => (fault.mixin === "node" ? [{ name, address: address(index) }] : [])),
    services: all.flatMap(({ fault, name }, index) =>
      fault.mixin === "node"
        ? []
        : [
            {
              name,
              mixin: fault.mixin,
              targets: [address(index)],
              ...(fault.probe && { probes: [{ http: fault.probe.replace("10.9.9.9", name) }] }),
            },
          ],
    ),
  });
}

/** The estate; each host is a service of its own, so that no message waits for that of another host. */
export function groundEstate(settings: Settings): Estate {
  const estate = estateOf(settings);
  const ofHost = (labels: Readonly<Record<string, string>>) =>
    labels.job === "node" ? { ...labels, service: labels.instance ?? "" } : labels;
  return {
    ...estate,
    targets: estate.targets.map((target) => ({ ...target, labels: ofHost(target.labels) })),
    monitoring: {
      ...estate.monitoring,
      jobs: estate.monitoring.jobs.map((job) => ({
        ...job,
        targets: job.targets.map((target) => ({
          ...target,
          labels: job.name === "node" ? { ...target.labels, service: target.labels.instance } : target.labels,
        })),
      })),
    },
  };
}

/** Serves all targets, broken from their fault on. Answers the monitoring that scrapes them. */
export async function startGround(estate: Estate, trials: readonly Trial[], historyEnds: number) {
  const start = startOf(historyEnds);
  const key = (job: string, place: number) => `${job} ${place}`;
  const targets = new Map(estate.targets.map((target) => [key(target.job, target.place), target]));
  const exporter = await startExporter((job, place) => {
    const target = targets.get(key(job, place));
    return (
      target &&
      shownWith(
        target,
        trials.find((trial) => isAbout(trial, target)),
        Date.now() / 1000,
        start,
      )
    );
  });
  return { exporter, monitoring: scrapedFrom(exporter.address, estate.monitoring) };
}

const isAbout = ({ fault, service }: Trial, { job, labels }: EstateTarget) =>
  labels.service === service && job === fault.job;

function shownWith(target: EstateTarget, trial: Trial | undefined, time: number, start: number): string | undefined {
  const now = shownBy(target, { now: time, start });
  if (!trial || time < trial.at) return textOf(target, now, time);
  const atFault = shownBy(target, { now: trial.at, start });
  const shown = trial.fault.shows({ now, atFault, since: time - trial.at, time });
  return shown === "down" ? undefined : textOf(target, shown, time);
}
