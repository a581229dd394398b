// licet screen: is this name on a list? One name, a file of them, or pairs.

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/rescreen.h"
#include "lists.h"
#include "progress.h"
#include "screen_output.h"
#include "screening.h"

namespace licet {

namespace {

// Names read ahead; they are shared among the threads and written in order.
constexpr std::size_t kBlock = 4096;

Status AddIdentifier(AskedName* asked, std::string_view text, const Place& place) {
  if (Trim(text).empty()) return {};
  auto one = ParseIdentifier(Trim(text));
  if (!one) return std::unexpected(one.error().At(place));
  asked->identifiers.push_back(std::move(*one));
  return {};
}

class ScreenRun {
 public:
  ScreenRun(Console& console, const ScreenOptions& options)
      : console_(console), options_(options) {}

  // Whether nothing was found.
  Result<bool> Run() {
    if (!options_.score_min.empty()) {
      LICET_ASSIGN_OR_RETURN(score_min_, ParseScore(options_.score_min));
    }
    if (!options_.common.as_of.empty()) {
      LICET_ASSIGN_OR_RETURN(as_of_, Date::Parse(options_.common.as_of));
    }
    LICET_RETURN_IF_ERROR(Load());
    if (!options_.pairs.empty()) return RunPairs();
    return options_.name.empty() ? RunFile() : RunName();
  }

 private:
  Status Load() {
    LICET_ASSIGN_OR_RETURN(
        lists_, LoadedLists::Load(console_, {options_.lists, options_.cleared, options_.match_at}));
    const std::size_t jobs = options_.jobs > 0
                                 ? static_cast<std::size_t>(options_.jobs)
                                 : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < jobs; ++i) {
      screeners_.push_back(std::make_unique<Screener>(lists_->index(), lists_->policy()));
    }
    return LoadKept();
  }

  Status LoadKept() {
    if (options_.keep.empty() && options_.delta.empty()) return {};
    LICET_ASSIGN_OR_RETURN(
        const std::uint64_t scoring,
        ScoringHash(console_.disk, console_.home + "/data/names", LICET_VERSION));
    if (!options_.delta.empty()) {
      LICET_ASSIGN_OR_RETURN(kept_, KeptNames::Load(console_.disk, options_.delta));
    }
    changes_ = std::make_unique<Changes>(lists_->index(), kept_ ? &*kept_ : nullptr, scoring,
                                         screeners_[0]->FloorOf(score_min_));
    for (std::size_t i = 0; i < screeners_.size(); ++i) {
      rescreeners_.push_back(std::make_unique<Rescreener>(*changes_));
    }
    writer_ = std::make_unique<KeptWriter>(*changes_);
    return {};
  }

  Result<bool> RunName() {
    AskedName asked;
    asked.name = options_.name;
    asked.address = options_.address;
    LICET_ASSIGN_OR_RETURN(asked.country, CountryOf(lists_->countries(), options_.country, {}));
    for (const std::string& text : options_.identifiers) {
      LICET_RETURN_IF_ERROR(AddIdentifier(&asked, text, {}));
    }
    std::vector<AskedName> block;
    block.push_back(std::move(asked));
    ScreenOutput output(console_, options_.common.format, lists_->index());
    LICET_RETURN_IF_ERROR(ScreenBlock(&block, &output));
    output.Finish();
    return output.found() == 0;
  }

  Status ReadRow(const CsvTable& table, AskedName* asked) const {
    asked->name = table.Get("name");
    asked->id = table.Get("id");
    asked->address = Trim(table.Get("address"));
    asked->place = table.PlaceOf("name");
    LICET_ASSIGN_OR_RETURN(asked->country, CountryOf(lists_->countries(), table.Get("country"),
                                                     table.PlaceOf("country")));
    for (const std::string_view text : Split(table.Get("identifiers"), ';')) {
      LICET_RETURN_IF_ERROR(AddIdentifier(asked, text, table.PlaceOf("identifiers")));
    }
    return {};
  }

  Result<bool> RunFile() {
    LICET_ASSIGN_OR_RETURN(auto source, console_.disk.OpenForReading(options_.names));
    LICET_ASSIGN_OR_RETURN(const std::uint64_t size, console_.disk.SizeOf(options_.names));
    LICET_ASSIGN_OR_RETURN(CsvTable table,
                           CsvTable::Open(CsvReader(std::move(source), options_.names), {"name"},
                                          {"country", "id", "address", "identifiers"}, true));
    ScreenOutput output(console_, options_.common.format, lists_->index());
    Progress progress(console_, "names", 0, size, 0);
    std::vector<AskedName> block;
    std::uint64_t bytes = 0;
    bool more = true;
    while (more) {
      LICET_ASSIGN_OR_RETURN(more, table.Next());
      if (more) {
        LICET_RETURN_IF_ERROR(ReadRow(table, &block.emplace_back()));
        bytes += block.back().name.size() + 8;
      }
      if (block.size() < kBlock && more) continue;
      LICET_RETURN_IF_ERROR(ScreenBlock(&block, &output));
      block.clear();
      progress.Show(std::min(bytes, size), output.asked());
    }
    progress.Clear();
    if (output.asked() == 0) {
      return Fail(ErrorCode::kInvalidArgument, "the file has a header but no name",
                  {options_.names, 1, 0});
    }
    output.Finish();
    LICET_RETURN_IF_ERROR(Keep(output.asked()));
    return output.found() == 0;
  }

  Status Keep(std::uint64_t asked) {
    if (!options_.keep.empty()) {
      LICET_RETURN_IF_ERROR(console_.disk.WriteAtomically(options_.keep, writer_->Text()));
    }
    if (options_.delta.empty()) return {};
    console_.err << "licet: note: "
                 << (changes_->everything()
                         ? "too much changed, so that all names were searched for in all lists"
                         : fmt::format("{} of {} names were searched for in all lists, the others "
                                       "in the {} of {} entries that changed",
                                       searched_, asked, changes_->entries().size(),
                                       lists_->index().entries()))
                 << "\n";
    return {};
  }

  void ScreenOne(std::size_t thread, AskedName* asked) {
    Screener& screener = *screeners_[thread];
    const ScreenQuery query{asked->name, asked->country, as_of_, asked->address,
                            asked->identifiers};
    const auto most = static_cast<std::size_t>(options_.top);
    bool judged = false;
    if (changes_ != nullptr) {
      auto answer = rescreeners_[thread]->Find(asked->name);
      if (!answer) {
        asked->error = answer.error();
        return;
      }
      judged = answer->found.all;
      if (judged) asked->found = screener.Judge(query, answer->found, most, score_min_);
      asked->answer = std::move(*answer);
    }
    if (!judged) {
      auto found = screener.Screen(query, most, score_min_);
      if (!found) {
        asked->error = found.error();
        return;
      }
      asked->found = std::move(*found);
    }
    for (const ScreenHit& hit : asked->found.hits) {
      asked->why.push_back(screener.Explain(query, hit));
    }
  }

  // Each thread takes the next name that nobody has; what it finds waits in its
  // place.
  Status ScreenBlock(std::vector<AskedName>* block, ScreenOutput* output) {
    std::atomic<std::size_t> next = 0;
    auto work = [&](std::size_t thread) {
      for (std::size_t i = next++; i < block->size(); i = next++) {
        ScreenOne(thread, &(*block)[i]);
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min(screeners_.size(), block->size()); ++i) {
        threads.emplace_back(work, i);
      }
      work(0);
    }
    for (const AskedName& asked : *block) {
      if (asked.error) {
        return Fail(asked.error->code(), asked.error->sentence(), asked.place);
      }
      output->Add(asked);
      if (!asked.answer) continue;
      searched_ += asked.answer->searched ? 1 : 0;
      if (!options_.keep.empty()) writer_->Add(asked.name, *asked.answer);
    }
    return {};
  }

  Result<bool> RunPairs() {
    LICET_ASSIGN_OR_RETURN(auto source, console_.disk.OpenForReading(options_.pairs));
    LICET_ASSIGN_OR_RETURN(CsvTable table,
                           CsvTable::Open(CsvReader(std::move(source), options_.pairs),
                                          {"query", "list_name"}, {}, true));
    PairOutput output(console_, options_.common.format);
    bool any = false;
    while (true) {
      LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
      if (!more) break;
      const std::string& query = table.Get("query");
      const std::string& listed = table.Get("list_name");
      const int score = screeners_[0]->Score(query, listed);
      any = any || score >= kMatchScore;
      output.Add(query, listed, score);
    }
    output.Finish();
    return !any;
  }

  Console& console_;
  const ScreenOptions& options_;
  std::optional<int> score_min_;
  std::optional<Date> as_of_;
  std::unique_ptr<LoadedLists> lists_;
  std::vector<std::unique_ptr<Screener>> screeners_;  // by thread
  std::optional<KeptNames> kept_;
  std::unique_ptr<Changes> changes_;  // with --keep or --delta
  std::vector<std::unique_ptr<Rescreener>> rescreeners_;
  std::unique_ptr<KeptWriter> writer_;
  std::uint64_t searched_ = 0;  // names, in all lists
};

}  // namespace

int RunScreen(Console& console, const ScreenOptions& options) {
  const auto clear = ScreenRun(console, options).Run();
  if (!clear) return Report(console, clear.error());
  return *clear ? kExitOk : kExitNo;
}

}  // namespace licet
