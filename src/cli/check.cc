// licet check: a decision for every order of a file.

#include <fmt/format.h>

#include <map>
#include <set>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/grounds.h"
#include "licet/gate/json.h"
#include "report.h"
#include "table.h"

namespace licet {

namespace {

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

std::string Grouped(Decimal number) { return number.ToGroupedString(); }

// Two lines an order: what it is with the outcome at the right edge, and why.
std::string OrderText(const Console& console, const Decision& d) {
  const Order& o = d.order;
  const std::string verdict(ToString(d.verdict));
  std::string buyer = o.end_user.empty() ? o.purchaser : o.end_user;
  if (buyer.empty()) buyer = "a buyer not stated";
  if (!o.place_of_use.empty()) buyer += ", " + o.place_of_use;
  std::string head = fmt::format("{}  {}  {} x {}  to {}", o.id, o.date.ToString(),
                                 Grouped(o.quantity), d.item->model, buyer);
  const int room = console.width - static_cast<int>(verdict.size()) - 2;
  head = Wrap(head, room, 2);
  const std::size_t last = head.rfind('\n');
  const int used = DisplayWidth(last == std::string::npos ? head : head.substr(last + 1));
  const int pad = std::max(console.width - static_cast<int>(verdict.size()) - used, 2);
  return Paint(console, Colour::kBold, head) + std::string(static_cast<std::size_t>(pad), ' ') +
         Paint(console, ColourOf(d.verdict), verdict) + "\n  " +
         Paint(console, Colour::kDim, Wrap(d.reason, console.width, 2)) + "\n";
}

std::vector<std::string> CsvRow(const Engine& engine, const Decision& d) {
  std::vector<std::string> gates;
  std::vector<std::string> codes;
  std::vector<std::string> reviews;
  std::vector<std::string> provisions;
  std::vector<std::string> missing;
  for (const GateAnswer& gate : d.gates) {
    const Determination& g = gate.determination;
    const std::string& name = g.pack->regime;
    gates.push_back(fmt::format(
        "{}={}", name,
        g.outcome == Outcome::kException ? "exception " + g.exception : ToString(g.outcome)));
    for (const std::string& code : g.codes) codes.push_back(code);
    if (!g.review.empty()) reviews.push_back(fmt::format("{}={}", name, g.review));
    for (const Ground& ground : GroundsOf(engine.schema(), gate)) {
      if (ground.fires == Truth::kTrue) {
        provisions.push_back(g.pack->provisions[static_cast<std::size_t>(ground.provision)].id);
      }
    }
    missing.insert(missing.end(), gate.missing.begin(), gate.missing.end());
  }
  return {d.order.id,
          d.order.date.ToString(),
          d.item->model,
          std::string(ToString(d.verdict)),
          Join(gates, ";"),
          Join(codes, ";"),
          Join(reviews, ";"),
          Join(provisions, ";"),
          Join(missing, ";"),
          d.reason,
          Join(d.next_steps, " ")};
}

// Judges order by order and keeps of each only the text that is shown at the end.
class CheckRun {
 public:
  CheckRun(Console& console, const CheckOptions& options) : console_(console), options_(options) {}

  Status Run() {
    LICET_ASSIGN_OR_RETURN(Clocks clocks, ReadClocks(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(OrderReader reader,
                           OrderReader::Open(console_.disk, options_.files.orders));
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadEngine(console_, options_.common, options_.files));
    // Nothing half-written: the whole file is judged before anything is shown.
    Order order;
    while (true) {
      LICET_ASSIGN_OR_RETURN(bool more, reader.Next(&order));
      if (!more) break;
      if (!ids_.insert(order.id).second) {
        return Fail(ErrorCode::kDuplicate,
                    fmt::format("two orders have the id {}; rename one", Quoted(order.id)),
                    order.place);
      }
      LICET_ASSIGN_OR_RETURN(Decision decision, Judge(engine, order, clocks));
      Take(engine, decision);
      Progress();
    }
    if (ids_.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "the file has a header but no order",
                  {options_.files.orders, 1, 0});
    }
    LICET_RETURN_IF_ERROR(WriteReport(engine, clocks));
    Print();
    return {};
  }

  bool AllReleased() const {
    const auto released = counts_.find("release");
    return released != counts_.end() && released->second == static_cast<int>(ids_.size());
  }

 private:
  void Take(const Engine& engine, const Decision& decision) {
    ++counts_[std::string(ToString(decision.verdict))];
    const bool json = options_.common.format == OutputFormat::kJson;
    if (json || !options_.report.empty()) json_.push_back(DecisionJson(engine, decision));
    if (options_.common.format == OutputFormat::kCsv) {
      CsvWriter(&csv_).Write(CsvRow(engine, decision));
    }
    if (options_.common.format == OutputFormat::kTable) table_ += OrderText(console_, decision);
  }

  void Progress() const {
    if (console_.progress && ids_.size() % 500 == 0) {
      console_.err << fmt::format("\r{} orders judged", ids_.size()) << std::flush;
    }
  }

  Status WriteReport(const Engine& engine, const Clocks& clocks) {
    if (console_.progress && ids_.size() >= 500) console_.err << "\r\x1b[K";
    if (options_.report.empty()) return {};
    const std::size_t slash = options_.files.orders.rfind('/');
    const ReportHeader header{options_.files.orders.substr(slash + 1), console_.clock.Today(),
                              clocks.known_at, clocks.reading};
    return console_.disk.WriteAtomically(options_.report,
                                         RenderReport(ReportJson(engine, header, json_)));
  }

  void Print() {
    switch (options_.common.format) {
      case OutputFormat::kTable:
        PrintTable();
        break;
      case OutputFormat::kJson:
        console_.out << "[";
        for (std::size_t i = 0; i < json_.size(); ++i) {
          console_.out << (i == 0 ? "\n" : ",\n") << json_[i];
        }
        console_.out << "\n]\n";
        break;
      case OutputFormat::kCsv:
        console_.out << "order,date,item,outcome,gates,codes,review,provisions,missing,reason,"
                        "next_steps\n"
                     << csv_;
        break;
    }
  }

  void PrintTable() {
    console_.out << table_;
    console_.out << fmt::format("\n{} {}: {} release, {} hold, {} block.\n", ids_.size(),
                                ids_.size() == 1 ? "order" : "orders", counts_["release"],
                                counts_["hold"], counts_["block"]);
    if (!options_.report.empty()) console_.out << "Report: " << options_.report << "\n";
    console_.out << Wrap(
                        "licet explain ID shows one decision in full. This is software, not legal "
                        "advice.",
                        console_.width)
                 << "\n";
  }

  Console& console_;
  const CheckOptions& options_;
  std::set<std::string> ids_;
  std::map<std::string, int> counts_;
  std::string table_;
  std::vector<std::string> json_;
  std::string csv_;
};

}  // namespace

int RunCheck(Console& console, const CheckOptions& options) {
  CheckRun run(console, options);
  if (Status status = run.Run(); !status) return Report(console, status.error());
  return run.AllReleased() ? kExitOk : kExitNo;
}

}  // namespace licet
