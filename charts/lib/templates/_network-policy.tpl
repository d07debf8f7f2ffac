{{- define "lib.dnsEgress" -}}
- to:
    - namespaceSelector: {}
      podSelector:
        matchLabels: {k8s-app: kube-dns}
  ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end -}}

{{/* A store may be anywhere unless `to` says where; the port is always said. */}}
{{- define "lib.storeEgress" -}}
- ports: [{port: {{ .port }}, protocol: TCP}]
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* Both ways denied but for the arrows of the architecture. */}}
{{- define "lib.networkPolicy" -}}
{{- $policy := .Values.networkPolicy -}}
{{- if $policy.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "lib.metadata" (list .) | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "lib.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app.kubernetes.io/name: gateway}
        - podSelector:
            matchLabels: {app.kubernetes.io/name: {{ .Chart.Name }}-test}
        {{- with $policy.monitoring }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports: [{port: http, protocol: TCP}]
    {{- with .Values.flows.calledBy }}
    - from:
        {{- range . }}
        - podSelector:
            matchLabels: {app.kubernetes.io/name: {{ . }}-service}
        {{- end }}
      ports: [{port: grpc, protocol: TCP}]
    {{- end }}
    {{- with $policy.extraIngress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  egress:
    {{- include "lib.dnsEgress" . | nindent 4 }}
    {{- range list "postgres" "redis" "nats" }}
    {{- include "lib.storeEgress" (get $policy .) | nindent 4 }}
    {{- end }}
    {{- if .Values.config.OTEL_EXPORTER_OTLP_ENDPOINT }}
    {{- include "lib.storeEgress" $policy.otlp | nindent 4 }}
    {{- end }}
    {{- with .Values.flows.calls }}
    - to:
        {{- range . }}
        - podSelector:
            matchLabels: {app.kubernetes.io/name: {{ . }}-service}
        {{- end }}
      ports: [{port: 50051, protocol: TCP}]
    {{- end }}
    {{- if .Values.flows.providers }}
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except:
              {{- toYaml $policy.privateRanges | nindent 14 }}
      ports: [{port: 443, protocol: TCP}]
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end -}}

{{/* A hook like the job that it is for. */}}
{{- define "lib.migrationPolicy" -}}
{{- if and .Values.networkPolicy.enabled .Values.migrations.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "lib.metadata" (list . "migrate") | nindent 2 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-15"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  podSelector:
    matchLabels:
      {{- include "lib.migrationLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  egress:
    {{- include "lib.dnsEgress" . | nindent 4 }}
    {{- include "lib.storeEgress" .Values.networkPolicy.postgres | nindent 4 }}
{{- end }}
{{- end -}}
