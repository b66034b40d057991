#!/bin/sh
# Makes the secrets of an installation once, each in a file of its own; what is there already stays.
set -eu
cd /secrets

make() {
  [ -s "$1" ] || head -c 48 /dev/urandom | base64 | tr -dc 'a-zA-Z0-9' | head -c "$2" > "$1"
}

make broker_password 32
make database_password 32
make jwt_secret 48
make admin_password 20
make grafana_password 20
printf 'amqp://celerity:%s@rabbitmq:5672' "$(cat broker_password)" > amqp_url
printf 'postgres://celerity:%s@postgres:5432/celerity' "$(cat database_password)" > database_url
printf 'default_user = celerity\ndefault_pass = %s\n' "$(cat broker_password)" > rabbitmq_user.conf

# The services' numeric user; the servers read theirs as root before they drop it.
chown 10001:10001 ./*
chown 472:0 grafana_password # Grafana's
chmod 0400 ./*
