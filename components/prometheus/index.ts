// Pure renderers of the files that Prometheus and the blackbox exporter read.
export { blackboxConfig, blackboxSettings, moduleName } from "./blackbox";
export { archiveConfig, OF_SPANS, prometheusConfig, scrapeConfigs } from "./config";
export { demandingWebConfig, gossipConfig, type HttpAccess, webConfig } from "./http-access";
export { garbagePercent, prometheusEnvironment } from "./memory";
export { REPLICA_LABEL, type RemoteWrite } from "./remote-write";
export { PEER_TIMEOUT_SECONDS, RESEND_DELAY, START_DELAY_SECONDS } from "./resending";
export { ruleFile, ruleGroup, yaml } from "./rule-file";
export { shareOf } from "./shard";
