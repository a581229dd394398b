#include "check_worker.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/json.h"
#include "table.h"

namespace licet {

namespace {

// A row of CSV is about as long.
constexpr std::size_t kRowBytes = 512;

Colour ColourOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRelease:
      return Colour::kGreen;
    case Verdict::kHold:
      return Colour::kYellow;
    case Verdict::kBlock:
      return Colour::kRed;
  }
  return Colour::kPlain;
}

// What all orders of a kind have in common: the columns from `outcome` on.
std::string CsvTail(const DecisionKind& d) {
  std::vector<std::string> gates;
  std::vector<std::string> codes;
  std::vector<std::string> reviews;
  std::vector<std::string> provisions;
  std::vector<std::string> missing;
  for (const GateKind* gate : d.gates) {
    const Determination& g = gate->answer.determination;
    const std::string& name = g.pack->regime;
    gates.push_back(fmt::format(
        "{}={}", name,
        g.outcome == Outcome::kException ? "exception " + g.exception : ToString(g.outcome)));
    for (const std::string& code : g.codes) codes.push_back(code);
    if (!g.review.empty()) reviews.push_back(fmt::format("{}={}", name, g.review));
    for (int number : gate->fired) {
      provisions.push_back(g.pack->provisions[static_cast<std::size_t>(number)].id);
    }
    missing.insert(missing.end(), gate->answer.missing.begin(), gate->answer.missing.end());
  }
  std::string tail;
  for (const std::string& field :
       {std::string(ToString(d.verdict)), Join(gates, ";"), Join(codes, ";"), Join(reviews, ";"),
        Join(provisions, ";"), Join(missing, ";"), d.reason, Join(d.next_steps, " ")}) {
    tail += ',';
    CsvWriter::AppendField(field, &tail);
  }
  return tail + ',';
}

// Tens of thousands of kinds are kept: once their text stands, the words it was
// made of are too much.
void DropWords(DecisionKind* kind) {
  kind->text.shrink_to_fit();
  std::string().swap(kind->reason);
  std::vector<std::string>().swap(kind->next_steps);
}

std::string_view CodeNameOf(const Refusal& refusal) {
  return NamesOf<RefusalCode>::kNames[static_cast<std::size_t>(refusal.code)];
}

bool IsMark(char c) {
  return c != '\0' && static_cast<unsigned char>(c) < static_cast<unsigned char>('\t');
}

// Puts the numbers of authorisations where the marks stand; in CSV they always
// stand inside quotes, for the sentence around them has a comma.
void AppendNumbered(std::string_view text, const std::vector<std::string_view>& numbers, bool csv,
                    std::string* out) {
  for (const char c : text) {
    const auto regime = static_cast<std::size_t>(c - DecisionKind::kNumberMark);
    if (!IsMark(c) || regime >= numbers.size()) {
      *out += c;
      continue;
    }
    for (const char letter : numbers[regime]) {
      if (csv && letter == '"') *out += '"';
      *out += letter;
    }
  }
}

}  // namespace

std::string CheckCsvHeader(bool ledger) {
  return fmt::format(
      "order,date,item,outcome,gates,codes,review,provisions,missing,reason,next_steps,"
      "screening{}\n",
      ledger ? ",ledger" : "");
}

std::string SpareTexts::Take() {
  const std::lock_guard lock(mutex_);
  if (texts_.empty()) return "";
  std::string text = std::move(texts_.back());
  texts_.pop_back();
  return text;
}

void SpareTexts::Give(std::string text) {
  text.clear();
  const std::lock_guard lock(mutex_);
  texts_.push_back(std::move(text));
}

CheckWorker::CheckWorker(const Console& console, const CheckOptions& options, Engine engine,
                         const Clocks& clocks, KindPool* pool, AskLedger ledger)
    : console_(console),
      options_(options),
      engine_(std::move(engine)),
      judge_(engine_, clocks, pool),
      ledger_(std::move(ledger)) {}

Status CheckWorker::Take(const OrderRecord& record) {
  if (!ledger_) return judge_.Take(record);
  Order order;
  LICET_RETURN_IF_ERROR(ParseOrder(record, &order));
  LICET_ASSIGN_OR_RETURN(Settled settled, ledger_(engine_, &order));
  *judge_.Next() = std::move(order);
  LICET_RETURN_IF_ERROR(judge_.Take());
  settled_.push_back(std::move(settled));
  return {};
}

Result<std::unique_ptr<PartOutcome>> CheckWorker::Run(const OrderPart& part) {
  auto out = std::make_unique<CheckedPart>(spare_);
  out->end = part.end;
  out->end_line = part.end_line;
  out->hash = part.hash;
  judge_.Clear();
  OrderScanner scanner(part);
  OrderRecord record;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, scanner.Next(&record));
    if (more) {
      LICET_RETURN_IF_ERROR(Take(record));
      out->ids.push_back(HashOfId(judge_.id(judge_.size() - 1)));
    }
    if (!more || judge_.size() == BatchJudge::kBlock) Flush(out.get());
    if (!more) return out;
  }
}

void CheckWorker::Flush(CheckedPart* out) {
  judge_.Run();
  // What the gates let go without evidence, the ledger cannot hold back by evidence.
  for (std::size_t i = 0; i < settled_.size(); ++i) {
    if (!settled_[i].refusal || judge_.kind(i).verdict != Verdict::kRelease) continue;
    judge_.HoldBack(i, fmt::format("the gates let it go; the ledger holds it back ({})",
                                   CodeNameOf(*settled_[i].refusal)));
  }
  if (options_.common.format == OutputFormat::kCsv) out->text.reserve(judge_.size() * kRowBytes);
  for (std::size_t i = 0; i < judge_.size(); ++i) {
    ++out->counts[static_cast<std::size_t>(judge_.kind(i).verdict)];
    const bool json = options_.common.format == OutputFormat::kJson;
    if (json || !options_.report.empty()) AppendJson(i, out);
    if (options_.common.format == OutputFormat::kCsv) AppendCsv(i, &out->text);
    if (options_.common.format == OutputFormat::kTable) AppendTable(i, &out->text);
  }
  judge_.Clear();
  settled_.clear();
}

void CheckWorker::AppendCsv(std::size_t i, std::string* out) {
  DecisionKind& kind = judge_.kind(i);
  if (kind.text.empty()) {
    kind.text = CsvTail(kind);
    if (options_.report.empty()) DropWords(&kind);
  }
  CsvWriter::AppendField(judge_.id(i), out);
  *out += ',';
  judge_.date(i).AppendTo(out);
  *out += ',';
  CsvWriter::AppendField(judge_.item(i).model, out);
  if (judge_.has_authorisation(i)) {
    AppendNumbered(kind.text, judge_.authorisations(i), true, out);
  } else {
    *out += kind.text;
  }
  screened_.clear();
  judge_.AppendScreening(i, &screened_);
  CsvWriter::AppendField(screened_, out);
  if (ledger_) AppendSettledCsv(settled_[i], out);
  *out += '\n';
}

// Two lines an order: what it is with the outcome at the right edge, and why.
void CheckWorker::AppendTable(std::size_t i, std::string* out) {
  const Order& o = judge_.order(i);
  const DecisionKind& d = judge_.kind(i);
  const std::string verdict(ToString(d.verdict));
  std::string buyer = o.end_user.empty() ? o.purchaser : o.end_user;
  if (buyer.empty()) buyer = "a buyer not stated";
  if (!o.place_of_use.empty()) buyer += ", " + o.place_of_use;
  std::string head = fmt::format("{}  {}  {} x {}  to {}", o.id, o.date.ToString(),
                                 o.quantity.ToGroupedString(), judge_.item(i).model, buyer);
  const int room = console_.width - static_cast<int>(verdict.size()) - 2;
  head = Wrap(head, room, 2);
  const std::size_t last = head.rfind('\n');
  const int used = DisplayWidth(last == std::string::npos ? head : head.substr(last + 1));
  const int pad = std::max(console_.width - static_cast<int>(verdict.size()) - used, 2);
  std::string reason;
  AppendNumbered(d.reason, judge_.authorisations(i), false, &reason);
  *out += Paint(console_, Colour::kBold, head) + std::string(static_cast<std::size_t>(pad), ' ') +
          Paint(console_, ColourOf(d.verdict), verdict) + "\n  " +
          Paint(console_, Colour::kDim, Wrap(reason, console_.width, 2)) + "\n";
  AppendHits(o, out);
  if (ledger_) AppendSettledLine(settled_[i], out);
}

// The best hit of each party, a line each.
void CheckWorker::AppendHits(const Order& order, std::string* out) const {
  std::vector<std::string> told;
  for (const std::string* id :
       {&order.end_user, &order.consignee, &order.purchaser, &order.exporter}) {
    if (id->empty() || std::find(told.begin(), told.end(), *id) != told.end()) continue;
    told.push_back(*id);
    const auto party = engine_.parties().Find(*id);
    const std::vector<PartyHit>* hits = party ? engine_.HitsOf(**party) : nullptr;
    if (hits == nullptr) continue;
    for (const PartyHit& hit : *hits) {
      if (!hit.on_list.Contains(order.date)) continue;
      const std::string line = fmt::format("{} {}: {}, {}, {}", *id, ToString(hit.state),
                                           hit.entry_name, hit.list_title, ScoreText(hit.score));
      *out += "  " + Paint(console_, Colour::kYellow, Wrap(line, console_.width - 2, 4)) + "\n";
      break;
    }
  }
}

void CheckWorker::AppendJson(std::size_t i, CheckedPart* out) {
  if (options_.common.format == OutputFormat::kJson) {
    out->text += ",\n";
    judge_.AppendJson(i, &out->text);
    if (ledger_) AppendSettledJson(settled_[i], &out->text);
  }
  if (!options_.report.empty()) judge_.AppendJson(i, &out->json.emplace_back());
}

void CheckWorker::AppendSettledCsv(const Settled& settled, std::string* out) const {
  *out += ',';
  CsvWriter::AppendField(
      settled.refusal
          ? fmt::format("{}: {}", CodeNameOf(*settled.refusal), settled.refusal->sentence)
          : Join({std::string(ToString(settled.state)), Join(settled.authorisations, " ")}, " "),
      out);
}

void CheckWorker::AppendSettledLine(const Settled& settled, std::string* out) const {
  std::string line;
  if (settled.refusal) {
    line = "ledger: " + settled.refusal->sentence;
  } else if (settled.state != Settled::State::kRecorded) {
    line = fmt::format(
        "ledger: {} as record {}{}", Unhyphenated(ToString(settled.state)), *settled.sequence,
        settled.authorisations.empty() ? ", no licence needed"
                                       : ", served by " + Join(settled.authorisations, ", "));
  }
  if (line.empty()) return;
  const Colour colour = settled.refusal ? Colour::kYellow : Colour::kGreen;
  *out += "  " + Paint(console_, colour, Wrap(line, console_.width - 2, 4)) + "\n";
}

void CheckWorker::AppendSettledJson(const Settled& settled, std::string* out) const {
  out->pop_back();  // the object goes on
  *out += fmt::format(",\"ledger\":{{\"state\":\"{}\",\"sequence\":{},\"authorisations\":[",
                      ToString(settled.state),
                      settled.sequence ? std::to_string(*settled.sequence) : "null");
  for (std::size_t i = 0; i < settled.authorisations.size(); ++i) {
    *out += (i > 0 ? "," : "") + JsonString(settled.authorisations[i]);
  }
  *out += ']';
  if (settled.refusal) {
    *out += fmt::format(",\"code\":\"{}\",\"sentence\":{}", CodeNameOf(*settled.refusal),
                        JsonString(settled.refusal->sentence));
  }
  *out += "}}";
}

}  // namespace licet
