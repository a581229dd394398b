// licet lists fetch: lists from their publishers, into a folder of lists.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/list_fetch.h"
#include "lists.h"
#include "progress.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

// What became of a source: its lists, or why there are none.
struct Fetched {
  ListSource source;
  ListFetch fetch;
  std::optional<Error> error;
};

// ---- What to fetch ----

Status Override(const std::string& from, std::vector<ListSource>* sources) {
  if (from.empty()) return {};
  if (sources->size() != 1) {
    return Fail(ErrorCode::kInvalidArgument,
                "--from is the address of one list; name that list before it");
  }
  std::vector<SourceFile>& files = sources->front().files;
  const bool folder = from.ends_with('/');
  if (files.size() > 1 && !folder) {
    std::vector<std::string> names;
    for (const SourceFile& file : files) names.push_back(file.name);
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is {} files; give --from an address that ends with / and has "
                            "below it {}",
                            sources->front().id, files.size(), Join(names, ", ")));
  }
  for (SourceFile& file : files) {
    file.url = folder ? from + file.name : from;
    LICET_RETURN_IF_ERROR(CheckFetchUrl(file.url));
  }
  return {};
}

// LIST=HEX, or LIST/FILE=HEX for one of several files.
Status Pin(const std::string& pin, std::vector<ListSource>* sources) {
  const std::size_t equals = pin.find('=');
  const std::string hex = equals == std::string::npos ? "" : AsciiLower(pin.substr(equals + 1));
  if (hex.size() != 64 || hex.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("--sha256 {} is not LIST=HEX with 64 hexadecimal digits", Quoted(pin)));
  }
  const std::string name = pin.substr(0, equals);
  std::vector<std::string> known;
  for (ListSource& source : *sources) {
    for (SourceFile& file : source.files) {
      const bool alone = source.files.size() == 1;
      known.push_back(alone ? source.id : source.id + "/" + file.name);
      const bool by_list = alone && source.lists.size() == 1 && source.lists.front() == name;
      if (known.back() != name && !by_list) continue;
      file.sha256 = hex;
      return {};
    }
  }
  return Fail(ErrorCode::kUnknownName,
              fmt::format("--sha256 {}: nothing that is fetched now is called so{}", Quoted(name),
                          DidYouMean(name, known)));
}

Result<std::vector<ListSource>> SourcesOf(Console& console, const ListsOptions& options) {
  const std::string path =
      options.sources.empty() ? console.home + "/data/list-sources.csv" : options.sources;
  LICET_ASSIGN_OR_RETURN(const auto all, ReadListSources(console.disk, path));
  LICET_ASSIGN_OR_RETURN(std::vector<ListSource> chosen, ChosenSources(all, options.files));
  LICET_RETURN_IF_ERROR(Override(options.from, &chosen));
  for (const std::string& pin : options.pins) LICET_RETURN_IF_ERROR(Pin(pin, &chosen));
  return chosen;
}

// ---- Fetching ----

// A bar for each file whose length is known.
class FileBar {
 public:
  explicit FileBar(Console& console) : console_(console) {}

  void Show(const std::string& what, std::uint64_t done, std::uint64_t whole) {
    if (whole == 0) return;
    if (!bar_ || what != what_) {
      Clear();
      what_ = what;
      bar_.emplace(console_, "bytes of " + what, 0, whole, 0);
    }
    bar_->Show(done, done);
  }
  void Clear() {
    if (bar_) bar_->Clear();
    bar_.reset();
  }

 private:
  Console& console_;
  std::string what_;
  std::optional<Progress> bar_;
};

Fetched FetchOne(Console& console, Network& network, const CountryNames& countries,
                 const ListSource& source, const ListsOptions& options) {
  FileBar bar(console);
  ListFetchOptions how;
  how.folder = ListsFolder(console, options);
  how.today = console.clock.Today();
  how.reader = "licet/" LICET_VERSION;
  how.accept_shrunk = options.accept_shrunk;
  how.progress = [&](const std::string& file, std::uint64_t done, std::uint64_t whole) {
    bar.Show(source.id + "/" + file, done, whole);
  };
  auto fetch = FetchLists(network, console.disk, countries, source, how);
  bar.Clear();
  if (!fetch) return {source, {}, fetch.error()};
  return {source, std::move(*fetch), std::nullopt};
}

// ---- What is printed ----

std::string OutcomeText(const FetchedList& list) {
  if (list.outcome != FetchedList::Outcome::kChanged) return std::string(ToString(list.outcome));
  return fmt::format("changed +{} ~{} -{}", list.added, list.changed, list.removed);
}

Colour ColourOf(FetchedList::Outcome outcome) {
  return outcome == FetchedList::Outcome::kUnchanged ? Colour::kDim : Colour::kGreen;
}

void PrintTable(Console& console, const std::vector<Fetched>& all) {
  Table table({"List", "Result", "Entries", "Bytes", "Age", "Source"}, {2, 3, 4});
  for (const Fetched& one : all) {
    if (one.error) {
      table.Add({{one.source.id}, {"failed", Colour::kRed}, {"-"}, {"-"}, {"-"}, {one.source.id}});
    }
    // The bytes are those of the source and stand at its first list.
    std::string bytes = std::to_string(one.fetch.bytes);
    for (const FetchedList& list : one.fetch.lists) {
      const std::optional<int> age = AgeOf(console, list.published);
      table.Add({{list.id},
                 {OutcomeText(list), ColourOf(list.outcome)},
                 {std::to_string(list.entries)},
                 {std::exchange(bytes, "")},
                 {AgeText(age)},
                 {one.source.id}});
    }
  }
  table.Print(console);
}

void PrintJson(Console& console, const std::vector<Fetched>& all) {
  OrderedJson json = OrderedJson::array();
  for (const Fetched& one : all) {
    if (one.error) {
      json.push_back({{"source", one.source.id},
                      {"list", nullptr},
                      {"result", "failed"},
                      {"reason", one.error->ToString()}});
    }
    for (const FetchedList& list : one.fetch.lists) {
      const std::optional<int> age = AgeOf(console, list.published);
      OrderedJson row = {{"source", one.source.id},          {"list", list.id},
                         {"result", ToString(list.outcome)}, {"added", list.added},
                         {"changed", list.changed},          {"removed", list.removed},
                         {"entries", list.entries},          {"source_bytes", one.fetch.bytes}};
      row["published"] = list.published ? OrderedJson(list.published->ToString()) : nullptr;
      row["age_days"] = age ? OrderedJson(*age) : nullptr;
      row["notes"] = list.notes;
      json.push_back(std::move(row));
    }
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const std::vector<Fetched>& all) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"source", "list", "result", "added", "changed", "removed", "entries",
                "source_bytes", "published", "age_days", "notes", "reason"});
  for (const Fetched& one : all) {
    if (one.error) {
      writer.Write(
          {one.source.id, "", "failed", "", "", "", "", "", "", "", "", one.error->ToString()});
    }
    for (const FetchedList& list : one.fetch.lists) {
      const std::optional<int> age = AgeOf(console, list.published);
      writer.Write({one.source.id, list.id, std::string(ToString(list.outcome)),
                    std::to_string(list.added), std::to_string(list.changed),
                    std::to_string(list.removed), std::to_string(list.entries),
                    std::to_string(one.fetch.bytes), DayText(list.published),
                    age ? std::to_string(*age) : "", std::to_string(list.notes), ""});
    }
  }
  console.out << csv;
}

void Print(Console& console, OutputFormat format, const std::vector<Fetched>& all) {
  switch (format) {
    case OutputFormat::kTable:
      return PrintTable(console, all);
    case OutputFormat::kJson:
      return PrintJson(console, all);
    case OutputFormat::kCsv:
      return PrintCsv(console, all);
  }
}

int Conclude(Console& console, const std::vector<Fetched>& all) {
  std::size_t failed = 0;
  for (const Fetched& one : all) {
    for (const std::string& note : one.fetch.notes) {
      console.err << "licet: note: " << note << "\n";
    }
    if (!one.error) continue;
    ++failed;
    Report(console, Error(one.error->code(), one.source.id + ": " + one.error->ToString()));
  }
  if (failed == 0) return kExitOk;
  if (failed < all.size()) {
    const std::size_t taken = all.size() - failed;
    console.err << fmt::format("licet: {} of {} sources failed; the other {} taken\n", failed,
                               all.size(),
                               taken == 1 ? "one was" : std::to_string(taken) + " were");
  }
  return kExitBadInput;
}

}  // namespace

int RunListsFetch(Console& console, const ListsOptions& options) {
  auto countries = LoadCountryNames(console);
  if (!countries) return Report(console, countries.error());
  auto sources = SourcesOf(console, options);
  if (!sources) return Report(console, sources.error());
  if (auto there = CheckListsFolder(console, ListsFolder(console, options)); !there) {
    return Report(console, there.error());
  }
  const std::unique_ptr<Network> real =
      console.network == nullptr ? RealNetwork("licet/" LICET_VERSION) : nullptr;
  Network& network = console.network == nullptr ? *real : *console.network;
  std::vector<Fetched> all;
  for (const ListSource& source : *sources) {
    all.push_back(FetchOne(console, network, *countries, source, options));
  }
  Print(console, options.common.format, all);
  return Conclude(console, all);
}

}  // namespace licet
