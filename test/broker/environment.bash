# One RabbitMQ wholly inside a folder: used by the stand-alone broker and by the test cluster.

# Exports what the server and its tools read. The folder holds `rabbitmq.conf` and `plugins`, written by the caller.
rabbitmqEnvironment() { # FOLDER NODENAME
  local name
  for name in ${!RABBITMQ_*} ${!ERL_*}; do unset "$name"; done
  export HOME=$1 # the Erlang cookie
  export RABBITMQ_NODENAME=$2
  export RABBITMQ_CONFIG_FILE=$1/rabbitmq.conf
  export RABBITMQ_ENABLED_PLUGINS_FILE=$1/plugins
  export RABBITMQ_MNESIA_BASE=$1/mnesia RABBITMQ_LOG_BASE=$1/log
  # The machine's own RabbitMQ, if it has one, must not lend its settings.
  export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ADVANCED_CONFIG_FILE=$1/advanced.config RABBITMQ_CONFIG_FILES=$1/conf.d
  export ERL_EPMD_ADDRESS=127.0.0.1
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
  export RABBITMQ_CTL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
  # Otherwise every tool that finds no epmd leaves one behind; whoever starts the server starts it.
  export ERL_AFLAGS='-start_epmd false'
  export ERL_CRASH_DUMP_BYTES=0
  # Without it the server stays behind a shell, and the pid that was started is not the server's.
  export RUNNING_UNDER_SYSTEMD=1
  # Debian's wrappers in /usr/sbin insist on being root or rabbitmq and change the user.
  PATH=/usr/lib/rabbitmq/bin:$PATH
}

# Lines of rabbitmq.conf: TLS, where a client's certificate is a login too (SASL EXTERNAL), its common name being the user's.
tlsConfiguration() { # ADDRESS:PORT FOLDER CERTIFICATE MANDATORY
  printf '%s\n' "listeners.ssl.local = $1" "ssl_options.cacertfile = $2/ca.crt" \
    "ssl_options.certfile = $2/$3.crt" "ssl_options.keyfile = $2/$3.key" \
    'ssl_options.verify = verify_peer' "ssl_options.fail_if_no_peer_cert = $4" \
    'auth_mechanisms.1 = PLAIN' 'auth_mechanisms.2 = AMQPLAIN' 'auth_mechanisms.3 = EXTERNAL' 'ssl_cert_login_from = common_name'
}

# True once the server answers AMQP's greeting with its own first frame (type 1, method, on channel 0).
rabbitmqAnswers() { # HOST PORT
  local answer
  exec {amqp}<>"/dev/tcp/$1/$2" || return
  printf 'AMQP\0\0\11\1' >&$amqp
  IFS= LC_ALL=C read -r -t 5 -N 1 -u $amqp answer || true
  exec {amqp}>&-
  [ "$answer" = $'\1' ]
} 2>/dev/null
