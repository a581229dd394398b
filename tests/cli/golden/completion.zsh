autoload -U +X bashcompinit && bashcompinit
_licet() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" words="" files="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case "${path:+$path }$word" in "check"|"classify"|"explain"|"item"|"item show"|"item compare"|"item rank"|"regime"|"regime test"|"completion") path="${path:+$path }$word" ;; esac
  done
  case "$path" in
    "") words="check classify explain item regime completion --help --version" files= ;;
    "check") words="--help --parties --owners --format --chips --as-of --known-at --reading --report" files=yes ;;
    "classify") words="--help --item --regime --format --chips --as-of --known-at --reading" files= ;;
    "explain") words="--help --orders --parties --owners --regime --all --format --chips --as-of --known-at --reading" files= ;;
    "item") words="show compare rank --help" files= ;;
    "item show") words="--help --format --chips" files= ;;
    "item compare") words="--help --format --chips" files= ;;
    "item rank") words="--help --vendor --as-of --format --chips" files= ;;
    "regime") words="test --help" files= ;;
    "regime test") words="--help --cases" files= ;;
    "completion") words="bash zsh fish --help" files= ;;
  esac
  case "${COMP_WORDS[COMP_CWORD-1]}" in
    --as-of) words="" files= ;;
    --cases) words="" files=yes ;;
    --chips) words="" files=yes ;;
    --format) words="table json csv" files= ;;
    --item) words="" files= ;;
    --known-at) words="" files= ;;
    --orders) words="" files=yes ;;
    --owners) words="" files=yes ;;
    --parties) words="" files=yes ;;
    --reading) words="enforced codified" files= ;;
    --regime) words="" files= ;;
    --report) words="" files=yes ;;
    --vendor) words="" files= ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _licet licet
