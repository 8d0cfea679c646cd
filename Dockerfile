# The application alone; it needs a Postgres 15 or newer in DATABASE_URL, and FAULTLINE_SECRET (see compose.yaml).
FROM node:20-slim AS build
WORKDIR /faultline
COPY package.json package-lock.json .npmrc ./
# The embedded server is left to `npm start`; an image talks to a Postgres of its own.
RUN npm ci --ignore-scripts
COPY . .
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
RUN npm run build

FROM node:20-slim
WORKDIR /faultline
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
COPY --from=build --chown=node:node /faultline/.next/standalone ./
COPY --from=build --chown=node:node /faultline/.next/static ./.next/static
COPY --from=build --chown=node:node /faultline/public ./public
COPY --from=build --chown=node:node /faultline/drizzle ./drizzle
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
