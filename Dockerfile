# Every image of Linli. One file, one target per kind:
#
#   docker build --target service       --build-arg APP=services/order-service -t linli/order-service .
#   docker build --target simulator     --build-arg APP=packages/simulator     -t linli/simulator .
#   docker build --target setup         --build-arg APP=packages/setup         -t linli/setup .
#   docker build --target journey       --build-arg APP=packages/e2e           -t linli/journey .
#   docker build --target gateway-local --build-arg APP=gateway/local          -t linli/gateway-local .
#   docker build --target web                                                  -t linli/web .
#
# What runs is a bundle, Node and the libraries that Node is linked with: no shell, no package manager, no source.
# Kong runs as its publisher's image; `setup gateway-config` gives it routes and our plugin. Written for engines that are
# some years old: no heredoc, nothing to pull but the base. Pin it in a release: --build-arg NODE_IMAGE=node@sha256:…
ARG NODE_IMAGE=node:24-bookworm-slim

# ---- bundles: everything that can be built, from the lock file ----
FROM ${NODE_IMAGE} AS sources
WORKDIR /app
ENV HOME=/home/node CI=true
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY proto proto
COPY packages packages
COPY gateway gateway
COPY services services
COPY frontends frontends

FROM sources AS bundles
RUN --mount=type=cache,target=/home/node/.npm --mount=type=cache,target=/home/node/.local \
    --mount=type=cache,target=/home/node/.cache \
    node packages/dev/bin/linli.mjs image-root /out \
      services/user-service services/product-service services/order-service services/payment-service \
      services/delivery-service services/points-service services/activity-service services/message-service \
      packages/simulator packages/setup packages/e2e gateway/local

FROM bundles AS pages
RUN node packages/dev/bin/linli.mjs image-root /out web \
 && find /out/web/html -type f -size +1k \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.json' -o -name '*.svg' \) \
      -exec gzip --best --keep --no-name {} +

# ---- roots: what a program needs of the operating system ----
FROM ${NODE_IMAGE} AS node-root
COPY deploy/images/collect.sh /collect.sh
RUN sh /collect.sh /root-of-image /usr/local/bin/node \
 && echo 'linli:x:1000:1000::/app:/nonexistent' >/root-of-image/etc/passwd \
 && echo 'linli:x:1000:' >/root-of-image/etc/group
# A new volume takes over the owner of the folder that it is mounted on.
RUN mkdir -p /simulator/data /setup/keys /setup/rendered && cd /setup && mkdir secrets && cd secrets \
 && mkdir user product order payment delivery points activity message gateway simulator

FROM ${NODE_IMAGE} AS nginx-root
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light busybox-static >/dev/null
COPY deploy/images/collect.sh /collect.sh
RUN sh /collect.sh /root-of-image /usr/sbin/nginx \
 && mkdir -p /root-of-image/etc/nginx/upstreams /root-of-image/usr/bin /root-of-image/var/lib/nginx /root-of-image/var/log/nginx \
 && cp /etc/nginx/mime.types /root-of-image/etc/nginx/ \
 # Under this name it is nothing but a client for the health check.
 && cp /bin/busybox /root-of-image/usr/bin/wget \
 && dpkg-query --status busybox-static >/root-of-image/var/lib/dpkg/status.d/busybox-static \
 && echo 'nginx:x:101:101::/:/nonexistent' >/root-of-image/etc/passwd \
 && echo 'nginx:x:101:' >/root-of-image/etc/group

# ---- images ----
FROM bundles AS app
ARG APP
RUN test -d "/out/${APP}" || { echo "APP=${APP} is no program: see the top of the Dockerfile"; exit 1; } \
 && mv "/out/${APP}" /out/app

# For the Tiltfile: like a service, but files can be copied into it.
FROM ${NODE_IMAGE} AS develop
COPY --from=app --chown=1000:1000 /out/app /app
WORKDIR /app
ENV NODE_ENV=production NODE_OPTIONS="--enable-source-maps" HTTP_HOST=0.0.0.0 HTTP_PORT=3000 GRPC_HOST=0.0.0.0 GRPC_PORT=50051
USER 1000:1000
ENTRYPOINT ["node", "dist/main.mjs"]

FROM scratch AS program
COPY --from=node-root /root-of-image /
COPY --from=app /out/app /app
WORKDIR /app
ENV PATH=/usr/local/bin:/usr/bin NODE_ENV=production NODE_OPTIONS="--enable-source-maps --max-semi-space-size=16"
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.mjs"]
ARG REVISION=unknown
ARG VERSION=0.1.0
LABEL org.opencontainers.image.vendor="Linli" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      linli.sbom="/app/sbom.cdx.json"

FROM program AS service
LABEL org.opencontainers.image.title="A service of Linli"
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=3000 GRPC_HOST=0.0.0.0 GRPC_PORT=50051 \
    HEALTH_URL=http://127.0.0.1:3000/healthz
EXPOSE 3000 50051

FROM program AS simulator
LABEL org.opencontainers.image.title="The providers of Linli, simulated"
ENV SIM_HOST=0.0.0.0 SIM_PORT=18020 SIM_DATA_DIR=/data HEALTH_URL=http://127.0.0.1:18020/__sim/healthz
EXPOSE 18020
COPY --from=node-root --chown=1000:1000 /simulator /

FROM program AS gateway-local
LABEL org.opencontainers.image.title="The routes of Linli without Kong"
ENV GATEWAY_HOST=0.0.0.0 GATEWAY_PORT=8000 GATEWAY_STATUS_PORT=8100 \
    HEALTH_URL=http://127.0.0.1:8100/status/ready
EXPOSE 8000 8100

FROM program AS setup
LABEL org.opencontainers.image.title="Prepares an installation of Linli"
COPY --from=node-root --chown=1000:1000 /setup /
COPY gateway/kong.yml gateway/kong.yml
COPY gateway/plugins/linli-envelope gateway/plugins/linli-envelope
HEALTHCHECK NONE

FROM program AS journey
LABEL org.opencontainers.image.title="One order through an installation of Linli, to prove it"
HEALTHCHECK NONE

FROM scratch AS web
COPY --from=nginx-root /root-of-image /
COPY --from=pages /out/web /usr/share/nginx
COPY deploy/images/nginx.conf /etc/nginx/nginx.conf
ENV PATH=/usr/sbin:/usr/bin
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=5s \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["nginx", "-g", "daemon off;"]
ARG REVISION=unknown
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="The front ends of Linli" \
      org.opencontainers.image.vendor="Linli" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      linli.sbom="/usr/share/nginx/sbom.cdx.json"
