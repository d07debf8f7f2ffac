{{/* An Ingress or an HTTPRoute for one path prefix. Takes the context, the prefix and the port. */}}
{{- define "lib.ingress" -}}
{{- $root := index . 0 -}}
{{- $prefix := index . 1 -}}
{{- with $root.Values.ingress }}
{{- if .enabled }}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "lib.metadata" (list $root) | nindent 2 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .className }}
  ingressClassName: {{ . }}
  {{- end }}
  tls:
    - hosts:
        {{- toYaml .hosts | nindent 8 }}
      {{- with .tlsSecret }}
      secretName: {{ . }}
      {{- end }}
  rules:
    {{- range .hosts }}
    - host: {{ . | quote }}
      http:
        paths:
          - path: {{ $prefix }}
            pathType: Prefix
            backend:
              service:
                name: {{ include "lib.fullname" $root }}
                port: {name: http}
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "lib.httpRoute" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.gatewayApi }}
{{- if .enabled }}
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "lib.metadata" (list $root) | nindent 2 }}
spec:
  parentRefs:
    {{- toYaml .parentRefs | nindent 4 }}
  {{- with .hostnames }}
  hostnames:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    - matches:
        - path: {type: PathPrefix, value: {{ index $ 1 }}}
      backendRefs:
        - name: {{ include "lib.fullname" $root }}
          port: {{ index $ 2 }}
{{- end }}
{{- end }}
{{- end -}}
