// How long series are kept, by class.

/** `business` series show how the business does and are kept indefinitely; `technical` ones serve operations for weeks. */
export type Retention = "business" | "technical";

/** Marks a metric or a recording as one that is kept indefinitely. Everything else is technical. */
export const business = <Series extends { retention?: Retention }>(series: Series): Series => ({
  ...series,
  retention: "business",
});
