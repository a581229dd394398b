// licet lists delta: what changed between two issues of lists.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/list_delta.h"
#include "licet/screening/list_store.h"
#include "lists.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

Colour ColourOf(EntryDelta::Kind kind) {
  switch (kind) {
    case EntryDelta::Kind::kAdded:
      return Colour::kRed;  // somebody new to stop
    case EntryDelta::Kind::kRemoved:
      return Colour::kGreen;
    case EntryDelta::Kind::kChanged:
      return Colour::kYellow;
  }
  return Colour::kPlain;
}

std::string FieldsText(const EntryDelta& delta) {
  std::vector<std::string> fields;
  for (const FieldChange& change : delta.changes) fields.push_back(change.field);
  return Join(fields, ", ");
}

// Safe to show, without the quotes.
std::string NameText(const std::string& name) {
  const std::string quoted = Quoted(name, 120);
  return quoted.substr(1, quoted.size() - 2);
}

// Lists that only one side has, by id; "" on both.
using Sides = std::map<std::string, std::string, std::less<>>;

Sides SidesOf(const std::vector<RestrictedList>& before, const std::vector<RestrictedList>& after) {
  Sides sides;
  for (const RestrictedList& list : before) sides[list.id] = "only in the old";
  for (const RestrictedList& list : after) {
    const auto [at, fresh] = sides.emplace(list.id, "only in the new");
    if (!fresh) at->second.clear();
  }
  return sides;
}

void PrintSums(Console& console, const std::vector<EntryDelta>& deltas, const Sides& sides) {
  std::map<std::string, std::map<EntryDelta::Kind, std::size_t>> sums;
  for (const EntryDelta& delta : deltas) ++sums[delta.list][delta.kind];
  Table table({"List", "Added", "Removed", "Changed", ""}, {1, 2, 3});
  for (auto& [list, counts] : sums) {
    table.Add({{list},
               {std::to_string(counts[EntryDelta::Kind::kAdded])},
               {std::to_string(counts[EntryDelta::Kind::kRemoved])},
               {std::to_string(counts[EntryDelta::Kind::kChanged])},
               {sides.at(list), Colour::kDim}});
  }
  table.Print(console);
}

// Entries of the lists that both sides have; of the others the sums say it all.
void PrintTable(Console& console, const std::vector<EntryDelta>& deltas, const Sides& sides,
                std::size_t top) {
  if (deltas.empty()) {
    console.out << "No entry was added, removed or changed.\n";
    return;
  }
  PrintSums(console, deltas, sides);
  std::vector<const EntryDelta*> shown;
  for (const EntryDelta& delta : deltas) {
    if (sides.at(delta.list).empty()) shown.push_back(&delta);
  }
  if (shown.empty()) return;
  console.out << "\n";
  Table table({"Change", "Entry", "In", "Fields"});
  for (std::size_t i = 0; i < std::min(top, shown.size()); ++i) {
    const EntryDelta& delta = *shown[i];
    table.Add({{std::string(ToString(delta.kind)), ColourOf(delta.kind)},
               {NameText(delta.name)},
               {Join(delta.countries, " ")},
               {FieldsText(delta)}});
  }
  table.Print(console);
  if (shown.size() > top) {
    console.out << fmt::format("... and {} more; --top N shows more, --format csv all\n",
                               shown.size() - top);
  }
}

void PrintJson(Console& console, const std::vector<EntryDelta>& deltas) {
  OrderedJson json = OrderedJson::array();
  for (const EntryDelta& delta : deltas) {
    OrderedJson changes = OrderedJson::array();
    for (const FieldChange& change : delta.changes) {
      changes.push_back(
          {{"field", change.field}, {"before", change.before}, {"after", change.after}});
    }
    json.push_back({{"list", delta.list},
                    {"change", ToString(delta.kind)},
                    {"id", delta.id},
                    {"name", delta.name},
                    {"countries", delta.countries},
                    {"fields", std::move(changes)}});
  }
  console.out << Dumped(json) << "\n";
}

// A line for each added or removed entry and for each changed field.
void PrintCsv(Console& console, const std::vector<EntryDelta>& deltas) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"list", "change", "id", "name", "countries", "field", "before", "after"});
  for (const EntryDelta& delta : deltas) {
    const std::string kind(ToString(delta.kind));
    const std::string countries = Join(delta.countries, ";");
    if (delta.changes.empty()) {
      writer.Write({delta.list, kind, delta.id, delta.name, countries, "", "", ""});
    }
    for (const FieldChange& change : delta.changes) {
      writer.Write({delta.list, kind, delta.id, delta.name, countries, change.field, change.before,
                    change.after});
    }
  }
  console.out << csv;
}

}  // namespace

int RunListsDelta(Console& console, const ListsOptions& options) {
  auto countries = LoadCountryNames(console);
  if (!countries) return Report(console, countries.error());
  auto before = LoadLists(console.disk, options.before, *countries);
  if (!before) return Report(console, before.error());
  auto after = LoadLists(console.disk, options.after, *countries);
  if (!after) return Report(console, after.error());
  const std::vector<EntryDelta> deltas = DeltaOf(*before, *after);
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, deltas, SidesOf(*before, *after), static_cast<std::size_t>(options.top));
      break;
    case OutputFormat::kJson:
      PrintJson(console, deltas);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, deltas);
      break;
  }
  return deltas.empty() ? kExitOk : kExitNo;
}

}  // namespace licet
