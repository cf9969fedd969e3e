// How cAdvisor is started, wherever it runs.

/** Labels of containers that are shown: what alerts and dashboards read. */
const USED_LABELS = ["com.docker.compose.service", "restartcount"];

/**
 * By default each label of a container is one of each of its series: images, Compose and proxies set dozens, some of them longer
 * than a scrape may bring, and one such container would cost the whole host its metrics.
 */
export const CADVISOR_FLAGS: readonly string[] = [
  "--docker_only=true",
  "--housekeeping_interval=10s",
  "--store_container_labels=false",
  `--whitelisted_container_labels=${USED_LABELS.join(",")}`,
];
