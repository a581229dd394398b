// OFAC's legacy delimited files: no header, "-0-" for an empty field, a lone
// 0x1A at the end, one list spread over files that share an entry number.
//
//   sdn, cons_prim:  ent_num, name, type, program, title, call sign, vessel type,
//                    tonnage, GRT, flag, owner, remarks
//   alt:             ent_num, alt_num, type (aka, fka, nka), name, remarks
//   add:             ent_num, add_num, address, city, country, remarks
//   comments:        ent_num, what did not fit into the remarks

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

struct Row {
  std::vector<std::string> fields;
  Place place;
};

std::size_t FieldsOf(ListForm form) {
  switch (form) {
    case ListForm::kOfacPrimary:
      return 12;
    case ListForm::kOfacAliases:
      return 5;
    case ListForm::kOfacAddresses:
      return 6;
    default:
      return 2;
  }
}

std::string_view WhatIsIn(ListForm form) {
  switch (form) {
    case ListForm::kOfacAliases:
      return "alternate names";
    case ListForm::kOfacAddresses:
      return "addresses";
    default:
      return "comments";
  }
}

std::string FieldText(const std::string& raw) {
  std::string text = CleanLine(raw);
  return text == "-0-" ? "" : text;
}

Result<std::vector<Row>> ReadRows(const OfacFile& file) {
  std::string_view text = file.source.text();
  if (!text.empty() && text.back() != '\x1a' && text.back() != '\n') {
    return Fail(ErrorCode::kParse,
                "this file ends without the end of a line: it is cut off, fetch it again",
                file.source.PlaceAt(text.size()));
  }
  while (!text.empty() && (text.back() == '\x1a' || text.back() == '\r' || text.back() == '\n')) {
    text.remove_suffix(1);
  }
  CsvReader reader(StringSource(std::string(text)), file.source.path());
  std::vector<Row> rows;
  std::vector<CsvField> record;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, reader.Next(&record));
    if (!more) return rows;
    Row row;
    row.place = {file.source.path(), record.front().line, record.front().column};
    if (record.size() != FieldsOf(file.form)) {
      return Fail(ErrorCode::kParse,
                  fmt::format("this row has {} fields and the first one has {}; the file is "
                              "damaged or cut off, fetch it again",
                              record.size(), FieldsOf(file.form)),
                  row.place);
    }
    for (const CsvField& field : record) row.fields.push_back(FieldText(field.text));
    rows.push_back(std::move(row));
  }
}

// A primary file with what joined it, by entry number.
struct OfacSet {
  const OfacFile* primary = nullptr;
  std::vector<Row> rows;
  std::map<std::string, std::vector<Row>, std::less<>> aliases;
  std::map<std::string, std::vector<Row>, std::less<>> addresses;
  std::map<std::string, std::vector<Row>, std::less<>> comments;
  std::vector<ListNote> notes;

  std::map<std::string, std::vector<Row>, std::less<>>& Of(ListForm form) {
    if (form == ListForm::kOfacAliases) return aliases;
    return form == ListForm::kOfacAddresses ? addresses : comments;
  }
};

// The numbers of SDN and of the other lists come from one row of numbers, so the
// file's own set is the one that knows most of them.
Status Join(const OfacFile& file, std::vector<OfacSet>* sets) {
  LICET_ASSIGN_OR_RETURN(std::vector<Row> rows, ReadRows(file));
  OfacSet* best = nullptr;
  std::size_t best_known = 0;
  for (OfacSet& set : *sets) {
    std::vector<std::string_view> numbers;
    for (const Row& row : set.rows) numbers.push_back(row.fields[0]);
    std::ranges::sort(numbers);
    const auto known = static_cast<std::size_t>(std::ranges::count_if(
        rows, [&](const Row& row) { return std::ranges::binary_search(numbers, row.fields[0]); }));
    if (known > best_known) {
      best = &set;
      best_known = known;
    }
  }
  if (best == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("this is OFAC's file of {} without the file of names that it belongs "
                            "to; give sdn.csv or cons_prim.csv of the same day as well",
                            WhatIsIn(file.form)),
                {file.source.path(), 1, 1});
  }
  if (best_known < rows.size()) {
    best->notes.push_back(
        {fmt::format("{} of {} {} belong to no entry of {}; the files may be of different days",
                     rows.size() - best_known, rows.size(), WhatIsIn(file.form),
                     best->primary->source.path()),
         {file.source.path(), 1, 1}});
  }
  auto& by_number = best->Of(file.form);
  for (Row& row : rows) by_number[row.fields[0]].push_back(std::move(row));
  return {};
}

// Programmes that only the lists beside the SDN list have for most entries.
bool IsNonSdn(const std::vector<Row>& rows) {
  constexpr std::array<std::string_view, 7> kProgrammes = {
      "NS-PLC", "UKRAINE-EO13662", "CMIC-EO13959", "561-RELATED", "CAPTA", "NS-MBS", "FSE-"};
  const auto count = std::ranges::count_if(rows, [&](const Row& row) {
    return std::ranges::any_of(kProgrammes, [&](std::string_view programme) {
      return row.fields[3].find(programme) != std::string::npos;
    });
  });
  return 2 * static_cast<std::size_t>(count) > rows.size();
}

Status AddJoined(ListBuilder* builder, const OfacSet& set, const std::string& number,
                 ListEntry* entry) {
  if (const auto found = set.aliases.find(number); found != set.aliases.end()) {
    for (const Row& row : found->second) {
      LICET_RETURN_IF_ERROR(builder->AddName(entry, row.fields[3], ListedName::Kind::kAlias));
    }
  }
  if (const auto found = set.addresses.find(number); found != set.addresses.end()) {
    for (const Row& row : found->second) {
      std::string text;
      for (const std::size_t field : {2U, 3U, 4U, 5U}) {
        if (row.fields[field].empty()) continue;
        text += (text.empty() ? "" : ", ") + row.fields[field];
      }
      builder->AddAddress(entry, text, row.fields[4]);
    }
  }
  return {};
}

Status AddEntry(ListBuilder* builder, const OfacSet& set, const Row& row) {
  ListEntry entry;
  entry.place = row.place;
  entry.id = row.fields[0];
  // An entity has no type in these files.
  entry.type = row.fields[2].empty() ? EntryType::kOrganisation : EntryTypeOf(row.fields[2]);
  LICET_RETURN_IF_ERROR(builder->AddName(&entry, row.fields[1], ListedName::Kind::kName));
  LICET_RETURN_IF_ERROR(AddJoined(builder, set, entry.id, &entry));
  std::string programmes = row.fields[3];  // "SDGT] [NS-PLC"
  std::ranges::replace_if(programmes, [](char c) { return c == '[' || c == ']'; }, ';');
  builder->AddProgrammes(&entry, programmes, ';');
  builder->AddIdentifier(&entry, "call-sign", row.fields[5]);
  builder->AddCountry(&entry, row.fields[9]);
  std::string remarks = row.fields[11];
  if (const auto found = set.comments.find(entry.id); found != set.comments.end()) {
    for (const Row& more : found->second) remarks += more.fields[1];
  }
  const std::string title = row.fields[4].empty() ? "" : "Title: " + row.fields[4];
  if (!title.empty()) remarks = remarks.empty() ? title : title + "; " + remarks;
  LICET_RETURN_IF_ERROR(AddRemarks(builder, &entry, remarks));
  return builder->Add(std::move(entry));
}

Result<Lists> ReadSet(const OfacSet& set, const CountryNames& countries) {
  ListBuilder builder(countries, set.primary->source.path());
  builder.Choose(IsNonSdn(set.rows) ? "us-ofac-consolidated" : "us-sdn");
  for (const ListNote& note : set.notes) builder.Note(note.what, note.what, note.place);
  if (set.aliases.empty()) {
    builder.Note("no file of alternate names was given with this one; give alt.csv as well",
                 "no aliases", {set.primary->source.path(), 1, 1});
  }
  if (set.addresses.empty()) {
    builder.Note("no file of addresses was given with this one; give add.csv as well",
                 "no addresses", {set.primary->source.path(), 1, 1});
  }
  for (const Row& row : set.rows) LICET_RETURN_IF_ERROR(AddEntry(&builder, set, row));
  return builder.Take();
}

}  // namespace

Result<Lists> ReadOfacFiles(const std::vector<OfacFile>& files, const CountryNames& countries) {
  std::vector<OfacSet> sets;
  for (const OfacFile& file : files) {
    if (file.form != ListForm::kOfacPrimary) continue;
    OfacSet set;
    set.primary = &file;
    LICET_ASSIGN_OR_RETURN(set.rows, ReadRows(file));
    sets.push_back(std::move(set));
  }
  for (const OfacFile& file : files) {
    if (file.form != ListForm::kOfacPrimary) LICET_RETURN_IF_ERROR(Join(file, &sets));
  }
  Lists lists;
  for (const OfacSet& set : sets) {
    LICET_ASSIGN_OR_RETURN(Lists some, ReadSet(set, countries));
    for (RestrictedList& one : some) lists.push_back(std::move(one));
  }
  return lists;
}

}  // namespace licet
