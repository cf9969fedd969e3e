{{/* A service account with rights in the whole cluster: name and rules, with the root as `root`. */}}
{{- define "account" }}
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ .name }}, namespace: {{ .namespace | default .root.Release.Namespace }} }
{{- if .rules }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: {{ .name }} }
rules: {{ toJson .rules }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: {{ .name }} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {{ .name }} }
subjects: [{ kind: ServiceAccount, name: {{ .name }}, namespace: {{ .namespace | default .root.Release.Namespace }} }]
{{- end }}
{{- end }}

{{/* A monitor of Services: its name, their labels and namespace, the endpoints, and the values with limits. */}}
{{- define "monitor" }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ .name }}
  namespace: {{ .namespace | default .root.Release.Namespace }}
  labels: { release: {{ .root.Release.Name }} }
spec:
  namespaceSelector: { matchNames: [{{ .of | default .root.Release.Namespace }}] }
  selector: { matchLabels: {{ toJson .labels }} }
  {{- with pick .limits "sampleLimit" "targetLimit" "labelLimit" "labelNameLengthLimit" "labelValueLengthLimit" "jobLabel" }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  endpoints: {{ toJson .endpoints }}
{{- end }}

{{/* A preference for nodes without a replica, or a demand for them. */}}
{{- define "apart" }}
{{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" .labels) }}
{{- if eq .how "hard" }}
{{- toJson (dict "requiredDuringSchedulingIgnoredDuringExecution" (list $term)) }}
{{- else }}
{{- toJson (dict "preferredDuringSchedulingIgnoredDuringExecution" (list (dict "weight" 100 "podAffinityTerm" $term))) }}
{{- end }}
{{- end }}
