// cAdvisor at the pinned version, by a main package of our own.
import { VERSIONS } from "../../../../components/versions";
import { buildGoPrograms } from "../../../cluster/build/go-programs";
import type { Recipe } from "../../../cluster/build/recipe";

export const cadvisor: Recipe = {
  name: `cadvisor-${VERSIONS.cadvisor}`,
  what: `cAdvisor ${VERSIONS.cadvisor}`,
  make: (scratch, maker) =>
    buildGoPrograms(
      {
        modules: [`github.com/google/cadvisor@v${VERSIONS.cadvisor}`],
        pins: {},
        builds: [{ packages: ["./cadvisor"] }],
        sources: "test/e2e/docker/build/programs",
      },
      scratch,
      maker,
    ),
};
