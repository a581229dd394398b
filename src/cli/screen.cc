// licet screen: is this name on a list? One name, a file of them, or pairs.

#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/list_store.h"
#include "licet/screening/screener.h"
#include "lists.h"
#include "progress.h"
#include "screen_output.h"

namespace licet {

namespace {

// Names read ahead; they are shared among the threads and written in order.
constexpr std::size_t kBlock = 4096;

Result<int> ScoreOf(const std::string& text, int otherwise) {
  if (text.empty()) return otherwise;
  auto score = Decimal::Parse(text);
  if (!score || *score < Decimal() || *score > Decimal::FromInt(1)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is no score; give 0 to 1, such as 0.75", Quoted(text)));
  }
  return static_cast<int>(score->micros() / 100);
}

class ScreenRun {
 public:
  ScreenRun(Console& console, const ScreenOptions& options)
      : console_(console), options_(options) {}

  // Whether nothing was found.
  Result<bool> Run() {
    LICET_ASSIGN_OR_RETURN(score_min_, ScoreOf(options_.score_min, kNearScore));
    if (!options_.common.as_of.empty()) {
      LICET_ASSIGN_OR_RETURN(as_of_, Date::Parse(options_.common.as_of));
    }
    LICET_RETURN_IF_ERROR(Load());
    if (!options_.pairs.empty()) return RunPairs();
    return options_.name.empty() ? RunFile() : RunName();
  }

 private:
  Status Load() {
    ListsOptions lists;
    lists.lists = options_.lists;
    LICET_ASSIGN_OR_RETURN(countries_, LoadCountryNames(console_));
    LICET_ASSIGN_OR_RETURN(auto words, Words::Load(console_.disk, console_.home + "/data/names"));
    words_ = std::make_unique<Words>(std::move(words));
    const std::string folder = ListsToRead(console_, lists);
    LICET_ASSIGN_OR_RETURN(auto loaded, LoadLists(console_.disk, folder, *countries_));
    index_ = std::make_unique<ScreeningIndex>(std::move(loaded), *words_);
    if (index_->entries() == 0) {
      return Fail(ErrorCode::kInvalidArgument,
                  "no list has an entry; take one in with licet lists import", {folder, 0, 0});
    }
    const std::size_t jobs = options_.jobs > 0
                                 ? static_cast<std::size_t>(options_.jobs)
                                 : std::max<std::size_t>(1, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < jobs; ++i)
      screeners_.push_back(std::make_unique<Screener>(*index_));
    return {};
  }

  Result<std::string> CountryOf(const std::string& text, const Place& place) const {
    if (Trim(text).empty()) return std::string();
    const std::string code = countries_->CodeOf(text);
    if (code.empty()) {
      return Fail(
          ErrorCode::kUnknownName,
          fmt::format("{} is no country; give a code such as CN, or leave it out", Quoted(text)),
          place);
    }
    return code == CountryNames::kNowhere ? std::string() : code;
  }

  Result<bool> RunName() {
    AskedName asked;
    asked.name = options_.name;
    LICET_ASSIGN_OR_RETURN(asked.country, CountryOf(options_.country, {}));
    std::vector<AskedName> block;
    block.push_back(std::move(asked));
    ScreenOutput output(console_, options_.common.format, *index_);
    LICET_RETURN_IF_ERROR(ScreenBlock(&block, &output));
    output.Finish();
    return output.found() == 0;
  }

  Result<bool> RunFile() {
    LICET_ASSIGN_OR_RETURN(auto source, console_.disk.OpenForReading(options_.names));
    LICET_ASSIGN_OR_RETURN(const std::uint64_t size, console_.disk.SizeOf(options_.names));
    LICET_ASSIGN_OR_RETURN(CsvTable table,
                           CsvTable::Open(CsvReader(std::move(source), options_.names), {"name"},
                                          {"country", "id"}, true));
    ScreenOutput output(console_, options_.common.format, *index_);
    Progress progress(console_, "names", 0, size, 0);
    std::vector<AskedName> block;
    std::uint64_t bytes = 0;
    bool more = true;
    while (more) {
      LICET_ASSIGN_OR_RETURN(more, table.Next());
      if (more) {
        AskedName& asked = block.emplace_back();
        asked.name = table.Get("name");
        asked.id = table.Get("id");
        asked.place = table.PlaceOf("name");
        LICET_ASSIGN_OR_RETURN(asked.country,
                               CountryOf(table.Get("country"), table.PlaceOf("country")));
        bytes += asked.name.size() + 8;
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
    return output.found() == 0;
  }

  // Each thread takes the next name that nobody has; what it finds waits in its
  // place.
  Status ScreenBlock(std::vector<AskedName>* block, ScreenOutput* output) {
    std::atomic<std::size_t> next = 0;
    auto work = [&](Screener* screener) {
      for (std::size_t i = next++; i < block->size(); i = next++) {
        AskedName& asked = (*block)[i];
        const ScreenQuery query{asked.name, asked.country, as_of_};
        auto found = screener->Screen(query, static_cast<std::size_t>(options_.top), score_min_);
        if (!found) {
          asked.error = found.error();
          continue;
        }
        asked.found = std::move(*found);
        for (const ScreenHit& hit : asked.found.hits) {
          asked.why.push_back(screener->Explain(query, hit));
        }
      }
    };
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 1; i < std::min(screeners_.size(), block->size()); ++i) {
        threads.emplace_back(work, screeners_[i].get());
      }
      work(screeners_[0].get());
    }
    for (const AskedName& asked : *block) {
      if (asked.error) {
        return Fail(asked.error->code(), asked.error->sentence(), asked.place);
      }
      output->Add(asked);
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
  int score_min_ = kNearScore;
  std::optional<Date> as_of_;
  std::optional<CountryNames> countries_;
  std::unique_ptr<Words> words_;
  std::unique_ptr<ScreeningIndex> index_;
  std::vector<std::unique_ptr<Screener>> screeners_;
};

}  // namespace

int RunScreen(Console& console, const ScreenOptions& options) {
  const auto clear = ScreenRun(console, options).Run();
  if (!clear) return Report(console, clear.error());
  return *clear ? kExitOk : kExitNo;
}

}  // namespace licet
