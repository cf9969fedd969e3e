// What monitoring runs on stays safe.
import type { Pack } from "../policy";
import { bucketBlocksPublicAccess } from "./policies/bucket-blocks-public-access";
import { bucketEncryptionSaid } from "./policies/bucket-encryption-said";
import { chartWithVersion } from "./policies/chart-with-version";
import { encryptedVolume } from "./policies/encrypted-volume";
import { everyTraceKept } from "./policies/every-trace-kept";
import { hookWithReasonAndLimit } from "./policies/hook-with-reason-and-limit";
import { imageWithVersion } from "./policies/image-with-version";
import { imdsv2Required } from "./policies/imdsv2-required";
import { logRetentionSaid } from "./policies/log-retention-said";
import { noCredentialInPlainText } from "./policies/no-credential-in-plain-text";
import { noPublicBucket } from "./policies/no-public-bucket";
import { noPublicMonitoringPort } from "./policies/no-public-monitoring-port";
import { otlpOpenToEveryone } from "./policies/otlp-open-to-everyone";
import { persistentStorage } from "./policies/persistent-storage";
import { requestsAndLimits } from "./policies/requests-and-limits";

export const infrastructureSafety: Pack = {
  name: "infrastructure-safety",
  description: "What monitoring runs on is closed, encrypted and pinned.",
  policies: [
    noPublicMonitoringPort,
    noPublicBucket,
    bucketBlocksPublicAccess,
    bucketEncryptionSaid,
    imdsv2Required,
    encryptedVolume,
    noCredentialInPlainText,
    imageWithVersion,
    chartWithVersion,
    requestsAndLimits,
    persistentStorage,
    logRetentionSaid,
    otlpOpenToEveryone,
    everyTraceKept,
    hookWithReasonAndLimit,
  ],
};
