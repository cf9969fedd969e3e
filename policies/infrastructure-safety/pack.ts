// What monitoring runs on stays safe.
import type { Pack } from "../policy";
import { chartWithVersion } from "./policies/chart-with-version";
import { encryptedVolume } from "./policies/encrypted-volume";
import { imageWithVersion } from "./policies/image-with-version";
import { imdsv2Required } from "./policies/imdsv2-required";
import { noPublicMonitoringPort } from "./policies/no-public-monitoring-port";

export const infrastructureSafety: Pack = {
  name: "infrastructure-safety",
  description: "What monitoring runs on is closed, encrypted and pinned.",
  policies: [noPublicMonitoringPort, imdsv2Required, encryptedVolume, imageWithVersion, chartWithVersion],
};
