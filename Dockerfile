# The launcher's image: Node, the bundled launcher and the hand-over program. Takes docker, podman and buildah (1.28 and later); every
# base image is an argument, so that it can come from a mirror: --build-arg RUNTIME_IMAGE=...
ARG BUILD_IMAGE=docker.io/library/debian:13-slim
ARG NODE_IMAGE=docker.io/library/node:24-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs24-debian13:nonroot

# On the target's platform, unlike the bundle: what it compiles runs in the users' images, on their nodes.
FROM ${BUILD_IMAGE} AS handover
RUN command -v musl-gcc > /dev/null \
    || { apt-get update && apt-get install --yes --no-install-recommends gcc musl-tools; }
COPY handler/handover.c /
RUN musl-gcc -Os -static -s -Wall -Wextra -Werror -o /handover /handover.c

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS bundle
WORKDIR /project
COPY package.json package-lock.json .npmrc ./
COPY tools/node/package.json tools/node/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

# V8's code of the launcher, by the Node that starts it and with the same flags: V8 does not take that of another.
FROM ${RUNTIME_IMAGE} AS code
USER 0:0
COPY --from=bundle /project/dist/launcher.cjs /project/dist/codeCache.cjs /
RUN ["/nodejs/bin/node", "/codeCache.cjs"]

FROM ${RUNTIME_IMAGE}
ARG VERSION=0.0.0
LABEL org.opencontainers.image.title="kubernetes-event-jobs" \
      org.opencontainers.image.description="Launcher: hands one RabbitMQ message to one Kubernetes Job" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=handover /handover /handover
COPY --from=bundle /project/dist/start.cjs /project/dist/launcher.cjs /project/dist/contentSchema.cjs /
COPY --from=code /launcher.cache /
# A number, so that the kubelet can see that it is not root; nothing is written outside /event.
USER 65532:65532
WORKDIR /
# No flags: with any that V8 knows, Node compiles its own modules at each start, which takes as much CPU again as `node -e 0`.
ENTRYPOINT ["/nodejs/bin/node", "/start.cjs"]
