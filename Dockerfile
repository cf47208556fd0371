# An image that tests servers by address: docker build -t xmppspec . && docker run --rm xmppspec run
# No server is in it. It needs neither root nor a writable file system besides /tmp.
FROM node:22.14.0-bookworm-slim@sha256:1c18d9ab3af4585870b92e4dbc5cac5a0dc77dd13df1a5905cea89fc720eb05b AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json tsconfig.types.json ./
RUN npm ci --ignore-scripts
COPY scripts scripts
COPY spec spec
COPY scenarios scenarios
COPY src src
RUN npm run build
RUN npm prune --omit=dev --ignore-scripts

FROM node:22.14.0-bookworm-slim@sha256:1c18d9ab3af4585870b92e4dbc5cac5a0dc77dd13df1a5905cea89fc720eb05b
LABEL org.opencontainers.image.title="xmppspec" org.opencontainers.image.licenses="MIT"
WORKDIR /opt/xmppspec
COPY package.json LICENSE ./
COPY bin bin
COPY spec spec
COPY scenarios scenarios
COPY baselines baselines
COPY --from=build /build/dist dist
COPY --from=build /build/node_modules node_modules
RUN ln -s /opt/xmppspec/bin/xmppspec.js /usr/local/bin/xmppspec
ENV NODE_ENV=production XDG_STATE_HOME=/tmp/state
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["xmppspec"]
CMD ["--help"]
