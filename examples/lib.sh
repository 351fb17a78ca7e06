# What the examples share: curl, and nothing that a POSIX system does not have.
set -eu

server=${EVENKEEL_URL:-http://127.0.0.1:8080}
data=$(dirname "$0")/data

# Calls the server; a refusal is shown and ends the script.
call() {
  if ! answer=$(curl --fail-with-body -sS "$@"); then
    printf '%s\n' "$answer" >&2
    return 1
  fi
  printf '%s\n' "$answer"
}

# text NAME JSON: the first text of that name.
text() {
  printf '%s' "$2" | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | sed 's/^[^:]*:"//; s/"$//'
}

# number NAME JSON: the first number of that name.
number() {
  printf '%s' "$2" | grep -o "\"$1\":-\{0,1\}[0-9][-+.0-9eE]*" | head -n 1 | sed 's/^[^:]*://'
}

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

# at_least WHAT GOT GOAL
at_least() {
  [ -n "$2" ] || fail "there is no $1"
  awk -v got="$2" -v goal="$3" 'BEGIN { exit !(got >= goal) }' || fail "$1 is $2, less than $3"
  printf '%s %s (goal %s)\n' "$1" "$2" "$3"
}

# upload NAME FILE TASK TARGET: prints the dataset's id.
upload() {
  uploaded=$(call "$server/api/v1/datasets" \
    -F "spec={\"name\":\"$1\",\"format\":\"csv\",\"task\":\"$3\",\"target\":\"$4\"};type=application/json" \
    -F "file=@$data/$2;type=text/csv")
  text id "$uploaded"
}

# store SPEC FILE: uploads a file that needs more said about it; prints the dataset's id.
store() {
  stored=$(call "$server/api/v1/datasets" -F "spec=$1;type=application/json" -F "file=@$2")
  text id "$stored"
}

# submit SPEC: prints the job's id.
submit() {
  submitted=$(call "$server/api/v1/jobs" -H 'Content-Type: application/json' -d "$1")
  text id "$submitted"
}

# finish JOB: waits for the end, which must be success; prints the job.
finish() {
  while :; do
    job=$(call "$server/api/v1/jobs/$1?wait=30")
    case $job in
      *'"terminal":true'*) break ;;
    esac
    printf 'job %s is %s\n' "$1" "$(text status "$job")" >&2
  done
  [ "$(text status "$job")" = succeeded ] || fail "the job did not succeed: $job"
  printf '%s\n' "$job"
}
