// Whether a service's targets show native histograms, which their scrape has to ask for.
import { SERVICE_MIXINS } from "../../mixins";
import type { Service } from "../settings/schema";

export const readsNative = ({ mixin, options }: Pick<Service, "mixin" | "options">): boolean =>
  SERVICE_MIXINS[mixin]?.isNative?.(options) ?? false;
