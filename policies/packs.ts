// All packs.
import { alertingConventions } from "./alerting-conventions/pack";
import { infrastructureSafety } from "./infrastructure-safety/pack";
import { labelCardinality } from "./label-cardinality/pack";
import type { Pack } from "./policy";

export const PACKS: readonly Pack[] = [labelCardinality, alertingConventions, infrastructureSafety];
