autoload -U +X bashcompinit && bashcompinit
_licet() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" words="" files="" word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; esac
    case "${path:+$path }$word" in "check"|"replay"|"classify"|"explain"|"item"|"item show"|"item compare"|"item respec"|"item rank"|"party"|"party tree"|"party owners"|"party restricted"|"regime"|"regime test"|"regime list"|"regime show"|"regime timeline"|"regime lint"|"regime calendar"|"regime design"|"regime patch"|"regime diff"|"regime frontier"|"regime prove"|"screen"|"lists"|"lists fetch"|"lists import"|"lists status"|"lists delta"|"lists clear"|"lists cleared"|"licence"|"licence apply"|"licence submit"|"licence return"|"licence stop-clock"|"licence start-clock"|"licence deny"|"licence suspend"|"licence resume"|"licence approve"|"licence amend"|"licence condition"|"licence revoke"|"licence transfer"|"licence replace"|"licence show"|"licence list"|"licence export"|"order"|"order place"|"order ship"|"order arrive"|"order cancel"|"order reverse"|"order export"|"order expire"|"order list"|"limit"|"limit show"|"limit define"|"limit credit"|"policy"|"policy show"|"policy set"|"policy confirm"|"round"|"round allocate"|"round show"|"funnel"|"funnel import"|"places"|"journal"|"journal keygen"|"journal checkpoint"|"journal prove"|"journal check"|"journal verify"|"journal consistency"|"journal export"|"journal replay"|"completion") path="${path:+$path }$word" ;; esac
  done
  case "$path" in
    "") words="check replay classify explain item party regime screen lists licence order limit policy round funnel places journal completion --help --version" files= ;;
    "check") words="--help --parties --owners --lists --no-screening --format --overlay --chips --as-of --known-at --reading --report --output --resume --jobs --db --by --why --day --id --hold-until" files=yes ;;
    "replay") words="--help --under --against --parties --owners --lists --no-screening --format --chips --top --list --report --jobs" files=yes ;;
    "classify") words="--help --item --regime --format --overlay --chips --as-of --known-at --reading" files= ;;
    "explain") words="--help --orders --parties --owners --lists --no-screening --regime --all --format --overlay --chips --as-of --known-at --reading" files= ;;
    "item") words="show compare respec rank --help" files= ;;
    "item show") words="--help --format --chips" files= ;;
    "item compare") words="--help --format --chips" files= ;;
    "item respec") words="--help --to --where --from --time-limit --as-of --known-at --reading --domain --overlay --chips --format" files= ;;
    "item rank") words="--help --vendor --as-of --format --chips" files= ;;
    "party") words="tree owners restricted --help" files= ;;
    "party tree") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "party owners") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "party restricted") words="--help --parties --owners --lists --no-screening --as-of --listed --format" files= ;;
    "regime") words="test list show timeline lint calendar design patch diff frontier prove --help" files= ;;
    "regime test") words="--help --cases --coverage --lacking --regime --format --overlay" files= ;;
    "regime list") words="--help --format --overlay --as-of --known-at --reading" files= ;;
    "regime show") words="--help --format --overlay --as-of --known-at --reading" files= ;;
    "regime timeline") words="--help --from --to --format --overlay --as-of --known-at --reading --report" files= ;;
    "regime lint") words="--help --format --overlay --solver --time-limit" files= ;;
    "regime calendar") words="--help --from --to --format --overlay --known-at --reading --ics --db" files= ;;
    "regime design") words="--help --maximize --minimize --subject-to --like --where --from --time-limit --as-of --known-at --reading --domain --overlay --chips --format" files= ;;
    "regime patch") words="--help --format --overlay" files=yes ;;
    "regime diff") words="--help --where --by --regions --time-limit --domain --format" files= ;;
    "regime frontier") words="--help --to --answer --on --where --from --time-limit --known-at --report --domain --overlay --chips --format" files= ;;
    "regime prove") words="--help --when --always --never --implies --equivalent --disjoint --time-limit --smt --domain --format" files= ;;
    "screen") words="--help --name --country --address --identifier --pairs --lists --top --min --match-at --cleared --keep --delta --as-of --format --jobs" files=yes ;;
    "lists") words="fetch import status delta clear cleared --help" files= ;;
    "lists fetch") words="--help --lists --from --sources --sha256 --accept-shrunk --format" files= ;;
    "lists import") words="--help --lists --published --format" files=yes ;;
    "lists status") words="--help --lists --format" files= ;;
    "lists delta") words="--help --format --top" files=yes ;;
    "lists clear") words="--help --name --country --entry --who --why --until --lists --cleared --format" files= ;;
    "lists cleared") words="--help --lists --cleared --format" files= ;;
    "licence") words="apply submit return stop-clock start-clock deny suspend resume approve amend condition revoke transfer replace show list export --help" files= ;;
    "licence apply") words="--help --db --by --why --day --id --format --regime --type --exception --holder --item --purchaser --destination --units --value --document" files= ;;
    "licence submit") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence return") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence stop-clock") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence start-clock") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence deny") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence suspend") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence resume") words="--help --db --by --why --day --id --format --document" files= ;;
    "licence approve") words="--help --db --by --why --day --id --format --number --terms --from --until --item --purchaser --destination --units --value --document" files= ;;
    "licence amend") words="--help --db --by --why --day --id --format --number --terms --from --until --item --purchaser --destination --units --value --document" files= ;;
    "licence condition") words="--help --db --by --why --day --id --format --state --draft --document" files= ;;
    "licence revoke") words="--help --db --by --why --day --id --format --savings --until --dry-run --document" files= ;;
    "licence transfer") words="--help --db --by --why --day --id --format --to --document" files= ;;
    "licence replace") words="--help --db --by --why --day --id --format --with" files= ;;
    "licence show") words="--help --db --format --as-of" files= ;;
    "licence list") words="--help --db --format --as-of" files= ;;
    "licence export") words="--help --set --parties --db --format" files= ;;
    "order") words="place ship arrive cancel reverse export expire list --help" files= ;;
    "order place") words="--help --parties --owners --lists --no-screening --format --overlay --chips --as-of --known-at --reading --db --by --why --day --id --hold-until" files=yes ;;
    "order ship") words="--help --db --by --why --day --id --format --shipment --document" files= ;;
    "order arrive") words="--help --db --by --why --day --id --format --stage --place --document" files= ;;
    "order cancel") words="--help --db --by --why --day --id --format --units" files= ;;
    "order reverse") words="--help --db --by --why --day --id --format --flag --document" files= ;;
    "order export") words="--help --set --parties --db --format" files= ;;
    "order expire") words="--help --db --by --why --day --id --format" files= ;;
    "order list") words="--help --db --format" files= ;;
    "limit") words="show define credit --help" files= ;;
    "limit show") words="--help --db --format" files= ;;
    "limit define") words="--help --db --by --why --day --id --format" files= ;;
    "limit credit") words="--help --db --by --why --day --id --format --flag --document" files= ;;
    "policy") words="show set confirm --help" files= ;;
    "policy show") words="--help --db --format" files= ;;
    "policy set") words="--help --db --by --why --day --id --format --four-eyes --prefer --listed" files= ;;
    "policy confirm") words="--help --db --by --why --day --id --format --reject" files= ;;
    "round") words="allocate show --help" files= ;;
    "round allocate") words="--help --db --record --by --why --day --id --format" files=yes ;;
    "round show") words="--help --db --format" files= ;;
    "funnel") words="import --help --db --record --by --as-of --report --format" files= ;;
    "funnel import") words="--help --db --by --why --format" files=yes ;;
    "places") words="--help --order --db --format" files= ;;
    "journal") words="keygen checkpoint prove check verify consistency export replay --help" files= ;;
    "journal keygen") words="--help --format --out" files= ;;
    "journal checkpoint") words="--help --format --db --key --out" files= ;;
    "journal prove") words="--help --format --id --db --out" files= ;;
    "journal check") words="--help --format --key" files=yes ;;
    "journal verify") words="--help --format --db --key" files= ;;
    "journal consistency") words="--help --format --db --out" files=yes ;;
    "journal export") words="--help --format --db" files=yes ;;
    "journal replay") words="--help --db --format" files= ;;
    "completion") words="bash zsh fish --help" files= ;;
  esac
  case "${COMP_WORDS[COMP_CWORD-1]}" in
    --address) words="" files= ;;
    --against) words="" files= ;;
    --always) words="" files= ;;
    --answer) words="" files= ;;
    --as-of) words="" files= ;;
    --by) words="" files= ;;
    --cases) words="" files=yes ;;
    --chips) words="" files=yes ;;
    --cleared) words="" files=yes ;;
    --country) words="" files= ;;
    --day) words="" files= ;;
    --db) words="" files= ;;
    --delta) words="" files=yes ;;
    --destination) words="" files= ;;
    --disjoint) words="" files= ;;
    --document) words="" files= ;;
    --domain) words="" files= ;;
    --entry) words="" files= ;;
    --equivalent) words="" files= ;;
    --exception) words="" files= ;;
    --format) words="table json csv" files= ;;
    --four-eyes) words="" files= ;;
    --from) words="" files= ;;
    --hold-until) words="" files= ;;
    --holder) words="" files= ;;
    --ics) words="" files=yes ;;
    --id) words="" files= ;;
    --identifier) words="" files= ;;
    --implies) words="" files= ;;
    --item) words="" files= ;;
    --jobs) words="" files= ;;
    --keep) words="" files=yes ;;
    --key) words="" files=yes ;;
    --known-at) words="" files= ;;
    --like) words="" files= ;;
    --list) words="" files=yes ;;
    --listed) words="" files= ;;
    --lists) words="" files=yes ;;
    --match-at) words="" files= ;;
    --maximize) words="" files= ;;
    --min) words="" files= ;;
    --minimize) words="" files= ;;
    --name) words="" files= ;;
    --never) words="" files= ;;
    --number) words="" files= ;;
    --on) words="" files= ;;
    --order) words="" files= ;;
    --orders) words="" files=yes ;;
    --out) words="" files=yes ;;
    --output) words="" files=yes ;;
    --overlay) words="" files=yes ;;
    --owners) words="" files=yes ;;
    --pairs) words="" files=yes ;;
    --parties) words="" files=yes ;;
    --place) words="" files= ;;
    --prefer) words="" files= ;;
    --published) words="" files= ;;
    --purchaser) words="" files= ;;
    --reading) words="enforced codified" files= ;;
    --record) words="" files=yes ;;
    --regime) words="" files= ;;
    --regions) words="" files= ;;
    --report) words="" files=yes ;;
    --savings) words="" files= ;;
    --set) words="" files= ;;
    --sha256) words="" files= ;;
    --shipment) words="" files= ;;
    --smt) words="" files=yes ;;
    --sources) words="" files=yes ;;
    --stage) words="" files= ;;
    --state) words="" files= ;;
    --subject-to) words="" files= ;;
    --terms) words="" files=yes ;;
    --time-limit) words="" files= ;;
    --to) words="" files= ;;
    --top) words="" files= ;;
    --type) words="" files= ;;
    --under) words="" files= ;;
    --units) words="" files= ;;
    --until) words="" files= ;;
    --value) words="" files= ;;
    --vendor) words="" files= ;;
    --when) words="" files= ;;
    --where) words="" files= ;;
    --who) words="" files= ;;
    --why) words="" files= ;;
    --with) words="" files= ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _licet licet
