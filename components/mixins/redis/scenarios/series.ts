// The series of one service's Redis instances, as promtool reads them, at the default interval of 15 seconds.

/** The name of a series of one of the service's instances. */
export const on = (instance: string, metric: string, labels = ""): string =>
  `${metric}{${labels && `${labels},`}job="redis",instance="${instance}:9121",service="cache",team="platform"}`;

/** The name of a series of its first instance. */
export const of = (metric: string, labels = ""): string => on("redis-1", metric, labels);

/** The same value for an hour. */
export const steady = (value: number): string => `${value}x240`;

/** A counter that grows at a rate for an hour. */
export const growing = (perSecond: number): string => `0+${15 * perSecond}x240`;

/** A counter that grows at a rate for twenty minutes and then stands still. */
export const growingThenStill = (perSecond: number): string => `0+${15 * perSecond}x80 ${15 * perSecond * 80}x160`;

/** What an instance is: a primary or a replica, and how it is used. */
export const instanceInfo = (instance: string, role: "master" | "slave", values = steady(1), mode = "standalone") => ({
  [on(instance, "redis_instance_info", `role="${role}",redis_mode="${mode}",maxmemory_policy="noeviction"`)]: values,
});
