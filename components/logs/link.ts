// Links into VictoriaLogs' own page, vmui.

/**
 * Lines of a service or of a host, within an hour: `{value}` stands for its name. Without an end, `&g0.end_input=…` in UTC, the page shows
 * the last five minutes; what sends the link appends it.
 * @param store Base URL of the store as people reach it.
 */
export const logsLink = (store: string) => ({ service: linesOf(store, "service"), host: linesOf(store, "host") });

const linesOf = (store: string, field: string): string =>
  `${store}/select/vmui/#/?query=${field}%3A%3D%22{value}%22&g0.range_input=1h`;
