// The certificate job of the operator's admission webhook: a program of our own, on Go's standard library alone.
import { buildGoPrograms } from "../go-programs";
import type { Recipe } from "../recipe";

export const webhookCertificates: Recipe = {
  name: "webhook-certificates-1",
  what: "the certificate job of the admission webhook",
  make: (scratch, maker) =>
    buildGoPrograms(
      {
        modules: [],
        pins: {},
        builds: [{ packages: ["./webhook-certificates"] }],
        sources: "test/cluster/build/programs",
      },
      scratch,
      maker,
    ),
};
