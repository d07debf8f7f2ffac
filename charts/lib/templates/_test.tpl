{{/* `helm test`: asks one address from inside the cluster, with the image that is there anyway. */}}
{{- define "lib.testPod" -}}
{{- $root := first . -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "lib.fullname" $root }}-test
  namespace: {{ $root.Release.Namespace }}
  labels:
    app.kubernetes.io/name: {{ $root.Chart.Name }}-test
    app.kubernetes.io/instance: {{ $root.Release.Name }}
    app.kubernetes.io/part-of: linli
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
{{- include "lib.testPod" (list . (include "lib.image" (list .)) (list "node" "-e" $script)) -}}
{{- end -}}
