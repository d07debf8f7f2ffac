{{/* The settings of a service that are no secret: its own, the listeners, and where the peers answer. */}}
{{- define "lib.settings" -}}
{{- $settings := dict
  "NODE_ENV" "production"
  "HTTP_HOST" "0.0.0.0"
  "HTTP_PORT" "3000"
  "GRPC_HOST" "0.0.0.0"
  "GRPC_PORT" "50051"
  "SHUTDOWN_DELAY_MS" "5000"
  "SHUTDOWN_GRACE_MS" "30000"
-}}
{{- range list "user" "product" "order" "payment" "delivery" "points" "activity" "message" -}}
{{- $_ := set $settings (printf "%s_GRPC_ADDR" (upper .)) (printf "%s-service-grpc:50051" .) -}}
{{- end -}}
{{- range $key, $value := .Values.config -}}
{{- if not (kindIs "invalid" $value) -}}
{{- $text := toString $value -}}
{{- if kindIs "float64" $value }}{{ if eq (floor $value) $value }}{{ $text = printf "%.0f" $value }}{{ end }}{{ end -}}
{{- $_ := set $settings $key $text -}}
{{- end -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{- define "lib.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "lib.metadata" (list .) | nindent 2 }}
data:
  {{- include "lib.settings" . | nindent 2 }}
{{- end -}}

{{- define "lib.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "lib.fullname" .)) -}}
{{- end -}}

{{/* A hook, since the migration needs it before anything else exists; what it made stays when it is replaced. */}}
{{- define "lib.externalSecret" -}}
{{- $external := .Values.secrets.externalSecrets -}}
{{- if $external.enabled }}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "lib.metadata" (list . "secrets") | nindent 2 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-20"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  refreshInterval: {{ $external.refreshInterval }}
  secretStoreRef:
    name: {{ $external.storeName }}
    kind: {{ $external.storeKind }}
  target:
    name: {{ include "lib.secretName" . }}
    creationPolicy: Orphan
    deletionPolicy: Retain
  dataFrom:
    - extract:
        key: {{ $external.remoteKey | default (printf "linli/%s" .Chart.Name) }}
{{- end }}
{{- end -}}

{{/* Secrets as variables, and where those that are files lie. */}}
{{- define "lib.secretEnv" -}}
{{- range list "REDIS_URL" "NATS_URL" -}}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $.Values.secrets.shared }}, key: {{ . }}}}
{{ end -}}
{{- range prepend (.Values.secretEnv | default list) "DATABASE_URL" -}}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ include "lib.secretName" $ }}, key: {{ . }}}}
{{ end -}}
- name: JWT_PUBLIC_KEYS_FILE
  value: /run/secrets/linli/jwt-public.json
{{- range $name, $file := .Values.secretFiles }}
- name: {{ $name }}
  value: /run/secrets/linli/{{ $file }}
{{- end }}
{{- end -}}

{{- define "lib.secretVolume" -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
      - secret:
          name: {{ .Values.secrets.shared }}
          items: [{key: jwt-public.json, path: jwt-public.json}]
      {{- with .Values.secretFiles }}
      - secret:
          name: {{ include "lib.secretName" $ }}
          items:
            {{- range . }}
            - {key: {{ . }}, path: {{ . }}}
            {{- end }}
      {{- end }}
{{- end -}}
