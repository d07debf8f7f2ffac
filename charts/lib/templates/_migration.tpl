{{/*
Runs before the new pods, with the image they will have, and knows one thing: how to reach the database as the owner of
the schema. None of this release's own objects exist yet at the first installation; the Secret must.
*/}}
{{- define "lib.migration" -}}
{{- if .Values.migrations.enabled }}
apiVersion: batch/v1
kind: Job
metadata:
  {{- include "lib.metadata" (list . "migrate") | nindent 2 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-10"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 0
  activeDeadlineSeconds: {{ .Values.migrations.activeDeadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "lib.migrationLabels" . | nindent 8 }}
    spec:
      restartPolicy: Never
      {{- include "lib.podSecurity" 1000 | nindent 6 }}
      {{- include "lib.pullSecrets" . | nindent 6 }}
      containers:
        - name: migrate
          image: {{ include "lib.image" (list .) }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          args: [migrate]
          {{- include "lib.containerSecurity" . | nindent 10 }}
          env:
            - name: MIGRATION_DATABASE_URL
              valueFrom: {secretKeyRef: {name: {{ include "lib.secretName" . }}, key: MIGRATION_DATABASE_URL}}
          resources:
            {{- toYaml .Values.migrations.resources | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
      volumes:
        - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
{{- end }}
{{- end -}}

{{/* Not the selector's labels: the job must not become an endpoint of the service. */}}
{{- define "lib.migrationLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-migrate
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: linli
{{- end -}}
