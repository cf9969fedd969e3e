// Volumes that fill up, and those that are broken.
import { type Scenario, scenarios } from "../../../rules";
import { from, of, steady } from "./series";

const CLAIM = 'namespace="shop",persistentvolumeclaim="data"';

/** A volume of a hundred and what is free of it, on one node or several. */
const space = (free: string, size = 100, instance = "node-1:10250") => ({
  [from("kubelet", "kubelet_volume_stats_available_bytes", CLAIM, instance)]: free,
  [from("kubelet", "kubelet_volume_stats_capacity_bytes", CLAIM, instance)]: steady(size),
});

const inodes = (free: string, all = 100) => ({
  [from("kubelet", "kubelet_volume_stats_inodes_free", CLAIM)]: free,
  [from("kubelet", "kubelet_volume_stats_inodes", CLAIM)]: steady(all),
});

const readOnly = {
  [of("kube_persistentvolumeclaim_access_mode", `${CLAIM},access_mode="ReadOnlyMany"`)]: steady(1),
};

const volume = (phase: string, values: string) => ({
  [of("kube_persistentvolume_status_phase", `persistentvolume="pv-1",phase="${phase}"`)]: values,
});

const claim = (phase: string, values: string) => ({
  [of("kube_persistentvolumeclaim_status_phase", `${CLAIM},phase="${phase}"`)]: values,
});

/** A volume of a thousand for half a day, a value every five minutes. */
const halfDay = (free: string) => ({
  interval: "5m" as const,
  given: {
    [from("kubelet", "kubelet_volume_stats_available_bytes", CLAIM)]: free,
    [from("kubelet", "kubelet_volume_stats_capacity_bytes", CLAIM)]: "1000x144",
  },
});

export const volumeScenarios: readonly Scenario[] = [
  ...scenarios("KubePersistentVolumeFillingUp", {
    "warns at 9%": { given: space(steady(9)), expect: { "9m": "quiet", "11m": ["warning"] } },
    "is critical at 2%, and resolves at 50%": {
      given: space("50x3 2x60 50x175"),
      expect: { "105s": "quiet", "2m30s": ["critical"], "12m": ["critical", "warning"], "18m": "quiet" },
    },
    "goes on warning when its pod moves to another node": {
      given: { ...space("9x60 stale"), ...space("_x60 9x60", 100, "node-2:10250") },
      expect: { "11m": ["warning"], "16m": ["warning"], "20m": ["warning"] },
    },
    "stays quiet at 11%": { given: space(steady(11)), expect: { "11m": "quiet", "30m": "quiet" } },
    "stays quiet on a size of 0": { given: space(steady(0), 0), expect: { "11m": "quiet", "30m": "quiet" } },
    "stays quiet on a volume that nobody can write to": {
      given: { ...space(steady(0)), ...readOnly },
      expect: { "3m": "quiet", "11m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubePersistentVolumeFullSoon", {
    "warns when it will be full within three days, and resolves when somebody makes room": {
      ...halfDay("300-0.5x60 700x83"),
      expect: { "30m": "quiet", "3h": ["warning"], "5h": ["warning"], "6h30m": "quiet" },
    },
    "stays quiet when it will take four days": {
      ...halfDay("390-0.3x144"),
      expect: { "3h": "quiet", "8h": "quiet", "11h": "quiet" },
    },
    "stays quiet while more than two fifths are free": {
      ...halfDay("900-2x144"),
      expect: { "3h": "quiet", "8h": "quiet", "11h": "quiet" },
    },
    "stays quiet after a burst that is over": {
      ...halfDay("390-20x9 210x134"),
      expect: { "2h": "quiet", "3h": "quiet", "8h": "quiet" },
    },
  }),
  ...scenarios("KubePersistentVolumeInodesFillingUp", {
    "warns at 9%": { given: inodes(steady(9)), expect: { "9m": "quiet", "11m": ["warning"] } },
    "is critical at 2%, and resolves at 50%": {
      given: inodes("50x3 2x60 50x175"),
      expect: { "105s": "quiet", "2m30s": ["critical"], "12m": ["critical", "warning"], "18m": "quiet" },
    },
    "stays quiet at 11%": { given: inodes(steady(11)), expect: { "11m": "quiet", "30m": "quiet" } },
    "stays quiet on a filesystem without a limit of inodes": {
      given: inodes(steady(0), 0),
      expect: { "11m": "quiet", "30m": "quiet" },
    },
  }),
  ...scenarios("KubePersistentVolumeErrors", {
    "is critical when a volume has failed, and resolves": {
      given: volume("Failed", "0x3 1x20 0x40"),
      expect: { "105s": "quiet", "2m30s": ["critical"], "7m": "quiet" },
    },
    "is critical when a claim has lost its volume, and resolves": {
      given: claim("Lost", "0x3 1x20 0x40"),
      expect: { "105s": "quiet", "2m30s": ["critical"], "7m": "quiet" },
    },
    "stays quiet on a volume that is made": {
      given: { ...volume("Pending", steady(1)), ...claim("Pending", steady(1)) },
      expect: { "2m30s": "quiet", "30m": "quiet" },
    },
  }),
];
