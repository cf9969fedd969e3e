// What can go wrong with a control plane that the team runs itself. etcd is left out: it is a database of its own.
import { type Alert, alert } from "../../../rules";

export const controlPlaneAlerts: readonly Alert[] = [
  alert({
    name: "KubeSchedulerDown",
    expr: 'max by (service, team, component) (up{job="kubernetes",component="scheduler"}) == 0',
    severity: "critical",
    for: "20s",
    down: "component",
    summary: "The scheduler of {{ $labels.service }} does not answer",
    description: "New pods find no node, those of a broken node included.",
  }),
  alert({
    name: "KubeControllerManagerDown",
    expr: 'max by (service, team, component) (up{job="kubernetes",component="controller-manager"}) == 0',
    severity: "critical",
    for: "20s",
    down: "component",
    summary: "The controller manager of {{ $labels.service }} does not answer",
    description: "No lost pod is replaced, no rollout goes on, no job starts, no broken node is noticed.",
  }),
  alert({
    name: "KubeControlPlaneInstanceDown",
    expr: 'up{job="kubernetes",component=~"apiserver|scheduler|controller-manager"} == 0',
    severity: "warning",
    for: "2m",
    down: "instance",
    summary: "The {{ $labels.component }} at {{ $labels.instance }} of {{ $labels.service }} does not answer",
    description: "While others of its kind run nobody notices, but there is one less to lose.",
  }),
  alert({
    name: "KubeSchedulerErrors",
    expr: "service:scheduler_errors:ratio_rate5m",
    above: { warning: 0.05 },
    unit: "ratio",
    for: "10m",
    summary: "The scheduler of {{ $labels.service }} fails",
    description:
      "{{ $value | humanizePercentage }} of its attempts ended in an error of the scheduler itself, not because no node fits: pods start late.",
  }),
  alert({
    name: "KubeControllerQueueLong",
    expr: "service_name:workqueue_depth:sum",
    above: { warning: 100 },
    for: "10m",
    summary: "Controller {{ $labels.name }} of {{ $labels.service }} does not keep up",
    description: "{{ $value | humanize }} objects wait for it: what is changed takes effect late.",
  }),
];
