# syntax=docker/dockerfile:1
# Yizhan as an image: docker build -t yizhan . && docker run -p 8080:8080 -v yizhan:/data yizhan

FROM swift:6.3-bookworm AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# Debian keeps one version of each package, so none is named.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    libcurl4-openssl-dev libqrencode-dev libsqlite3-dev libxlsxwriter-dev pkg-config python3 zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# The packages that this one needs are fetched anew only when the list of them changes.
COPY Package.swift ./
RUN swift package resolve
COPY Sources ./Sources
COPY Benchmarks ./Benchmarks
COPY Tests ./Tests
COPY scripts ./scripts
RUN swift build -c release --product yizhan \
  && install -D -m 755 "$(swift build -c release --product yizhan --show-bin-path)/yizhan" \
    /image/usr/local/bin/yizhan \
  && strip /image/usr/local/bin/yizhan \
  && install -d -m 700 -o 10001 -g 10001 /image/data

FROM debian:bookworm-slim
# Debian keeps one version of each package, so none is named.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    ca-certificates curl libcurl4 libjs-leaflet libqrencode4 libsqlite3-0 libxlsxwriter4 zlib1g \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 yizhan \
  && useradd --uid 10001 --gid yizhan --home-dir /data --no-create-home --shell /usr/sbin/nologin yizhan
COPY --from=build /image/ /
ENV LANG=C.UTF-8 \
  YIZHAN_DB=/data/yizhan.sqlite \
  YIZHAN_HOST=0.0.0.0 \
  YIZHAN_PORT=8080 \
  YIZHAN_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080
STOPSIGNAL SIGTERM
# By the owner's socket: it is there whatever the port speaks.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", \
    "--unix-socket", "/data/yizhan.sqlite.socket", "http://localhost/readyz"]
ENTRYPOINT ["yizhan"]
CMD ["serve"]
