#!/usr/bin/env bash
# What an image would run, without a Docker engine: docker/try.sh worker
# The Dockerfile's last stages in a folder: production dependencies only, a root of its own that cannot be written,
# user 10001 without capabilities. Starts the service, waits for its probe, sends SIGTERM, wants exit code 0.
# Needs root on Linux, a build (npx nx run-many -t build), and AMQP_URL and DATABASE_URL that may be filled.
set -euo pipefail
app=$1
repo=$(cd "$(dirname "$0")/.." && pwd)
port=${TRY_PORT:-18099}
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT

echo "$app: installing production dependencies"
mkdir -p "$work/src" "$work/root"/{app,data,tmp,usr,etc,proc,dev,opt}
for link in bin lib lib64; do ln -s "usr/$link" "$work/root/$link"; done
(cd "$repo" && git ls-files -z | tar --null --files-from=- -c) | tar -x -C "$work/src"
(cd "$work/src" && npm ci --omit=dev --workspace="apps/$app" --loglevel=error --prefer-offline >/dev/null)
(cd "$work/src" && node docker/sbom.mjs "$app" . >"$work/root/app/sbom.json")

image=$work/root/app
mv "$work/src/node_modules" "$image/"
for folder in libs/contracts libs/messaging libs/service "apps/$app"; do
  mkdir -p "$image/$folder"
  cp -r "$repo/$folder/package.json" "$repo/$folder/dist" "$image/$folder/"
done
if [ "$app" = gateway ]; then mkdir -p "$image/apps/dashboard" && cp -r "$repo/apps/dashboard/dist" "$image/apps/dashboard/"; fi
cp "$repo/package.json" "$repo/docker/healthcheck.mjs" "$image/"
ln -s "apps/$app" "$image/service"
cp "$(node -p process.execPath)" "$work/root/opt/node"

enter() {
  exec unshare --mount --propagation private bash -ec '
    root=$1; shift
    mount --bind "$root" "$root"
    for folder in usr etc proc dev; do mount --rbind "/$folder" "$root/$folder"; done
    mount -o remount,bind,ro "$root"
    mount -t tmpfs none "$root/tmp"
    mount -t tmpfs -o uid=10001,gid=10001 none "$root/data"
    exec chroot "$root" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs \
      --bounding-set=-all --inh-caps=-all env --chdir=/app/service "$@"' enter "$work/root" "$@"
}

settings=(
  PATH=/opt NODE_ENV=production 'NODE_OPTIONS=--enable-source-maps --max-semi-space-size=8' HOST=127.0.0.1 "PORT=$port"
  "AMQP_URL=$AMQP_URL" "DATABASE_URL=$DATABASE_URL" "CELERITY_PREFIX=try-$app"
  CELERITY_HOME=/tmp/celerity EXPORT_DIR=/data/exports REPORT_DIR=/data/reports BACKUP_DIR=/data/backups
  # Nobody is there: a service waits for what it needs.
  KAFKA_BROKERS=127.0.0.1:1
  JWT_SECRET="$(head -c 48 /dev/urandom | base64 -w 0)"
)
log=$work/log
enter "${settings[@]}" /opt/node dist/main.js >"$log" 2>&1 &
pid=$!
for _ in $(seq 240); do
  kill -0 $pid 2>/dev/null || break
  if (enter "${settings[@]}" /opt/node /app/healthcheck.mjs) 2>/dev/null; then answered=yes; break; fi
  read -r -t 0.5 < <(:) || true
done
if [ -z "${answered:-}" ]; then echo "$app: no probe answered"; tail -20 "$log"; exit 1; fi
user=$(awk '/^Uid:/ {print $2}' /proc/$pid/status)
kill -TERM $pid
code=0
wait $pid || code=$?
echo "$app: answered its probe as user $user, ended with $code after SIGTERM"
[ "$code" = 0 ] && [ "$user" = 10001 ] || { tail -20 "$log"; exit 1; }
