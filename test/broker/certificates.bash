# Certificates for a test's own use, made by openssl each time and never kept. All are in the folder $pki.

authority() { # NAME
  certificateRequest "$1" -x509 -days 30 -out "$pki/$1.crt" -subj "/CN=$1"
}

certificate() { # NAME SUBJECT ALTERNATIVE-NAMES, signed by `ca`
  certificateRequest "$1" -out "$pki/$1.csr" -subj "$2"
  openssl x509 -req -in "$pki/$1.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -CAcreateserial -days 30 \
    -out "$pki/$1.crt" -extfile <(echo "subjectAltName=$3") 2>/dev/null
}

certificateRequest() { # NAME ARGS...
  local name=$1
  shift
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$pki/$name.key" "$@" 2>/dev/null
}
