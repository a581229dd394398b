// licet check: a decision for every order of a file.

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <utility>

#include "check_output.h"
#include "check_worker.h"
#include "commands.h"
#include "fingerprint.h"
#include "ledger_options.h"
#include "licet/base/text.h"
#include "licet/gate/json.h"
#include "progress.h"
#include "report.h"

namespace licet {

namespace {

// The report holds every decision in full.
constexpr std::size_t kReportOrdersMax = 20'000;

// An explanation in JSON is some forty times as long as its order.
constexpr std::size_t kExplainedPartBytes = 1 << 19;

class CheckRun {
 public:
  CheckRun(Console& console, const CheckOptions& options)
      : console_(console), options_(options), output_(console, options) {}

  Status Run() {
    LICET_ASSIGN_OR_RETURN(clocks_, ReadClocks(console_, options_.common));
    if (options_.resume && options_.output.empty()) {
      return Fail(ErrorCode::kInvalidArgument,
                  "--resume goes on with a file; name the same one with --output FILE");
    }
    // The orders come first: without them nothing else matters.
    LICET_ASSIGN_OR_RETURN(const OrderReader reader,
                           OrderReader::Open(console_.disk, options_.files.orders));
    bulk_.orders = options_.files.orders;
    bulk_.workers = options_.jobs;
    if (Explains()) bulk_.part_bytes = kExplainedPartBytes;
    if (options_.output.empty()) {
      LICET_RETURN_IF_ERROR(output_.Start(0, clocks_));
    } else {
      LICET_ASSIGN_OR_RETURN(const std::uint64_t law, Fingerprint(console_, options_));
      LICET_RETURN_IF_ERROR(options_.resume ? output_.Resume(law, &clocks_, &bulk_)
                                            : output_.Start(law, clocks_));
    }
    LICET_RETURN_IF_ERROR(RememberIds());
    // The first engine screens the parties, the others take what it found.
    LICET_ASSIGN_OR_RETURN(Engine first, LoadEngine(console_, options_.common, files_));
    files_.screened = first.screening();
    first_ = std::move(first);
    if (UsesLedger()) LICET_RETURN_IF_ERROR(OpenLedger());
    LICET_ASSIGN_OR_RETURN(const std::uint64_t size, console_.disk.SizeOf(options_.files.orders));
    Progress progress(console_, "orders", bulk_.begin, size, output_.judged());
    const Status ran = RunBulk(
        console_.disk, bulk_, [this] { return MakeCheckWorker(); },
        [&](PartOutcome& part) { return TakePart(static_cast<CheckedPart*>(&part), &progress); });
    progress.Clear();
    LICET_RETURN_IF_ERROR(ran);
    if (output_.judged() == 0) {
      return Fail(ErrorCode::kInvalidArgument, "the file has a header but no order",
                  {options_.files.orders, 1, 0});
    }
    LICET_RETURN_IF_ERROR(WriteReport());
    if (ids_.started_anew()) {
      console_.err << fmt::format(
          "licet: two orders with one id are only noticed within {} million orders of each other\n",
          IdWindow::kWindow / 1'000'000);
    }
    return output_.Finish();
  }

  bool AllReleased() const { return output_.count(Verdict::kRelease) == output_.judged(); }
  const CheckOutput& output() const { return output_; }

 private:
  bool Explains() const {
    return options_.common.format == OutputFormat::kJson || !options_.report.empty();
  }

  bool UsesLedger() const { return !options_.ledger.db.empty(); }

  // What the ledger holds it holds: every order is read and judged once before, so that
  // a bad row in the middle leaves nothing half done.
  Status OpenLedger() {
    BulkOptions all = bulk_;
    all.begin = 0;
    all.first_line = 1;
    all.hash = 0;
    CheckOptions plain = options_;
    plain.common.format = OutputFormat::kCsv;
    plain.report.clear();
    IdWindow ids;
    const MakeWorker make = [&]() -> Result<std::unique_ptr<PartWorker>> {
      LICET_ASSIGN_OR_RETURN(Engine engine, LoadEngine(console_, options_.common, files_));
      return std::make_unique<CheckWorker>(console_, plain, std::move(engine), clocks_, &pool_);
    };
    const PartSink look = [&](PartOutcome& part) -> Status {
      for (const std::uint64_t id : part.ids) {
        if (!ids.Add(id)) LICET_RETURN_IF_ERROR(FindSecond(id));
      }
      return {};
    };
    LICET_RETURN_IF_ERROR(RunBulk(console_.disk, all, make, look));
    bulk_.workers = 1;
    LICET_ASSIGN_OR_RETURN(Book book, OpenBook(console_, options_.ledger, StoreMode::kReadWrite));
    book_ = std::make_unique<Book>(std::move(book));
    LICET_ASSIGN_OR_RETURN(const Command who,
                           InEnvelope(console_, options_.ledger, RecordDecision{}));
    LICET_ASSIGN_OR_RETURN(const Date until,
                           ReadDay(options_.hold_until, "--hold-until", kOpenDay));
    who_ = {who.by, who.why, until};
    return {};
  }

  AskLedger Ledger() {
    if (book_ == nullptr) return {};
    return [this](Engine& engine, Order* order) {
      return Settle(engine, *book_, clocks_, who_, order);
    };
  }

  Status TakePart(CheckedPart* part, Progress* progress) {
    LICET_RETURN_IF_ERROR(CheckIds(*part));
    LICET_RETURN_IF_ERROR(output_.Add(*part));
    progress->Show(part->end, output_.judged());
    return KeepForReport(part);
  }

  Result<std::unique_ptr<PartWorker>> MakeCheckWorker() {
    std::optional<Engine> engine = TakeFirst();
    if (!engine) {
      LICET_ASSIGN_OR_RETURN(engine, LoadEngine(console_, options_.common, files_));
    }
    if (UsesLedger()) engine->UseLedger();
    return std::make_unique<CheckWorker>(console_, options_, std::move(*engine), clocks_,
                                         UsesLedger() ? nullptr : &pool_, Ledger());
  }

  std::optional<Engine> TakeFirst() {
    const std::lock_guard lock(first_mutex_);
    return std::exchange(first_, std::nullopt);
  }

  // Ids of the orders that an interrupted run has judged.
  Status RememberIds() {
    if (bulk_.begin == 0) return {};
    LICET_ASSIGN_OR_RETURN(OrderReader reader,
                           OrderReader::Open(console_.disk, options_.files.orders));
    Order order;
    for (std::uint64_t i = 0; i < output_.judged(); ++i) {
      LICET_ASSIGN_OR_RETURN(const bool more, reader.Next(&order));
      if (!more) break;
      ids_.Add(HashOfId(order.id));
    }
    return {};
  }

  Status CheckIds(const CheckedPart& part) {
    for (std::uint64_t id : part.ids) {
      if (!ids_.Add(id)) LICET_RETURN_IF_ERROR(FindSecond(id));
    }
    return {};
  }

  // Ids that hash alike are looked up in the file before anything is said.
  Status FindSecond(std::uint64_t hash) {
    LICET_ASSIGN_OR_RETURN(OrderReader reader,
                           OrderReader::Open(console_.disk, options_.files.orders));
    Order order;
    std::vector<std::string> seen;
    while (true) {
      auto more = reader.Next(&order);
      if (!more || !*more) return {};
      if (HashOfId(order.id) != hash) continue;
      if (std::find(seen.begin(), seen.end(), order.id) != seen.end()) {
        return Fail(ErrorCode::kDuplicate,
                    fmt::format("two orders have the id {}; rename one", Quoted(order.id)),
                    order.place);
      }
      seen.push_back(order.id);
    }
  }

  Status KeepForReport(CheckedPart* part) {
    if (options_.report.empty()) return {};
    for (std::string& json : part->json) json_.push_back(std::move(json));
    if (json_.size() <= kReportOrdersMax) return {};
    return Fail(ErrorCode::kLimit,
                fmt::format("a report holds at most {} orders; split the file or leave out "
                            "--report",
                            kReportOrdersMax),
                {options_.files.orders, 0, 0});
  }

  Status WriteReport() {
    if (options_.report.empty()) return {};
    LICET_ASSIGN_OR_RETURN(const Engine engine, LoadEngine(console_, options_.common, files_));
    const std::size_t slash = options_.files.orders.rfind('/');
    const ReportHeader header{options_.files.orders.substr(slash + 1), console_.clock.Today(),
                              clocks_.known_at, clocks_.reading};
    return console_.disk.WriteAtomically(options_.report,
                                         RenderReport(ReportJson(engine, header, json_)));
  }

  Console& console_;
  const CheckOptions& options_;
  OrderFilesOptions files_ = options_.files;
  std::mutex first_mutex_;
  std::optional<Engine> first_;  // until a worker has taken it
  Clocks clocks_;
  KindPool pool_;
  std::unique_ptr<Book> book_;
  WhoSettles who_;
  BulkOptions bulk_;
  IdWindow ids_;
  CheckOutput output_;
  std::vector<std::string> json_;
};

}  // namespace

int RunCheck(Console& console, const CheckOptions& options) {
  CheckRun run(console, options);
  if (Status status = run.Run(); !status) {
    const int code = Report(console, status.error());
    if (const std::string stands = run.output().WhatStands(); !stands.empty()) {
      console.err << "licet: " << stands << "\n";
    }
    return code;
  }
  return run.AllReleased() ? kExitOk : kExitNo;
}

}  // namespace licet
