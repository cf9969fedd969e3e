// What is downloaded onto hosts and servers.
import { z } from "zod";
import { EXPORTERS } from "../../../mixins";
import { baseUrl, httpsUrl } from "../../settings/fields";

const RELEASES = [
  "prometheus",
  "alertmanager",
  "node_exporter",
  "blackbox_exporter",
  "cadvisor",
  "grafana",
  "victorialogs",
  "vmalert",
  "otelcol",
  "jaeger",
  "yace",
  ...Object.values(EXPORTERS).map(({ onMachine }) => onMachine.name),
];

export const downloads = z
  .strictObject({
    mirror: baseUrl(httpsUrl)
      .optional()
      .describe(
        "An https:// URL, since the checksums may come from there as well. Holds `<file>` and `<project>-sha256sums.txt` of each release.",
      ),
    versions: z
      .partialRecord(z.enum(RELEASES), z.string().regex(/^\d+\.\d+\.\d+$/, "a version such as 3.5.0"))
      .default({}),
    checksums: z
      .partialRecord(
        z.enum(RELEASES),
        z.partialRecord(z.enum(["arm64", "amd64"]), z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")),
      )
      .default({})
      .describe(
        "SHA-256 by release and architecture, in place of what the makers publish, and for another version where they publish none: `{ cadvisor: { arm64: … } }`.",
      ),
  })
  .prefault({})
  .describe("What is downloaded: another version, or a mirror in place of the makers' releases.");
