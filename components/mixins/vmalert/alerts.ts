// What can go wrong with vmalert. That it does not answer says TargetDown.
import { type Alert, alert } from "../../rules";

export const alerts: readonly Alert[] = [
  alert({
    name: "VmalertNotEvaluating",
    expr: "instance_group:vmalert_iterations:rate2m == 0",
    severity: "critical",
    // Of a Prometheus that was away the window has an end only, in which no evaluation need have ended.
    for: "30s",
    exprHolds: "45s",
    summary: "vmalert {{ $labels.instance }} does not evaluate the group {{ $labels.group }}",
    description: "No alert on logs fires: not one evaluation ended in two minutes.",
  }),
  alert({
    name: "VmalertRulesFailing",
    expr: "instance_group:vmalert_rule_errors:increase2m",
    above: { warning: 0.5 },
    for: "1m",
    keepFiringFor: "5m",
    summary: "Rules of {{ $labels.group }} fail at vmalert {{ $labels.instance }}",
    description:
      "{{ $value | humanize }} evaluations of the last two minutes failed: the log store refuses the query, or does not answer.",
  }),
  alert({
    name: "VmalertNotificationsFailing",
    expr: "instance:vmalert_send_errors:increase2m",
    above: { critical: 0.5 },
    for: "15s",
    keepFiringFor: "5m",
    summary: "Alerts on logs do not reach Alertmanager from {{ $labels.instance }}",
    description: "{{ $value | humanize }} attempts of the last two minutes failed: nobody is notified of them.",
  }),
  alert({
    name: "VmalertMissesEvaluations",
    expr: "sum without (file) (increase(vmalert_iteration_missed_total[10m]))",
    above: { warning: 2.5 },
    for: "0s",
    keepFiringFor: "5m",
    summary: "vmalert {{ $labels.instance }} leaves out evaluations of {{ $labels.group }}",
    description: "{{ $value | humanize }} of the last ten minutes: queries take longer than the group's interval.",
  }),
  alert({
    name: "VmalertConfigRefused",
    expr: "vmalert_config_last_reload_successful == 0",
    severity: "warning",
    for: "1m",
    summary: "vmalert {{ $labels.instance }} refused its rules",
    description: "It goes on with the old ones; the next start fails.",
  }),
];
