{{- define "lib.httpService" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "lib.metadata" (list .) | nindent 2 }}
spec:
  selector:
    {{- include "lib.selectorLabels" . | nindent 4 }}
  ports:
    - {name: http, port: 3000, targetPort: http, protocol: TCP, appProtocol: http}
{{- end -}}

{{/* Headless: DNS answers with every ready pod and the clients take turns; a cluster IP would pin a connection to one. */}}
{{- define "lib.grpcService" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "lib.metadata" (list . "grpc") | nindent 2 }}
spec:
  clusterIP: None
  selector:
    {{- include "lib.selectorLabels" . | nindent 4 }}
  ports:
    - {name: grpc, port: 50051, targetPort: grpc, protocol: TCP, appProtocol: grpc}
{{- end -}}
