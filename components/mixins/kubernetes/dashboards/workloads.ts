// What runs in a cluster: what is broken, then workloads, containers and volumes, by namespace.
import { dashboard, row, stat, table, timeseries, variable } from "../../../dashboards";
import { AUTOSCALER, BUDGET, CLAIM, CONTAINER, DAEMON_SET, DEPLOYMENT, each, JOB, STATEFUL_SET } from "../objects";

const on = 'service=~"$service",namespace=~"$namespace"';

/** A lack of pods, by workload; nothing where there is none. */
const lacking = (object: string, kind: string, wanted: string, there: string) => ({
  [`{{namespace}}/{{${kind}}}`]: `${each(object, `${wanted}{${on}}`)} - ${each(object, `${there}{${on}}`)}`,
});

/** The number of workloads of which several pods are wanted and none can serve. */
const down = (object: string, wanted: string, serving: string) =>
  `(count((${each(object, `${wanted}{${on}}`)} >= 2) and ${each(object, `${serving}{${on}}`)} == 0) or vector(0))`;

export const workloads = dashboard({
  uid: "tocsin-kubernetes-workloads",
  title: "Kubernetes workloads",
  description: "Deployments, pods, containers, jobs and volumes of each namespace.",
  tags: ["kubernetes"],
  variables: [variable("service", 'up{job="kubernetes"}'), variable("namespace", "kube_namespace_status_phase")],
  rows: [
    row(
      "State",
      stat(
        "Workloads down",
        "count",
        "Deployments and stateful sets of which several pods are wanted and none is there.",
        {
          down: `${down(DEPLOYMENT, "kube_deployment_spec_replicas", "kube_deployment_status_replicas_available")}
            + ${down(STATEFUL_SET, "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready")}`,
        },
        { alert: "KubeWorkloadDown" },
      ),
      stat(
        "Containers that crash",
        "count",
        "Containers that are waiting before their next attempt.",
        {
          crashing: `count(${each(
            CONTAINER,
            `kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff",${on}}
              or kube_pod_init_container_status_waiting_reason{reason="CrashLoopBackOff",${on}}`,
          )}) or vector(0)`,
        },
        { alert: "KubePodCrashLooping" },
      ),
      stat(
        "Jobs failed",
        "count",
        "Jobs that have failed and are still there.",
        { failed: `count(${each(JOB, `kube_job_failed{condition="true",${on}}`)} == 1) or vector(0)` },
        { alert: "KubeJobFailed" },
      ),
      stat("Least free volume", "ratio", "The smallest share of a volume that is free.", {
        free: `min(namespace_persistentvolumeclaim:kubelet_volume_available:ratio{${on}})`,
      }),
    ),
    row(
      "Workloads",
      timeseries(
        "Pods that deployments lack",
        "count",
        "Wanted and not able to serve.",
        lacking(DEPLOYMENT, "deployment", "kube_deployment_spec_replicas", "kube_deployment_status_replicas_available"),
        { alert: "KubeDeploymentReplicasMismatch" },
      ),
      timeseries(
        "Pods that stateful sets lack",
        "count",
        "Wanted and not ready.",
        lacking(STATEFUL_SET, "statefulset", "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"),
        { alert: "KubeStatefulSetReplicasMismatch" },
      ),
      timeseries(
        "Nodes that daemon sets lack",
        "count",
        "Wanted and not able to serve.",
        lacking(
          DAEMON_SET,
          "daemonset",
          "kube_daemonset_status_desired_number_scheduled",
          "kube_daemonset_status_number_available",
        ),
        { alert: "KubeDaemonSetRolloutStuck" },
      ),
      timeseries(
        "Pods that disruption budgets lack",
        "count",
        "Above 0 the budget is not met, and nodes cannot be drained.",
        lacking(
          BUDGET,
          "poddisruptionbudget",
          "kube_poddisruptionbudget_status_desired_healthy",
          "kube_poddisruptionbudget_status_current_healthy",
        ),
        { alert: "KubePdbNotEnoughHealthyPods" },
      ),
      timeseries(
        "Autoscalers",
        "ratio",
        "Pods as a share of the maximum; at 100% it cannot follow more load.",
        {
          "{{namespace}}/{{horizontalpodautoscaler}}": `${each(AUTOSCALER, `kube_horizontalpodautoscaler_status_current_replicas{${on}}`)}
            / (${each(AUTOSCALER, `kube_horizontalpodautoscaler_spec_max_replicas{${on}}`)} > 0)`,
        },
        { alert: "KubeHpaMaxedOut" },
      ),
      timeseries(
        "Changes not acted on",
        "count",
        "Changes of a deployment that its controller has not seen.",
        lacking(
          DEPLOYMENT,
          "deployment",
          "kube_deployment_metadata_generation",
          "kube_deployment_status_observed_generation",
        ),
        { alert: "KubeDeploymentGenerationMismatch" },
      ),
      timeseries(
        "Running jobs",
        "seconds",
        "How long each has run.",
        {
          "{{namespace}}/{{job_name}}": `time() - ${each(JOB, `kube_job_status_start_time{${on}}`)}
            and ${each(JOB, `kube_job_status_active{${on}}`)} > 0`,
        },
        { alert: "KubeJobNotCompleted" },
      ),
    ),
    row(
      "Containers",
      timeseries("Restarts", "count", "Restarts of containers in an hour, by namespace.", {
        "{{namespace}}": `sum by (service, namespace) (${each(CONTAINER, `increase(kube_pod_container_status_restarts_total{${on}}[1h])`)})`,
      }),
      table(
        "OOM-killed containers",
        "count",
        "Containers whose last end was the kernel's doing.",
        {
          containers: `count by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled",${on}} == 1)`,
        },
        { alert: "KubeContainerOomKilled", width: 12 },
      ),
      timeseries("CPU by namespace", "count", "CPUs used.", {
        "{{namespace}}": `namespace:container_cpu_usage_seconds:rate5m{${on}}`,
      }),
      timeseries("Memory by namespace", "bytes", "Memory used that cannot be taken back.", {
        "{{namespace}}": `namespace:container_memory_working_set_bytes:sum{${on}}`,
      }),
      timeseries(
        "Memory of the limit",
        "ratio",
        "The ten containers that are closest to it.",
        {
          "{{namespace}}/{{pod}} {{container}}": `topk(10, namespace_pod_container:container_memory_utilisation:ratio{${on}})`,
        },
        { alert: "KubeContainerMemoryNearLimit" },
      ),
      timeseries(
        "CPU throttling",
        "ratio",
        "The ten containers that their CPU limit stops most often, as a share of the periods in which they have work.",
        {
          "{{namespace}}/{{pod}} {{container}}": `topk(10, namespace_pod_container:container_cpu_throttled_periods:ratio_rate5m{${on}})`,
        },
        { alert: "KubeContainerCPUThrottlingHigh", max: 1 },
      ),
    ),
    row(
      "Volumes",
      timeseries(
        "Space free",
        "ratio",
        "Share of each volume that is free.",
        {
          "{{namespace}}/{{persistentvolumeclaim}}": `namespace_persistentvolumeclaim:kubelet_volume_available:ratio{${on}}`,
        },
        { alert: "KubePersistentVolumeFillingUp", max: 1 },
      ),
      timeseries(
        "Inodes free",
        "ratio",
        "Share of the inodes of each volume that are free.",
        {
          "{{namespace}}/{{persistentvolumeclaim}}": `namespace_persistentvolumeclaim:kubelet_volume_inodes_free:ratio{${on}}`,
        },
        { alert: "KubePersistentVolumeInodesFillingUp", max: 1 },
      ),
      timeseries("Space left", "bytes", "Free bytes of each volume; a steady fall ends at 0.", {
        "{{namespace}}/{{persistentvolumeclaim}}": `namespace_persistentvolumeclaim:kubelet_volume_available_bytes:min{${on}}`,
      }),
      timeseries("Claims that are not bound", "count", "Claims that wait for a volume or have lost theirs.", {
        "{{namespace}} {{phase}}": `sum by (service, namespace, phase) (${each(
          `${CLAIM}, phase`,
          `kube_persistentvolumeclaim_status_phase{phase=~"Pending|Lost",${on}}`,
        )})`,
      }),
    ),
  ],
});
