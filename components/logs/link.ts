// Links into VictoriaLogs' own page, vmui.

/**
 * Lines in which a {field} has a {value}, within an hour. Without an end, `&g0.end_input=…` in UTC, the page shows the last five
 * minutes; what sends the link appends it.
 * @param store Base URL of the store as people reach it.
 */
export const logsLink = (store: string): string =>
  `${store}/select/vmui/#/?query={field}%3A%3D%22{value}%22&g0.range_input=1h`;
