autoload -U +X bashcompinit && bashcompinit
_licet() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" words="" files="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case "${path:+$path }$word" in "check"|"replay"|"classify"|"explain"|"item"|"item show"|"item compare"|"item rank"|"party"|"party tree"|"party owners"|"party restricted"|"regime"|"regime test"|"regime list"|"regime show"|"regime timeline"|"regime lint"|"regime calendar"|"screen"|"lists"|"lists fetch"|"lists import"|"lists status"|"lists delta"|"lists clear"|"lists cleared"|"completion") path="${path:+$path }$word" ;; esac
  done
  case "$path" in
    "") words="check replay classify explain item party regime screen lists completion --help --version" files= ;;
    "check") words="--help --parties --owners --lists --no-screening --format --overlay --chips --as-of --known-at --reading --report --output --resume --jobs" files=yes ;;
    "replay") words="--help --under --against --parties --owners --lists --no-screening --format --chips --top --list --report --jobs" files=yes ;;
    "classify") words="--help --item --regime --format --overlay --chips --as-of --known-at --reading" files= ;;
    "explain") words="--help --orders --parties --owners --lists --no-screening --regime --all --format --overlay --chips --as-of --known-at --reading" files= ;;
    "item") words="show compare rank --help" files= ;;
    "item show") words="--help --format --chips" files= ;;
    "item compare") words="--help --format --chips" files= ;;
    "item rank") words="--help --vendor --as-of --format --chips" files= ;;
    "party") words="tree owners restricted --help" files= ;;
    "party tree") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "party owners") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "party restricted") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "regime") words="test list show timeline lint calendar --help" files= ;;
    "regime test") words="--help --cases --coverage --lacking --regime --format --overlay" files= ;;
    "regime list") words="--help --format --overlay --as-of --known-at --reading" files= ;;
    "regime show") words="--help --format --overlay --as-of --known-at --reading" files= ;;
    "regime timeline") words="--help --from --to --format --overlay --as-of --known-at --reading --report" files= ;;
    "regime lint") words="--help --format --overlay" files= ;;
    "regime calendar") words="--help --from --to --format --overlay --known-at --reading --ics" files= ;;
    "screen") words="--help --name --country --address --identifier --pairs --lists --top --min --match-at --cleared --keep --delta --as-of --format --jobs" files=yes ;;
    "lists") words="fetch import status delta clear cleared --help" files= ;;
    "lists fetch") words="--help --lists --from --sources --sha256 --accept-shrunk --format" files= ;;
    "lists import") words="--help --lists --published --format" files=yes ;;
    "lists status") words="--help --lists --format" files= ;;
    "lists delta") words="--help --format --top" files=yes ;;
    "lists clear") words="--help --name --country --entry --who --why --until --lists --cleared --format" files= ;;
    "lists cleared") words="--help --lists --cleared --format" files= ;;
    "completion") words="bash zsh fish --help" files= ;;
  esac
  case "${COMP_WORDS[COMP_CWORD-1]}" in
    --address) words="" files= ;;
    --against) words="" files= ;;
    --as-of) words="" files= ;;
    --cases) words="" files=yes ;;
    --chips) words="" files=yes ;;
    --cleared) words="" files=yes ;;
    --country) words="" files= ;;
    --delta) words="" files=yes ;;
    --entry) words="" files= ;;
    --format) words="table json csv" files= ;;
    --from) words="" files= ;;
    --ics) words="" files=yes ;;
    --identifier) words="" files= ;;
    --item) words="" files= ;;
    --jobs) words="" files= ;;
    --keep) words="" files=yes ;;
    --known-at) words="" files= ;;
    --list) words="" files=yes ;;
    --listed) words="" files= ;;
    --lists) words="" files=yes ;;
    --match-at) words="" files= ;;
    --min) words="" files= ;;
    --name) words="" files= ;;
    --orders) words="" files=yes ;;
    --output) words="" files=yes ;;
    --overlay) words="" files=yes ;;
    --owners) words="" files=yes ;;
    --pairs) words="" files=yes ;;
    --parties) words="" files=yes ;;
    --published) words="" files= ;;
    --reading) words="enforced codified" files= ;;
    --regime) words="" files= ;;
    --report) words="" files=yes ;;
    --sha256) words="" files= ;;
    --sources) words="" files=yes ;;
    --to) words="" files= ;;
    --top) words="" files= ;;
    --under) words="" files= ;;
    --until) words="" files= ;;
    --vendor) words="" files= ;;
    --who) words="" files= ;;
    --why) words="" files= ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _licet licet
