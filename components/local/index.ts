// A local environment: the same parts in either of two runtimes.
export { DockerMonitoring } from "./docker-monitoring";
export { NativeMonitoring } from "./native-monitoring";
export { LOOPBACK, type LogCollection, SCRAPING_PART, type TraceTaking, urlOf } from "./parts/part";
export { sampleServices } from "./sample-services";
