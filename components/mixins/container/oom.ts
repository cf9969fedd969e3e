// Hosts on which the kernel has just killed a process of a container: that has an alert of its own, which says of which.

/** How many of each host in the last five minutes. */
export const oomKillsByHost =
  'round(sum by (host) (increase(container_oom_events_total{job="container",name!=""}[5m])))';
