{{- define "lib.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "lib.metadata" (list .) | nindent 2 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: {{ .Values.revisionHistoryLimit }}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels:
      {{- include "lib.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "lib.labels" . | nindent 8 }}
        {{- with .Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        # Processes read their settings once: other settings are other pods.
        checksum/config: {{ include "lib.settings" . | sha256sum }}
        {{- with .Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "lib.fullname" . }}
      {{- include "lib.podSecurity" 1000 | nindent 6 }}
      {{- with include "lib.pullSecrets" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
      {{- with include "lib.placement" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      containers:
        - name: service
          image: {{ include "lib.image" (list .) }}
          imagePullPolicy: {{ .Values.image.pullPolicy }}
          {{- include "lib.containerSecurity" . | nindent 10 }}
          ports:
            - {name: http, containerPort: 3000}
            - {name: grpc, containerPort: 50051}
          envFrom:
            - configMapRef: {name: {{ include "lib.fullname" . }}}
          env:
            {{- include "lib.secretEnv" . | nindent 12 }}
            {{- with .Values.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          # Liveness never asks for a dependency: a database that is away must not restart the pods.
          startupProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 2
            failureThreshold: 60
          readinessProbe:
            httpGet: {path: /readyz, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 10
            timeoutSeconds: 3
            failureThreshold: 6
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          volumeMounts:
            - {name: secrets, mountPath: /run/secrets/linli, readOnly: true}
            - {name: tmp, mountPath: /tmp}
            {{- with .Values.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
      volumes:
        {{- include "lib.secretVolume" . | nindent 8 }}
        - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
        {{- with .Values.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end -}}
