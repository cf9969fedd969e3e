// The healthy targets of services whose metrics are made up: what their mixin says a healthy one shows.
import { z } from "zod";
import { type Mixin, SERVICE_MIXINS } from "../../mixins";
import { samplesOf } from "../../rules";
import { exposition } from "./exposition";

/** A mixin that a generated service uses, with its options. */
export const generatedMixin = z.strictObject({
  mixin: z.enum(Object.keys(SERVICE_MIXINS)),
  options: z.record(z.string(), z.unknown()).default({}),
});

export type GeneratedMixin = z.infer<typeof generatedMixin>;

/** Answers for each generated mixin what its target number `index` shows at a time; undefined where there is no such target. */
export class HealthyTargets {
  private readonly mixins: ReadonlyMap<string, Mixin>;

  /** @param start when the targets' processes are to have started, in seconds since 1970 */
  constructor(
    services: readonly GeneratedMixin[],
    private readonly start: number,
  ) {
    const names = [...new Set(services.map(({ mixin }) => mixin))];
    this.mixins = new Map(
      names.flatMap((name) => {
        const options = services.filter(({ mixin }) => mixin === name).map((service) => service.options);
        const mixin = SERVICE_MIXINS[name]?.build(options);
        return mixin ? [[name, mixin] as const] : [];
      }),
    );
  }

  metrics(name: string, index: number, now: number): string | undefined {
    const mixin = this.mixins.get(name);
    const normal = mixin?.normal[index];
    if (!mixin || !normal) return undefined;
    return exposition(
      mixin.catalogue.metrics.map((metric) => ({
        metric,
        samples: samplesOf(metric, normal, { now, start: this.start }),
      })),
    );
  }
}
