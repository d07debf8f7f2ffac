{{- define "lib.serviceMonitor" -}}
{{- with .Values.serviceMonitor }}
{{- if .enabled }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "lib.fullname" $ }}
  namespace: {{ $.Release.Namespace }}
  labels:
    {{- include "lib.labels" $ | nindent 4 }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "lib.selectorLabels" $ | nindent 6 }}
  # The services put the short name of theirs on what they measure.
  endpoints:
    - {port: http, path: /metrics, interval: {{ .interval }}, honorLabels: true}
{{- end }}
{{- end }}
{{- end -}}
