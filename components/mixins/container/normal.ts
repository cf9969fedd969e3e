// A healthy host: three containers on two CPUs, two of them with limits.
import { ago, always, around, type Course, type Normal, steadily, traffic } from "../../rules";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What Docker says of a container in the labels of all its series. */
const labelsOf = (id: string, name: string, image: string) => ({
  id: `/docker/${id}`,
  name,
  image,
  container_label_com_docker_compose_service: name,
  container_label_restartcount: "0",
});

const web = labelsOf("3f2a9c1d", "web", "example/web:1.2");
const worker = labelsOf("9b1e7d52", "worker", "example/worker:1.2");
const cache = labelsOf("c07d41aa", "cache", "redis:7.0");
const containers = [web, worker, cache] as const;

/** A value for each container: those of the web server, of the worker and of the cache. */
const each = (...courses: readonly [web: Course, worker: Course, cache: Course]) =>
  containers.map((labels, index) => [labels, courses[index] ?? always(0)] as const);

/** The same for all containers, with another label. */
const eachOn = (label: string, value: string, ...courses: readonly [web: Course, worker: Course, cache: Course]) =>
  each(...courses).map(([labels, course]) => [{ ...labels, [label]: value }, course] as const);

const host: Normal = {
  container_last_seen: each(ago(0), ago(0), ago(0)),
  container_cpu_usage_seconds_total: eachOn("cpu", "total", traffic(0.35), traffic(0.2), traffic(0.05)),
  container_cpu_user_seconds_total: each(traffic(0.28), traffic(0.16), traffic(0.03)),
  // Only the web server and the worker have a CPU limit: of one CPU, and of half a one.
  container_cpu_cfs_periods_total: [
    [web, steadily(8)],
    [worker, steadily(6)],
  ],
  container_cpu_cfs_throttled_periods_total: [
    [web, traffic(0.1)],
    [worker, traffic(0.2)],
  ],
  container_spec_cpu_quota: [
    [web, always(100_000)],
    [worker, always(50_000)],
  ],
  container_spec_cpu_period: each(always(100_000), always(100_000), always(100_000)),
  container_memory_working_set_bytes: each(around(280 * MIB, 0.2), around(190 * MIB, 0.2), around(120 * MIB, 0.05)),
  container_memory_rss: each(around(230 * MIB, 0.2), around(160 * MIB, 0.2), around(110 * MIB, 0.05)),
  container_spec_memory_limit_bytes: each(always(512 * MIB), always(384 * MIB), always(0)),
  container_oom_events_total: each(always(0), always(0), always(0)),
  container_fs_usage_bytes: eachOn("device", "/dev/vda1", always(40 * MIB), around(300 * MIB, 0.5), always(2 * MIB)),
  container_fs_limit_bytes: eachOn("device", "/dev/vda1", always(40 * GIB), always(40 * GIB), always(40 * GIB)),
  container_network_receive_bytes_total: eachOn("interface", "eth0", traffic(60_000), traffic(25_000), traffic(90_000)),
  container_network_transmit_bytes_total: eachOn(
    "interface",
    "eth0",
    traffic(400_000),
    traffic(12_000),
    traffic(300_000),
  ),
  machine_cpu_cores: [[{ boot_id: "6f1d", machine_id: "ec2f1c07", system_uuid: "ec2f1c07-1b7d" }, always(2)]],
};

export const normal: readonly Normal[] = [host];
