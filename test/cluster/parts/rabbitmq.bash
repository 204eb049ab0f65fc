# RabbitMQ for the pods, which reach it on the service address: as guest/guest, and over TLS by a client's certificate.

certifiedUser=event-jobs # who a client with the certificate of this name is
vhost=events             # beside the default one; both users may do all in both

rabbitmqSettings() { rabbitmqEnvironment "$state/rabbitmq" rabbit@localhost; }

startRabbitmq() {
  local dir=$state/rabbitmq
  mkdir -p "$dir"
  {
    printf '%s\n' 'listeners.tcp.local = 0.0.0.0:5672' 'loopback_users = none' 'management.tcp.ip = 127.0.0.1' \
      "load_definitions = $dir/definitions.json"
    tlsConfiguration 0.0.0.0:5671 "$state/pki" rabbitmq false
  } >"$dir/rabbitmq.conf"
  definitions >"$dir/definitions.json"
  echo '[rabbitmq_management,rabbitmq_auth_mechanism_ssl].' >"$dir/plugins"
  # The folder's cookie is the same for the tools, which run outside.
  start rabbitmq bash -c ". '$here/../broker/environment.bash'; $(declare -f rabbitmqSettings); state=$state
    rabbitmqSettings; epmd -daemon; exec rabbitmq-server"
}

# With them RabbitMQ makes no guest by itself. A user without a password is let in by certificate only.
definitions() {
  local all='"configure": ".*", "write": ".*", "read": ".*"'
  cat <<K
{"users": [
  {"name": "guest", "password": "guest", "tags": "administrator"},
  {"name": "$certifiedUser", "password_hash": "", "tags": ""}],
"vhosts": [{"name": "/"}, {"name": "$vhost"}],
"permissions": [
  {"user": "guest", "vhost": "/", $all}, {"user": "guest", "vhost": "$vhost", $all},
  {"user": "$certifiedUser", "vhost": "/", $all}, {"user": "$certifiedUser", "vhost": "$vhost", $all}]}
K
}

rabbitmqctl() (
  rabbitmqSettings
  inNetwork rabbitmqctl "$@"
)

ready-rabbitmq() {
  inNetwork bash -c ". '$here/../broker/environment.bash'; rabbitmqAnswers 127.0.0.1 5672" &&
    responds http://127.0.0.1:15672/
}
