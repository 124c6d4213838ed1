# docker run --rm -v "$PWD:/src:ro" ghcr.io/dockseal/dockseal
# Both images can be replaced: BUILD needs npm, BASE a `node` on the PATH below.
ARG BUILD=node:24.22-trixie-slim
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot

FROM --platform=$BUILDPLATFORM ${BUILD} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && node .ci/prepack.js && rm -r dist/types && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

# dockseal-disable-next-line unpinned-base-image -- tags of distroless name no version
FROM ${BASE}
ARG VERSION=0.0.0
LABEL org.opencontainers.image.title="dockseal" \
      org.opencontainers.image.description="Finds containers with a writable root filesystem and repairs them" \
      org.opencontainers.image.source="https://github.com/dockseal/dockseal" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
COPY --from=build /build/package.json /build/LICENSE /opt/dockseal/
COPY --from=build /build/node_modules /opt/dockseal/node_modules
COPY --from=build /build/dist /opt/dockseal/dist
WORKDIR /src
USER 65532:65532
# dockseal-disable-next-line missing-healthcheck -- it runs once and ends: there is no service to check
HEALTHCHECK NONE
ENTRYPOINT ["node", "/opt/dockseal/dist/cli.js"]
