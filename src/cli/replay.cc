// licet replay: an order book judged under other law.

#include "licet/gate/replay.h"

#include <fmt/format.h>

#include "commands.h"
#include "progress.h"
#include "regime_text.h"
#include "replay_output.h"
#include "report.h"

namespace licet {

namespace {

// Rows held back, so that a bad order in a small file leaves no half output.
constexpr std::size_t kHeldBytes = 8 << 20;

// Where the rows of changed orders go: standard output, or a file that appears
// under its name when all is done.
class RowSink {
 public:
  RowSink(Console& console, const ReplayOptions& options) : console_(console), options_(options) {}

  Status Start() {
    if (options_.list.empty()) {
      held_ = options_.common.format == OutputFormat::kCsv ? ReplayCsvHeader() : "";
      return {};
    }
    if (console_.disk.IsFolder(options_.list)) {
      return Fail(ErrorCode::kIo, "this is a folder; give a file", {options_.list, 0, 0});
    }
    LICET_ASSIGN_OR_RETURN(file_, console_.disk.OpenForAppending(options_.list + ".part", 0));
    return file_->Write(ReplayCsvHeader());
  }

  Status Add(const std::string& rows) {
    if (file_ != nullptr) LICET_RETURN_IF_ERROR(file_->Write(rows));
    if (options_.common.format != OutputFormat::kCsv) return {};
    held_ += rows;
    if (held_.size() > kHeldBytes) Release();
    return {};
  }

  Status Finish() {
    Release();
    if (file_ == nullptr) return {};
    LICET_RETURN_IF_ERROR(file_->Flush());
    file_.reset();
    return console_.disk.Rename(options_.list + ".part", options_.list);
  }

 private:
  void Release() {
    console_.out << held_;
    held_.clear();
  }

  Console& console_;
  const ReplayOptions& options_;
  std::unique_ptr<ByteSink> file_;
  std::string held_;
};

class ReplayRun {
 public:
  ReplayRun(Console& console, const ReplayOptions& options)
      : console_(console), options_(options), rows_(console, options) {}

  Status Run() {
    const Date today = console_.clock.Today();
    LICET_RETURN_IF_ERROR(ReadSettings(today));
    LICET_RETURN_IF_ERROR(rows_.Start());
    ReplayTotals totals;
    LICET_RETURN_IF_ERROR(Judge(today, &totals));
    if (totals.all.orders == 0) {
      return Fail(ErrorCode::kInvalidArgument, "the file has a header but no order",
                  {options_.files.orders, 1, 0});
    }
    const std::size_t slash = options_.files.orders.rfind('/');
    const ReplayView view{options_.files.orders.substr(slash + 1), settings_, totals, today,
                          static_cast<std::size_t>(options_.top)};
    if (!options_.report.empty()) {
      LICET_RETURN_IF_ERROR(console_.disk.WriteAtomically(
          options_.report, RenderReport(Dumped(ReplayJson(view), -1))));
    }
    LICET_RETURN_IF_ERROR(rows_.Finish());
    Print(view);
    return {};
  }

 private:
  Status ReadSettings(Date today) {
    // The orders come first: without them nothing else matters.
    LICET_RETURN_IF_ERROR(OrderReader::Open(console_.disk, options_.files.orders));
    LICET_ASSIGN_OR_RETURN(const std::vector<std::string> regimes,
                           console_.disk.ListFolders(console_.home + "/regimes"));
    ReplaySetting own{"own", "", {}};
    own.clocks.known_at = today;
    settings_.push_back(own);
    if (!options_.against.empty()) {
      LICET_ASSIGN_OR_RETURN(settings_[0],
                             ParseReplaySetting(options_.against, "--against", regimes, today));
    }
    for (const std::string& text : options_.under) {
      LICET_ASSIGN_OR_RETURN(ReplaySetting setting,
                             ParseReplaySetting(text, "--under", regimes, today));
      settings_.push_back(std::move(setting));
    }
    return {};
  }

  Status Judge(Date today, ReplayTotals* totals) {
    BulkOptions bulk;
    bulk.orders = options_.files.orders;
    bulk.workers = options_.jobs;
    LICET_ASSIGN_OR_RETURN(const std::uint64_t size, console_.disk.SizeOf(bulk.orders));
    OrderFilesOptions files = options_.files;
    // Parties are screened once, not once a thread.
    LICET_ASSIGN_OR_RETURN(const Engine first, LoadEngine(console_, options_.common, files));
    files.screened = first.screening();
    const LoadOverlaid load = [this, &files](const std::vector<std::string>& overlays) {
      CommonOptions common = options_.common;
      common.overlays = overlays;
      return LoadEngine(console_, common, files);
    };
    const bool rows = !options_.list.empty() || options_.common.format == OutputFormat::kCsv;
    Progress progress(console_, "orders", 0, size, 0);
    std::uint64_t judged = 0;
    const Status ran = RunBulk(
        console_.disk, bulk, [&] { return MakeReplayWorker(settings_, today, load, rows, totals); },
        [&](PartOutcome& outcome) {
          const auto& part = static_cast<ReplayedPart&>(outcome);
          judged += part.orders;
          progress.Show(part.end, judged);
          return rows_.Add(part.rows);
        });
    progress.Clear();
    return ran;
  }

  void Print(const ReplayView& view) {
    if (options_.common.format == OutputFormat::kJson) {
      console_.out << Dumped(ReplayJson(view)) << "\n";
    }
    if (options_.common.format == OutputFormat::kTable) {
      PrintReplay(console_, view);
      if (!options_.list.empty()) console_.out << "Orders: " << options_.list << "\n";
      if (!options_.report.empty()) console_.out << "Report: " << options_.report << "\n";
    }
    std::int64_t changed = 0;
    for (const ReplayResult& result : view.totals.results) changed += result.changed.orders;
    // A header alone could also be a mistake.
    if (changed == 0 && options_.common.format == OutputFormat::kCsv) {
      console_.err << "licet: no order is decided otherwise\n";
    }
  }

  Console& console_;
  const ReplayOptions& options_;
  RowSink rows_;
  std::vector<ReplaySetting> settings_;
};

}  // namespace

int RunReplay(Console& console, const ReplayOptions& options) {
  if (Status status = ReplayRun(console, options).Run(); !status) {
    return Report(console, status.error());
  }
  return kExitOk;
}

}  // namespace licet
