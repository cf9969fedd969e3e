// What can go wrong with deployments, stateful sets, daemon sets, jobs and what scales and guards them.
import { type Alert, alert } from "../../../rules";
import { AUTOSCALER, BUDGET, DAEMON_SET, DEPLOYMENT, each, JOB, STATEFUL_SET } from "../objects";

/** A failed job of a cron job that has succeeded since: it stays only as history. */
const SUPERSEDED = `${each(`${JOB}, owner_name`, 'kube_job_owner{owner_kind="CronJob"}')}
  * on (service, team, namespace, owner_name) group_left ()
  max by (service, team, namespace, owner_name) (
    label_replace(kube_cronjob_status_last_successful_time, "owner_name", "$1", "cronjob", "(.*)"))
  > on (${JOB}) ${each(JOB, "kube_job_created")}`;

/** Meant to have several pods for ten minutes at least, not just changed, and with none that can serve. */
const down = (object: string, wanted: string, serving: string, observed: string) => `${each(object, serving)} == 0
  and ${each(object, wanted)} >= 2 and ${each(object, `${wanted} offset 10m`)} >= 2
  and ${each(object, `changes(${observed}[5m])`)} == 0`;

/** How much more of one there is than of another. */
const lacking = (object: string, wanted: string, there: string) => `${each(object, wanted)} - ${each(object, there)}`;

const standsStill = (object: string, metric: string) => `${each(object, `changes(${metric}[10m])`)} == 0`;

export const workloadAlerts: readonly Alert[] = [
  alert({
    name: "KubeWorkloadDown",
    // Only where two pods or more are wanted: a single one is away whenever it moves to another node.
    expr: `${down(
      DEPLOYMENT,
      "kube_deployment_spec_replicas",
      "kube_deployment_status_replicas_available",
      "kube_deployment_status_observed_generation",
    )} or ${down(
      STATEFUL_SET,
      "kube_statefulset_replicas",
      "kube_statefulset_status_replicas_ready",
      "kube_statefulset_status_observed_generation",
    )}`,
    severity: "critical",
    for: "1m",
    symptom: true,
    summary:
      "{{ $labels.namespace }}/{{ $labels.deployment }}{{ $labels.statefulset }} of {{ $labels.service }} is down",
    description: "None of its pods is ready, though several are wanted: whoever calls it gets no answer.",
  }),
  alert({
    name: "KubeDeploymentReplicasMismatch",
    // A rollout that goes on changes the number of updated pods; one that does not is KubeDeploymentRolloutStuck as well.
    expr: `${lacking(DEPLOYMENT, "kube_deployment_spec_replicas", "kube_deployment_status_replicas_available")}
      and ${standsStill(DEPLOYMENT, "kube_deployment_status_replicas_updated")}`,
    above: { warning: 0 },
    for: "10m",
    summary: "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} of {{ $labels.service }} lacks pods",
    description: "{{ $value | humanize }} of the pods that it should have cannot serve; the rest carry the load.",
  }),
  alert({
    name: "KubeDeploymentGenerationMismatch",
    expr: lacking(DEPLOYMENT, "kube_deployment_metadata_generation", "kube_deployment_status_observed_generation"),
    above: { warning: 0 },
    for: "10m",
    summary: "A change of deployment {{ $labels.namespace }}/{{ $labels.deployment }} is not acted on",
    description:
      "The controller is {{ $value | humanize }} changes behind: what was applied is not what runs, a rollback included.",
  }),
  alert({
    name: "KubeDeploymentRolloutStuck",
    // Kubernetes itself has waited for the deployment's progressDeadlineSeconds by then, ten minutes as a rule.
    expr: `${each(DEPLOYMENT, 'kube_deployment_status_condition{condition="Progressing",status="false"}')} == 1`,
    severity: "warning",
    for: "1m",
    summary: "The rollout of {{ $labels.namespace }}/{{ $labels.deployment }} of {{ $labels.service }} is stuck",
    description: "It made no progress within its deadline: the new version does not come up, the old one still serves.",
  }),
  alert({
    name: "KubeStatefulSetReplicasMismatch",
    expr: `${lacking(STATEFUL_SET, "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready")}
      and ${standsStill(STATEFUL_SET, "kube_statefulset_status_replicas_updated")}`,
    above: { warning: 0 },
    for: "10m",
    summary: "Stateful set {{ $labels.namespace }}/{{ $labels.statefulset }} of {{ $labels.service }} lacks pods",
    description:
      "{{ $value | humanize }} of its pods are not ready; a database may have lost its copies or its quorum.",
  }),
  alert({
    name: "KubeDaemonSetRolloutStuck",
    // Of those that run the newest template and those that can serve, the fewer.
    expr: `${each(DAEMON_SET, "kube_daemonset_status_desired_number_scheduled")} - (
        ${each(DAEMON_SET, "kube_daemonset_status_number_available")}
          < ${each(DAEMON_SET, "kube_daemonset_status_updated_number_scheduled")}
        or ${each(DAEMON_SET, "kube_daemonset_status_updated_number_scheduled")})
      and ${standsStill(DAEMON_SET, "kube_daemonset_status_updated_number_scheduled")}`,
    above: { warning: 0 },
    for: "10m",
    summary:
      "Daemon set {{ $labels.namespace }}/{{ $labels.daemonset }} of {{ $labels.service }} is not running on all nodes",
    description: "On {{ $value | humanize }} nodes it does not run, or still in an old version, and nothing moves.",
  }),
  alert({
    name: "KubeJobFailed",
    expr: `${each(JOB, 'kube_job_failed{condition="true"}')} == 1 unless on (${JOB}) (${SUPERSEDED})`,
    severity: "warning",
    for: "1m",
    summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} of {{ $labels.service }} has failed",
    description: "All its attempts ended in errors or its time was over: what it should do is not done.",
  }),
  alert({
    name: "KubeJobNotCompleted",
    expr: `time() - ${each(JOB, "kube_job_status_start_time")} and ${each(JOB, "kube_job_status_active")} > 0`,
    above: { warning: 43_200 },
    unit: "seconds",
    for: "1m",
    summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} of {{ $labels.service }} does not end",
    description: "It has run for {{ $value | humanizeDuration }}; it hangs, or has more to do than it can.",
  }),
  alert({
    name: "KubeHpaMaxedOut",
    expr: `${each(AUTOSCALER, "kube_horizontalpodautoscaler_status_current_replicas")}
        >= ${each(AUTOSCALER, "kube_horizontalpodautoscaler_spec_max_replicas")}
      and ${each(AUTOSCALER, "kube_horizontalpodautoscaler_spec_max_replicas")}
        > ${each(AUTOSCALER, "kube_horizontalpodautoscaler_spec_min_replicas")}`,
    severity: "warning",
    for: "13m",
    summary: "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} is at its maximum",
    description: "It runs all {{ $value | humanize }} pods that it may: more load makes them slow instead of more.",
  }),
  alert({
    name: "KubePdbNotEnoughHealthyPods",
    expr: lacking(
      BUDGET,
      "kube_poddisruptionbudget_status_desired_healthy",
      "kube_poddisruptionbudget_status_current_healthy",
    ),
    above: { warning: 0 },
    for: "10m",
    summary: "Disruption budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} is not met",
    description:
      "{{ $value | humanize }} healthy pods too few; until they are there, no node that it touches can be drained.",
  }),
];
