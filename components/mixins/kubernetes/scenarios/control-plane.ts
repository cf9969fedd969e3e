// Scheduler and controller manager, where the team runs them.
import { type Scenario, scenarios } from "../../../rules";
import { type Component, from, growing, growingThenStill, passing, steady } from "./series";

/** One instance or several of a part. */
const up = (component: Component, ...values: string[]) =>
  Object.fromEntries(values.map((value, n) => [from(component, "up", "", `10.0.0.${n + 1}:1025`), value]));

const gone = (alert: string, component: Component) =>
  scenarios(alert, {
    "is critical when the last one is gone, and resolves when one is back": {
      given: up(component, "1x3 0x40", "1x3 0x8 1x31"),
      expect: { "50s": "quiet", "105s": ["critical"], "330s": "quiet" },
    },
    "stays quiet while one of two answers": {
      given: up(component, "1x3 0x40", steady(1)),
      expect: { "105s": "quiet", "5m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: up(component, "1x3 0 1x20"),
      expect: { "60s": "quiet", "75s": "quiet", "2m": "quiet" },
    },
  });

/** Attempts a second that end well, and with an error. */
const attempts = (well: number, badly: number, values = growing) => ({
  [from("scheduler", "scheduler_schedule_attempts_total", 'profile="default-scheduler",result="scheduled"')]:
    values(well),
  [from("scheduler", "scheduler_schedule_attempts_total", 'profile="default-scheduler",result="error"')]: values(badly),
});

const queue = (component: Component, depth: string) => ({
  [from(component, "workqueue_depth", 'name="deployment"')]: depth,
});

export const controlPlaneScenarios: readonly Scenario[] = [
  ...gone("KubeSchedulerDown", "scheduler"),
  ...gone("KubeControllerManagerDown", "controller-manager"),
  ...scenarios("KubeControlPlaneInstanceDown", {
    "warns of one API server of two, and resolves": {
      given: up("apiserver", "1x3 0x20 1x215", steady(1)),
      expect: { "2m45s": "quiet", "4m": ["warning"], "8m": "quiet" },
    },
    "stays quiet when a scheduler restarts within 90 seconds": {
      given: up("scheduler", "1x3 0x5 1x40"),
      expect: { "2m15s": "quiet", "3m": "quiet", "4m": "quiet" },
    },
    "leaves kubelets to their own alert": {
      given: up("kubelet", steady(0)),
      expect: { "4m": "quiet", "10m": "quiet" },
    },
  }),
  ...scenarios("KubeSchedulerErrors", {
    "warns at 10%, and resolves when nothing is scheduled any more": {
      given: attempts(0.9, 0.1, growingThenStill),
      expect: { "9m": "quiet", "12m": ["warning"], "30m": "quiet" },
    },
    "stays quiet at 4%": { given: attempts(0.96, 0.04), expect: { "12m": "quiet", "40m": "quiet" } },
    "stays quiet below one attempt in ten seconds": {
      given: attempts(0, 0.09),
      expect: { "12m": "quiet", "40m": "quiet" },
    },
    "stays quiet without attempts": { given: attempts(0, 0), expect: { "12m": "quiet", "40m": "quiet" } },
  }),
  ...scenarios("KubeControllerQueueLong", {
    "warns at 101 objects, and resolves": {
      given: queue("controller-manager", passing(0, 101)),
      expect: { "10m": "quiet", "12m": ["warning"], "33m": "quiet" },
    },
    "stays quiet at 100": {
      given: queue("controller-manager", steady(100)),
      expect: { "12m": "quiet", "40m": "quiet" },
    },
    "stays quiet on a queue of the API server": {
      given: queue("apiserver", steady(500)),
      expect: { "12m": "quiet", "40m": "quiet" },
    },
  }),
];
