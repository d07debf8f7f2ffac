{{/* One Linli per namespace: objects are called like the chart, whatever the release is called. */}}
{{- define "lib.fullname" -}}
{{- .Values.fullnameOverride | default .Chart.Name -}}
{{- end -}}

{{- define "lib.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "lib.labels" -}}
{{ include "lib.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: {{ .Chart.Name | trimSuffix "-service" }}
app.kubernetes.io/part-of: linli
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "lib.metadata" -}}
{{- $root := first . -}}
{{- $suffix := "" -}}
{{- if gt (len .) 1 }}{{ $suffix = printf "-%s" (index . 1) }}{{ end -}}
name: {{ include "lib.fullname" $root }}{{ $suffix }}
namespace: {{ $root.Release.Namespace }}
labels:
  {{- include "lib.labels" $root | nindent 2 }}
{{- end -}}

{{/* registry/repository@digest, else registry/repository:tag. Takes the context and, optionally, an image block. */}}
{{- define "lib.image" -}}
{{- $root := first . -}}
{{- $image := $root.Values.image -}}
{{- if gt (len .) 1 }}{{ $image = index . 1 }}{{ end -}}
{{- $global := $root.Values.global | default dict -}}
{{- $registry := $global.imageRegistry | default $image.registry -}}
{{- $repository := $image.repository | default (printf "linli/%s" $root.Chart.Name) -}}
{{- with $registry }}{{ . }}/{{ end -}}
{{- $repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end -}}
{{- end -}}

{{- define "lib.pullSecrets" -}}
{{- $global := .Values.global | default dict -}}
{{- with concat (.Values.imagePullSecrets | default list) ($global.imagePullSecrets | default list) | uniq }}
imagePullSecrets:
  {{- range . }}
  - name: {{ .name }}
  {{- end }}
{{- end }}
{{- end -}}
