// Alerts stay honest.
import type { Pack } from "../policy";
import { absentWithoutFor } from "./policies/absent-without-for";
import { alertDashboardLink } from "./policies/alert-dashboard-link";
import { alertFor } from "./policies/alert-for";
import { alertNameCamelCase } from "./policies/alert-name-camel-case";
import { alertRunbookUrl } from "./policies/alert-runbook-url";
import { alertSeverity } from "./policies/alert-severity";
import { alertSummaryAndDescription } from "./policies/alert-summary-and-description";
import { alertTeam } from "./policies/alert-team";
import { alertWithoutComparison } from "./policies/alert-without-comparison";
import { beyondRetention } from "./policies/beyond-retention";
import { conflictingRecording } from "./policies/conflicting-recording";
import { contactPointDefined } from "./policies/contact-point-defined";
import { dashboardCounterRated } from "./policies/dashboard-counter-rated";
import { dashboardDataSource } from "./policies/dashboard-data-source";
import { dashboardDataSourceVariable } from "./policies/dashboard-data-source-variable";
import { dashboardJobInstanceVariables } from "./policies/dashboard-job-instance-variables";
import { dashboardNotEditable } from "./policies/dashboard-not-editable";
import { dashboardPanelTitle } from "./policies/dashboard-panel-title";
import { dashboardPanelUnit } from "./policies/dashboard-panel-unit";
import { dashboardPanelWithoutQuery } from "./policies/dashboard-panel-without-query";
import { dashboardRateInterval } from "./policies/dashboard-rate-interval";
import { dashboardUid } from "./policies/dashboard-uid";
import { dashboardVariableRefresh } from "./policies/dashboard-variable-refresh";
import { detectionBudget } from "./policies/detection-budget";
import { divisionByZeroLimit } from "./policies/division-by-zero-limit";
import { downAlertVanishing } from "./policies/down-alert-vanishing";
import { duplicateRule } from "./policies/duplicate-rule";
import { exemptionWithReason } from "./policies/exemption-with-reason";
import { experimentalPromql } from "./policies/experimental-promql";
import { grafanaRuleFolder } from "./policies/grafana-rule-folder";
import { grafanaRuleIdentity } from "./policies/grafana-rule-identity";
import { grafanaRuleStates } from "./policies/grafana-rule-states";
import { groupInterval } from "./policies/group-interval";
import { histogramQuantilePerSeries } from "./policies/histogram-quantile-per-series";
import { histogramQuantileWithoutLe } from "./policies/histogram-quantile-without-le";
import { impossibleComparison } from "./policies/impossible-comparison";
import { impossibleMatching } from "./policies/impossible-matching";
import { inhibitionWithEqual } from "./policies/inhibition-with-equal";
import { irateInAlert } from "./policies/irate-in-alert";
import { keepFiringFor } from "./policies/keep-firing-for";
import { labelConflict } from "./policies/label-conflict";
import { nanInAggregation } from "./policies/nan-in-aggregation";
import { noRateOnCounter } from "./policies/no-rate-on-counter";
import { oneAlertingOwner } from "./policies/one-alerting-owner";
import { partComparedAsWhole } from "./policies/part-compared-as-whole";
import { percentageScaledTwice } from "./policies/percentage-scaled-twice";
import { plainTextSecret } from "./policies/plain-text-secret";
import { promqlSyntax } from "./policies/promql-syntax";
import { rateByRateRatio } from "./policies/rate-by-rate-ratio";
import { rateOfSum } from "./policies/rate-of-sum";
import { rateOnGauge } from "./policies/rate-on-gauge";
import { rateOnRecording } from "./policies/rate-on-recording";
import { rateOnUnsuffixedMetric } from "./policies/rate-on-unsuffixed-metric";
import { rateWindowTooShort } from "./policies/rate-window-too-short";
import { ratioPrintedAsPercentage } from "./policies/ratio-printed-as-percentage";
import { readableContent } from "./policies/readable-content";
import { receiverWithDestination } from "./policies/receiver-with-destination";
import { recordingBeforeUse } from "./policies/recording-before-use";
import { recordingNameConvention } from "./policies/recording-name-convention";
import { resolvedIsTold } from "./policies/resolved-is-told";
import { routeForEverySeverity } from "./policies/route-for-every-severity";
import { ruleFileStructure } from "./policies/rule-file-structure";
import { serverConfiguration } from "./policies/server-configuration";
import { templateLabelLost } from "./policies/template-label-lost";
import { templateSyntax } from "./policies/template-syntax";
import { topkInAlert } from "./policies/topk-in-alert";
import { validDuration } from "./policies/valid-duration";
import { valueInLabel } from "./policies/value-in-label";

export const alertingConventions: Pack = {
  name: "alerting-conventions",
  description: "Alerts fire when they should, say what is wrong, and reach somebody.",
  policies: [
    readableContent,
    ruleFileStructure,
    serverConfiguration,
    promqlSyntax,
    templateSyntax,
    validDuration,
    experimentalPromql,
    exemptionWithReason,
    alertNameCamelCase,
    recordingNameConvention,
    alertSeverity,
    alertTeam,
    alertSummaryAndDescription,
    alertRunbookUrl,
    alertDashboardLink,
    templateLabelLost,
    valueInLabel,
    percentageScaledTwice,
    ratioPrintedAsPercentage,
    labelConflict,
    alertFor,
    absentWithoutFor,
    keepFiringFor,
    detectionBudget,
    groupInterval,
    rateByRateRatio,
    rateOnGauge,
    rateOnUnsuffixedMetric,
    rateOnRecording,
    rateOfSum,
    rateWindowTooShort,
    noRateOnCounter,
    irateInAlert,
    topkInAlert,
    histogramQuantileWithoutLe,
    histogramQuantilePerSeries,
    partComparedAsWhole,
    divisionByZeroLimit,
    nanInAggregation,
    alertWithoutComparison,
    impossibleComparison,
    impossibleMatching,
    downAlertVanishing,
    beyondRetention,
    duplicateRule,
    conflictingRecording,
    recordingBeforeUse,
    oneAlertingOwner,
    routeForEverySeverity,
    receiverWithDestination,
    contactPointDefined,
    resolvedIsTold,
    inhibitionWithEqual,
    plainTextSecret,
    grafanaRuleFolder,
    grafanaRuleIdentity,
    grafanaRuleStates,
    dashboardUid,
    dashboardPanelTitle,
    dashboardPanelUnit,
    dashboardPanelWithoutQuery,
    dashboardDataSource,
    dashboardDataSourceVariable,
    dashboardRateInterval,
    dashboardCounterRated,
    dashboardJobInstanceVariables,
    dashboardVariableRefresh,
    dashboardNotEditable,
  ],
};
