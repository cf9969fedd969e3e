// Which services use a mixin: by naming it, or as one of several that read the same targets.
import type { Service, Settings } from "../settings/schema";

export interface Use {
  service: Service;
  /** Of the mixin; its defaults where the service uses it beside its own. */
  options: unknown;
  /** Whether the service names another mixin first. */
  beside: boolean;
}

/** Every use of a mixin, in the order of the settings. */
export function usesOf(mixin: string, settings: Pick<Settings, "services">): Use[] {
  return settings.services.flatMap((service): Use[] => {
    if (service.mixin === mixin) return [{ service, options: service.options, beside: false }];
    return service.extraMixins.includes(mixin) ? [{ service, options: {}, beside: true }] : [];
  });
}
