# RabbitMQ for the pods, which reach it on the service address as guest/guest.

rabbitmqSettings() { rabbitmqEnvironment "$state/rabbitmq" rabbit@localhost; }

startRabbitmq() {
  local dir=$state/rabbitmq
  mkdir -p "$dir"
  printf '%s\n' 'listeners.tcp.local = 0.0.0.0:5672' 'loopback_users = none' 'management.tcp.ip = 127.0.0.1' \
    >"$dir/rabbitmq.conf"
  echo '[rabbitmq_management].' >"$dir/plugins"
  # The folder's cookie is the same for the tools, which run outside.
  start rabbitmq bash -c ". '$here/../broker/environment.bash'; $(declare -f rabbitmqSettings); state=$state
    rabbitmqSettings; epmd -daemon; exec rabbitmq-server"
}

rabbitmqctl() (
  rabbitmqSettings
  inNetwork rabbitmqctl "$@"
)

ready-rabbitmq() {
  inNetwork bash -c ". '$here/../broker/environment.bash'; rabbitmqAnswers 127.0.0.1 5672" &&
    responds http://127.0.0.1:15672/
}
