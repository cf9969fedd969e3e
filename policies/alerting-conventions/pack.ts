// Alerts stay honest.
import type { Pack } from "../policy";
import { alertNameCamelCase } from "./policies/alert-name-camel-case";
import { alertRunbookUrl } from "./policies/alert-runbook-url";
import { alertSeverity } from "./policies/alert-severity";
import { alertSummaryAndDescription } from "./policies/alert-summary-and-description";
import { exemptionWithReason } from "./policies/exemption-with-reason";
import { histogramQuantileWithoutLe } from "./policies/histogram-quantile-without-le";
import { noRateOnCounter } from "./policies/no-rate-on-counter";
import { promqlSyntax } from "./policies/promql-syntax";
import { rateByRateRatio } from "./policies/rate-by-rate-ratio";
import { rateOfSum } from "./policies/rate-of-sum";
import { rateOnGauge } from "./policies/rate-on-gauge";
import { rateOnUnsuffixedMetric } from "./policies/rate-on-unsuffixed-metric";
import { readableContent } from "./policies/readable-content";
import { recordingNameConvention } from "./policies/recording-name-convention";
import { routeForEverySeverity } from "./policies/route-for-every-severity";

export const alertingConventions: Pack = {
  name: "alerting-conventions",
  description: "Alerts fire when they should, say what is wrong, and reach somebody.",
  policies: [
    readableContent,
    promqlSyntax,
    exemptionWithReason,
    alertNameCamelCase,
    recordingNameConvention,
    alertSeverity,
    alertSummaryAndDescription,
    alertRunbookUrl,
    rateByRateRatio,
    rateOnGauge,
    rateOnUnsuffixedMetric,
    noRateOnCounter,
    rateOfSum,
    histogramQuantileWithoutLe,
    routeForEverySeverity,
  ],
};
