// Alerts stay honest.
import type { Pack } from "../policy";
import { absentOfAlternatives } from "./policies/absent-of-alternatives";
import { absentWithoutFor } from "./policies/absent-without-for";
import { alertDashboardLink } from "./policies/alert-dashboard-link";
import { alertFor } from "./policies/alert-for";
import { alertNameCamelCase } from "./policies/alert-name-camel-case";
import { alertNamedTwice } from "./policies/alert-named-twice";
import { alertRunbookUrl } from "./policies/alert-runbook-url";
import { alertSeverity } from "./policies/alert-severity";
import { alertSummaryAndDescription } from "./policies/alert-summary-and-description";
import { alertTeam } from "./policies/alert-team";
import { alertWithoutComparison } from "./policies/alert-without-comparison";
import { beyondRetention } from "./policies/beyond-retention";
import { bucketsSummed } from "./policies/buckets-summed";
import { changedInPrometheus3 } from "./policies/changed-in-prometheus-3";
import { conditionAlwaysThere } from "./policies/condition-always-there";
import { conflictingRecording } from "./policies/conflicting-recording";
import { contactPointDefined } from "./policies/contact-point-defined";
import { countThatVanishes } from "./policies/count-that-vanishes";
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
import { dashboardVariables } from "./policies/dashboard-variables";
import { defaultBesideSeries } from "./policies/default-beside-series";
import { deltaOnCounter } from "./policies/delta-on-counter";
import { detectionBudget } from "./policies/detection-budget";
import { divisionByZeroLimit } from "./policies/division-by-zero-limit";
import { downAlertVanishing } from "./policies/down-alert-vanishing";
import { duplicateRule } from "./policies/duplicate-rule";
import { equalityOnExtrapolation } from "./policies/equality-on-extrapolation";
import { evaluationThatFails } from "./policies/evaluation-that-fails";
import { exemptionWithCurrentName } from "./policies/exemption-with-current-name";
import { exemptionWithReason } from "./policies/exemption-with-reason";
import { experimentalPromql } from "./policies/experimental-promql";
import { grafanaRuleFolder } from "./policies/grafana-rule-folder";
import { grafanaRuleIdentity } from "./policies/grafana-rule-identity";
import { grafanaRuleStages } from "./policies/grafana-rule-stages";
import { grafanaRuleStates } from "./policies/grafana-rule-states";
import { groupInterval } from "./policies/group-interval";
import { histogramQuantilePerSeries } from "./policies/histogram-quantile-per-series";
import { histogramQuantileWithoutLe } from "./policies/histogram-quantile-without-le";
import { houseExpressions } from "./policies/house-expressions";
import { houseRules } from "./policies/house-rules";
import { impossibleComparison } from "./policies/impossible-comparison";
import { impossibleMatching } from "./policies/impossible-matching";
import { inhibitionOfSharedLabel } from "./policies/inhibition-of-shared-label";
import { inhibitionWithEqual } from "./policies/inhibition-with-equal";
import { irateInAlert } from "./policies/irate-in-alert";
import { joinWithChangingInfo } from "./policies/join-with-changing-info";
import { joinedLabelLost } from "./policies/joined-label-lost";
import { keepFiringFor } from "./policies/keep-firing-for";
import { labelConflict } from "./policies/label-conflict";
import { literalPattern } from "./policies/literal-pattern";
import { matchingOnNothing } from "./policies/matching-on-nothing";
import { messageTemplate } from "./policies/message-template";
import { nanInAggregation } from "./policies/nan-in-aggregation";
import { noRateOnCounter } from "./policies/no-rate-on-counter";
import { oneAlertingOwner } from "./policies/one-alerting-owner";
import { partComparedAsWhole } from "./policies/part-compared-as-whole";
import { patternInEquality } from "./policies/pattern-in-equality";
import { percentageScaledTwice } from "./policies/percentage-scaled-twice";
import { plainTextSecret } from "./policies/plain-text-secret";
import { promqlSyntax } from "./policies/promql-syntax";
import { quantileOutOfRange } from "./policies/quantile-out-of-range";
import { quantilesAveraged } from "./policies/quantiles-averaged";
import { rateByRateRatio } from "./policies/rate-by-rate-ratio";
import { rateOfSum } from "./policies/rate-of-sum";
import { rateOnGauge } from "./policies/rate-on-gauge";
import { rateOnRecording } from "./policies/rate-on-recording";
import { rateOnUnsuffixedMetric } from "./policies/rate-on-unsuffixed-metric";
import { rateWindowTooShort } from "./policies/rate-window-too-short";
import { ratioOfUnlikeCounters } from "./policies/ratio-of-unlike-counters";
import { ratioPrintedAsPercentage } from "./policies/ratio-printed-as-percentage";
import { ratioWithoutFor } from "./policies/ratio-without-for";
import { readableContent } from "./policies/readable-content";
import { receiverWithDestination } from "./policies/receiver-with-destination";
import { recordingBeforeUse } from "./policies/recording-before-use";
import { recordingNameConvention } from "./policies/recording-name-convention";
import { recordingOfOtherGroup } from "./policies/recording-of-other-group";
import { routeForEverySeverity } from "./policies/route-for-every-severity";
import { ruleFileStructure } from "./policies/rule-file-structure";
import { scrapeBeyondLookback } from "./policies/scrape-beyond-lookback";
import { sendResolved } from "./policies/send-resolved";
import { serverConfiguration } from "./policies/server-configuration";
import { sumWithMissingSide } from "./policies/sum-with-missing-side";
import { templateLabelLost } from "./policies/template-label-lost";
import { templateSyntax } from "./policies/template-syntax";
import { topkInAlert } from "./policies/topk-in-alert";
import { unreachableRoute } from "./policies/unreachable-route";
import { validDuration } from "./policies/valid-duration";
import { valueInLabel } from "./policies/value-in-label";
import { valueNotRounded } from "./policies/value-not-rounded";

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
    exemptionWithCurrentName,
    alertNameCamelCase,
    recordingNameConvention,
    alertSeverity,
    alertTeam,
    houseRules,
    houseExpressions,
    alertSummaryAndDescription,
    alertRunbookUrl,
    alertDashboardLink,
    templateLabelLost,
    valueInLabel,
    valueNotRounded,
    percentageScaledTwice,
    ratioPrintedAsPercentage,
    labelConflict,
    alertFor,
    ratioWithoutFor,
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
    bucketsSummed,
    quantilesAveraged,
    partComparedAsWhole,
    divisionByZeroLimit,
    nanInAggregation,
    alertWithoutComparison,
    impossibleComparison,
    impossibleMatching,
    matchingOnNothing,
    conditionAlwaysThere,
    countThatVanishes,
    defaultBesideSeries,
    equalityOnExtrapolation,
    evaluationThatFails,
    quantileOutOfRange,
    deltaOnCounter,
    absentOfAlternatives,
    sumWithMissingSide,
    ratioOfUnlikeCounters,
    joinWithChangingInfo,
    joinedLabelLost,
    literalPattern,
    changedInPrometheus3,
    scrapeBeyondLookback,
    downAlertVanishing,
    beyondRetention,
    duplicateRule,
    alertNamedTwice,
    conflictingRecording,
    recordingBeforeUse,
    recordingOfOtherGroup,
    oneAlertingOwner,
    routeForEverySeverity,
    receiverWithDestination,
    contactPointDefined,
    messageTemplate,
    sendResolved,
    inhibitionWithEqual,
    inhibitionOfSharedLabel,
    unreachableRoute,
    patternInEquality,
    plainTextSecret,
    grafanaRuleFolder,
    grafanaRuleIdentity,
    grafanaRuleStates,
    grafanaRuleStages,
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
    dashboardVariables,
    dashboardNotEditable,
  ],
};
