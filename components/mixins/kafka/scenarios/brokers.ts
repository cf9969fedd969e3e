// A single broker: its disks, and how busy it is.
import { type Scenario, scenarios } from "../../../rules";
import { broker, steady } from "./series";

const lostDisks = (values: string) => ({ [broker(1, "kafka_log_logmanager_offlinelogdirectorycount")]: values });

const idle = (values: string) => ({
  [broker(1, "kafka_network_socketserver_networkprocessoravgidlepercent")]: values,
});

export const brokerScenarios: readonly Scenario[] = [
  ...scenarios("KafkaOfflineLogDirectory", {
    "fires when a broker gives up a disk, and resolves when it has restarted with a new one": {
      given: lostDisks("0x3 1x20 0x40"),
      expect: { "55s": "quiet", "105s": ["critical"], "7m": "quiet" },
    },
    "stays quiet at 0": { given: lostDisks(steady(0)), expect: { "2m": "quiet", "10m": "quiet" } },
  }),
  ...scenarios("KafkaNetworkProcessorsBusy", {
    "warns at 20%, and resolves": {
      given: idle("0.2x60 0.8x40"),
      expect: { "9m": "quiet", "11m": ["warning"], "17m": "quiet" },
    },
    "stays quiet at 31%": { given: idle(steady(0.31)), expect: { "11m": "quiet", "20m": "quiet" } },
    "stays quiet on a busy start": { given: idle("0x20 0.9x60"), expect: { "6m": "quiet", "15m": "quiet" } },
  }),
];
