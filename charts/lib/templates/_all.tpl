{{/* Everything that a service is made of: the only line in the templates of the eight charts. */}}
{{- define "lib.service" -}}
{{- range list
  "lib.serviceAccount" "lib.configMap" "lib.externalSecret" "lib.migrationPolicy" "lib.migration" "lib.deployment"
  "lib.httpService" "lib.grpcService" "lib.autoscaler" "lib.disruptionBudget" "lib.networkPolicy"
  "lib.serviceMonitor" "lib.readyTest"
}}
{{- with include . $ }}
---
{{ . | trim }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "lib.notes" -}}
{{ .Chart.Name }} {{ .Chart.AppVersion }} is in {{ .Release.Namespace }}.

  kubectl -n {{ .Release.Namespace }} rollout status deployment/{{ include "lib.fullname" . }}
  helm -n {{ .Release.Namespace }} test {{ .Release.Name }}

Inside the cluster: HTTP {{ include "lib.fullname" . }}:3000, gRPC {{ include "lib.fullname" . }}-grpc:50051.
{{- if not .Values.secrets.externalSecrets.enabled }}
It reads the Secrets {{ .Values.secrets.shared }} (REDIS_URL, NATS_URL, jwt-public.json) and {{ include "lib.secretName" . }}
(DATABASE_URL, MIGRATION_DATABASE_URL{{ range .Values.secretEnv }}, {{ . }}{{ end }}{{ range .Values.secretFiles }}, {{ . }}{{ end }}).
{{- end }}
{{- end -}}
