// The operators whose kinds the charts use, for the schemas that they publish. Nothing of them is built.
module linli/tools/crds

go 1.26.0

require (
	github.com/external-secrets/external-secrets v1.3.2
	github.com/prometheus-operator/prometheus-operator v0.85.0
	sigs.k8s.io/gateway-api v1.6.3
)
