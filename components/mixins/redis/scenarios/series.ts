// The series of one service's Redis instances, as promtool reads them, at the default interval of 15 seconds.
import { steady } from "../../scenario-series";

export { growing, growingThenStill, steady } from "../../scenario-series";

/** The name of a series of one of the service's instances. */
export const on = (instance: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="redis",instance="${instance}:9121",service="cache",team="platform"}`;

/** The name of a series of its first instance. */
export const of = (metric: string, labels = ""): string => on("redis-1", metric, labels);

/** What an instance is: a primary or a replica, and how it is used. */
export const instanceInfo = (instance: string, role: "master" | "slave", values = steady(1), mode = "standalone") => ({
  [on(instance, "redis_instance_info", `role="${role}",redis_mode="${mode}",maxmemory_policy="noeviction"`)]: values,
});
