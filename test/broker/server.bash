# The stand-alone server's life. Everything is in $dir: `ports` is the only thing that must outlive `down`, beside
# the data, for the server's name and its addresses to stay the same.

files=(ports pki rabbitmq.conf plugins mnesia log conf.d advanced.config .erlang.cookie .cache .config server.pid epmd.pid server.log epmd.log)

start() { # [--management] [--tls | --mutual-tls]
  local option tls='' plugins=()
  for option in "$@"; do
    case $option in
      --management) plugins+=(rabbitmq_management) ;;
      --tls) tls=false plugins+=(rabbitmq_auth_mechanism_ssl) ;;
      --mutual-tls) tls=true plugins+=(rabbitmq_auth_mechanism_ssl) ;;
      *) usage ;;
    esac
  done
  mkdir -p "$dir/log"
  ! alive "$dir/server.pid" || fail "already running in $dir; 'broker stop $dir' ends it"
  [ -s "$dir/ports" ] || choosePorts >"$dir/ports"
  eval "$(<"$dir/ports")"
  [ -z "$tls" ] || [ -d "$dir/pki" ] || certificates
  configuration "$tls" >"$dir/rabbitmq.conf"
  (IFS=,; echo "[${plugins[*]}].") >"$dir/plugins"
  settings
  alive "$dir/epmd.pid" || launch epmd epmd -port "$EPMD_PORT" -address 127.0.0.1
  launch server rabbitmq-server
  waitUntil 90 readyOrDead || true
  ready || { tail -n 20 "$dir/server.log" >&2; down KILL; fail "RabbitMQ did not start; see $dir/server.log"; }
  echo "AMQP_HOST=127.0.0.1"
  echo "AMQP_PORT=$AMQP_PORT"
  [ -z "$tls" ] || echo "AMQPS_PORT=$AMQPS_PORT"
  ! enabled rabbitmq_management || echo "MANAGEMENT_PORT=$MANAGEMENT_PORT"
}

down() { # SIGNAL
  signal "$1" "$dir/server.pid"
  finish "$dir/server.pid" 30
  finish "$dir/epmd.pid" 5
}

stop() {
  down TERM
  (cd "$dir" 2>/dev/null && rm -rf "${files[@]}") || true
  rmdir "$dir" 2>/dev/null || true
}

# All at once, so that the system gives as many different ones.
choosePorts() {
  erl -noinput -boot no_dot_erlang -eval '
    Listen = fun(_) -> {ok, S} = gen_tcp:listen(0, [{ip, {127,0,0,1}}]), {ok, P} = inet:port(S), P end,
    io:format("AMQP_PORT=~b AMQPS_PORT=~b MANAGEMENT_PORT=~b EPMD_PORT=~b DIST_PORT=~b~n", lists:map(Listen, [1,2,3,4,5])), halt().'
}

# The server's name is its address alone: `localhost` is not it. The client's user is jobs.
certificates() {
  local pki=$dir/pki
  mkdir "$pki"
  authority ca
  authority other
  certificate server /CN=server IP:127.0.0.1
  certificate client /CN=jobs DNS:jobs
}

configuration() { # TLS: empty, or whether clients must have a certificate
  echo "listeners.tcp.local = 127.0.0.1:$AMQP_PORT"
  echo "management.tcp.ip = 127.0.0.1"
  echo "management.tcp.port = $MANAGEMENT_PORT"
  [ -z "$1" ] || tlsConfiguration "127.0.0.1:$AMQPS_PORT" "$dir/pki" server "$1"
}

settings() {
  [ -s "$dir/ports" ] || fail "no broker in $dir"
  eval "$(<"$dir/ports")"
  rabbitmqEnvironment "$dir" "events-$AMQP_PORT@localhost"
  export ERL_EPMD_PORT=$EPMD_PORT RABBITMQ_DIST_PORT=$DIST_PORT
}

connected() { alive "$dir/server.pid" || fail "not running in $dir"; settings; }

# In a session of its own, with nothing of the caller's but the environment: it must not die with a terminal, nor
# hold a pipe open on which somebody waits for the caller's end.
launch() { # NAME COMMAND...
  local name=$1
  shift
  (cd / && exec setsid "$@" </dev/null >>"$dir/$name.log" 2>&1) &
  identity $! >"$dir/$name.pid" || true
}

enabled() { grep -q "$1" "$dir/plugins"; } # PLUGIN
ready() { rabbitmqAnswers 127.0.0.1 "$AMQP_PORT" && { ! enabled rabbitmq_management || managementAnswers; }; }
managementAnswers() { exec {web}<>"/dev/tcp/127.0.0.1/$MANAGEMENT_PORT" && exec {web}>&-; } 2>/dev/null
readyOrDead() { ready || gone "$dir/server.pid"; }
