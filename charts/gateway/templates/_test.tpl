{{/* The smallest proof that the way in works: a public read is answered, a closed one refused, both in our envelope. */}}
{{- define "gateway.test" -}}
{{- $image := include "lib.image" (list . .Values.setupImage) -}}
{{- include "lib.testPod" (list . $image (list "node" "dist/main.mjs" "smoke" (printf "http://%s:8000" (include "lib.fullname" .))) 8000) -}}
{{- end -}}
