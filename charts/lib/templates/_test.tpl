{{- define "lib.testLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: linli
{{- end -}}

{{/*
`helm test`: asks the release's own address from inside the cluster, with an image that is there anyway, and can reach
nothing else. Takes the context, the image, the command and the port.
*/}}
{{- define "lib.testPod" -}}
{{- $root := first . -}}
{{- if $root.Values.networkPolicy.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "lib.metadata" (list $root "test") | nindent 2 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-weight: "-5"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  podSelector:
    matchLabels:
      {{- include "lib.testLabels" $root | nindent 6 }}
  policyTypes: [Ingress, Egress]
  egress:
    {{- include "lib.dnsEgress" $root | nindent 4 }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "lib.selectorLabels" $root | nindent 14 }}
      ports: [{port: {{ index . 3 }}, protocol: TCP}]
---
{{ end -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "lib.fullname" $root }}-test
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "lib.testLabels" $root | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  {{- include "lib.podSecurity" 1000 | nindent 2 }}
  {{- include "lib.pullSecrets" $root | nindent 2 }}
  containers:
    - name: test
      image: {{ index . 1 }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      {{- include "lib.containerSecurity" $root | nindent 6 }}
      command:
        {{- toYaml (index . 2) | nindent 8 }}
      resources:
        requests: {cpu: 50m, memory: 128Mi}
        limits: {memory: 128Mi}
{{- end -}}

{{- define "lib.readyTest" -}}
{{- $url := printf "http://%s:3000/readyz" (include "lib.fullname" .) -}}
{{- $script := printf "fetch('%s').then(async (r) => { console.log(r.status, await r.text()); process.exit(r.ok ? 0 : 1) })" $url -}}
{{- include "lib.testPod" (list . (include "lib.image" (list .)) (list "node" "-e" $script) 3000) -}}
{{- end -}}
