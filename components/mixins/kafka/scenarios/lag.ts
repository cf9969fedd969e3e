// Consumer groups: what they have not read, and whether they catch up. Messages come at 100 a second.
import { type Scenario, scenarios } from "../../../rules";
import { exported, growing, partition, steady } from "./series";

const MILLION = 1_000_000;
const written = growing(100, MILLION);

/** A group that nobody belongs to any more, at 2 minutes between samples: it read its last message long ago. */
const unused = (read: string): Record<string, string> => ({
  ...partition(0, `${MILLION}+12000x800`, "0+12000x800"),
  [exported("kafka_consumergroup_members", 'consumergroup="billing"')]: "0x800",
  [exported("kafka_consumergroup_current_offset_sum", 'consumergroup="billing",topic="orders"')]: read,
});

export const lagScenarios: readonly Scenario[] = [
  ...scenarios("KafkaLagKeepsIncreasing", {
    "warns of a group that misses a tenth of what is written, and resolves when it catches up": {
      given: partition(0, written, "2000+150x100 17000-300x56 0x60"),
      expect: { "9m": "quiet", "12m": ["warning"], "40m": "quiet" },
    },
    "stays quiet at 4%": {
      given: partition(0, written, growing(4, 2_000)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet below 1,000 messages": {
      given: partition(0, growing(2, MILLION), growing(0.5)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a group that catches up": {
      given: partition(0, written, "300000-1200x240"),
      expect: { "5m": "quiet", "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a burst that is read within minutes": {
      given: partition(0, `${MILLION}x40 2000000x200`, "0x40 1000000-7500x133 0x60"),
      expect: { "11m": "quiet", "15m": "quiet", "22m": "quiet", "40m": "quiet" },
    },
    "stays quiet without traffic": {
      given: partition(0, steady(MILLION), steady(5_000)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on partitions of which the group has read nothing yet": {
      given: partition(0, written, steady(-1)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KafkaLagIsTooHigh", {
    "fires when a group stands still for longer than ten minutes, and resolves when it catches up": {
      given: partition(0, written, "0+1500x80 120000-3000x40 0x120"),
      expect: { "10m": "quiet", "12m": ["critical"], "20m": ["critical"], "35m": "quiet" },
    },
    "fires for one partition that is stuck while others flow": {
      given: {
        ...partition(0, growing(50, MILLION), growing(50)),
        ...partition(1, growing(500, MILLION), steady(100)),
        ...partition(2, growing(500, MILLION), steady(100)),
      },
      expect: { "10m": "quiet", "12m": ["critical"] },
    },
    "fires when nothing new is written, but old messages stay": {
      given: partition(0, steady(MILLION), steady(5_000)),
      expect: { "9m": "quiet", "12m": ["critical"] },
    },
    "fires once where two exporters watch one cluster, of which one restarts": {
      given: {
        ...partition(0, written, growing(100)),
        'kafka_consumergroup_lag{consumergroup="billing",topic="orders",partition="0",job="kafka",instance="other:9308",service="events",team="platform"}':
          "0+1500x60 stale _x3 96000+1500x100",
      },
      expect: { "12m": ["critical"], "16m": ["critical"] },
    },
    "goes on firing through one missed scrape": {
      given: partition(0, `${MILLION}+1500x59 stale ${MILLION + 91_500}+1500x100`, "0+1500x59 stale 91500+1500x100"),
      expect: { "14m": ["critical"], "15m": ["critical"], "905s": ["critical"], "16m": ["critical"] },
    },
    "stays quiet at 900 messages": {
      given: partition(0, steady(MILLION), steady(900)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on much lag that is younger than ten minutes": {
      given: partition(0, written, steady(55_000)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "stays quiet on a group that catches up within two hours": {
      given: partition(0, written, "1000000-3000x240"),
      expect: { "12m": "quiet", "30m": "quiet", "55m": "quiet" },
    },
    "stays quiet on a burst that is read within half an hour": {
      given: partition(0, `${MILLION}x40 2000000x200`, "0x40 1000000-7500x133 0x60"),
      expect: { "15m": "quiet", "21m": "quiet", "22m": "quiet", "40m": "quiet" },
    },
    "stays quiet when a topic is recreated": {
      given: partition(0, `5000000x80 ${growing(100)}`, `0x80 -4000000x10 0x150`),
      expect: { "21m": "quiet", "25m": "quiet", "35m": "quiet" },
    },
    "stays quiet without traffic": {
      given: partition(0, steady(MILLION), steady(0)),
      expect: { "12m": "quiet", "30m": "quiet" },
    },
    "forgets a group that nobody has used for a day, but not one that stood still today": {
      given: unused("7x30 9x800"),
      interval: "2m",
      expect: { "24h30m": ["critical"], "25h30m": "quiet" },
    },
  }),
];
