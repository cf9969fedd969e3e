// What can go wrong with Alertmanager. Alerts on the state of a cluster need two members, so that a single Alertmanager
// never fires them; AlertmanagerClusterFailedToSendAlerts is for a single one as well, because nobody else sends for it.
// That a single one is down says TargetDown. Some attempts failing in a cluster is left out as a warning: an attempt is made
// again, and AlertmanagerFailedToSendAlerts warns where a message is given up.
import { type Alert, alert } from "../../rules";

/** The instances of each cluster that are scraped; nothing for a single one. */
const MEMBERS = '(count without (instance, host) (up{job="alertmanager"}) > 1)';

export const alerts: readonly Alert[] = [
  alert({
    name: "AlertmanagerFailedReload",
    expr: "alertmanager_config_last_reload_successful == 0",
    severity: "critical",
    for: "1m",
    summary: "Alertmanager {{ $labels.instance }} refused its configuration",
    description: "It goes on with the old one: new routes and receivers are not in force, and the next start fails.",
  }),
  alert({
    name: "AlertmanagerFailedToSendAlerts",
    expr: "instance_integration:alertmanager_notifications_failed:ratio_rate10m",
    above: { warning: 0.01 },
    unit: "ratio",
    for: "0s",
    summary: "Alertmanager {{ $labels.instance }} gives up messages to {{ $labels.integration }}",
    description: "{{ $value | humanizePercentage }} of the messages of the last ten minutes failed after all attempts.",
  }),
  alert({
    name: "AlertmanagerClusterFailedToSendAlerts",
    expr: "integration:alertmanager_notification_requests_failed:ratio_rate2m",
    above: { critical: 0.9 },
    unit: "ratio",
    for: "30s",
    // Attempts become rare while a receiver is away; without this the alert would come and go.
    keepFiringFor: "5m",
    summary: "No message gets out by {{ $labels.integration }}",
    description:
      "{{ $value | humanizePercentage }} of all attempts of the last two minutes failed: no notification gets out through this integration.",
  }),
  alert({
    name: "AlertmanagerMembersInconsistent",
    expr: `alertmanager_cluster_members
      < ignoring (instance, host) group_left () count without (instance, host) (alertmanager_cluster_members)`,
    severity: "critical",
    for: "80s",
    summary: "Alertmanager {{ $labels.instance }} does not see its whole cluster",
    description:
      "Members that it knows, itself included: {{ $value }}. Messages are sent twice, and silences are not shared.",
  }),
  alert({
    name: "AlertmanagerConfigInconsistent",
    // Longer than the half a minute in which servers pull a new configuration one after another.
    expr: "max without (instance, host) (alertmanager_config_hash) != min without (instance, host) (alertmanager_config_hash)",
    severity: "critical",
    for: "80s",
    summary: "The Alertmanagers of {{ $labels.job }} have different configurations",
    description: "Who is notified depends on which of them sends the message.",
  }),
  alert({
    name: "AlertmanagerClusterDown",
    expr: `count without (instance, host) (up{job="alertmanager"} == 0) / ${MEMBERS} >= 0.5`,
    severity: "critical",
    for: "1m",
    summary: "Half of the Alertmanagers of {{ $labels.job }} or more are down",
    description: "{{ $value | humanizePercentage }} of them do not answer: with the last one, no message gets out.",
  }),
  alert({
    name: "AlertmanagerClusterCrashlooping",
    expr: `count without (instance, host) (changes(process_start_time_seconds{job="alertmanager"}[10m]) > 4)
      / ${MEMBERS} >= 0.5`,
    severity: "critical",
    for: "0s",
    keepFiringFor: "5m",
    summary: "Half of the Alertmanagers of {{ $labels.job }} or more restart again and again",
    description:
      "{{ $value | humanizePercentage }} of them started five times or more in ten minutes: messages come late or twice.",
  }),
];
