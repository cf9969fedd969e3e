// CoreDNS, by a main package of our own.
import { buildGoPrograms } from "../go-programs";
import type { Recipe } from "../recipe";
import { SHARED_PINS, STACK, STAGING_PINS } from "../versions";

export const coredns: Recipe = {
  name: `coredns-${STACK.coredns}`,
  what: `CoreDNS ${STACK.coredns}`,
  make: (scratch, maker) =>
    buildGoPrograms(
      {
        modules: [`github.com/coredns/coredns@v${STACK.coredns}`],
        pins: { ...STAGING_PINS, ...SHARED_PINS },
        builds: [{ packages: ["./coredns"] }],
        sources: "test/cluster/build/programs",
      },
      scratch,
      maker,
    ),
};
